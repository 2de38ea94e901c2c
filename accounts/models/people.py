"""Users, organisations and what a person may do for which of them."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import identity
from geo.models import Municipality
from geo.sorting import sort_key


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail. What they may do stands in their memberships, never here."""

    email = models.EmailField(_("endereço de e-mail"), unique=True)
    name = models.CharField(_("nome"), max_length=120, blank=True)
    language = models.CharField(
        _("língua"), max_length=8, default="pt-pt", choices=[("pt-pt", "Português"), ("en", "English")]
    )
    is_active = models.BooleanField(_("ativa"), default=True)
    is_staff = models.BooleanField(_("equipa do portal"), default=False)
    date_joined = models.DateTimeField(_("desde"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="one_user_per_address_in_any_case")
        ]
        verbose_name = _("pessoa")
        verbose_name_plural = _("pessoas")

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email


class Organisation(models.Model):
    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("Município")
        INTERMUNICIPAL = "intermunicipal", _("Entidade intermunicipal")
        IPSS = "ipss", _("IPSS")
        PUBLIC_INSTITUTE = "public_institute", _("Instituto público")
        HOSPITAL = "hospital", _("Hospital")
        PRIVATE = "private", _("Entidade privada")
        HIGHER_EDUCATION = "higher_education", _("Ensino superior")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("nome"), max_length=200)
    sort_key = models.CharField(max_length=200, editable=False, db_index=True)
    kind = models.CharField(_("tipo"), max_length=20, choices=Kind.choices)
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("município"),
    )
    area_of_action = models.ManyToManyField(
        Municipality, blank=True, related_name="+", verbose_name=_("área de atuação")
    )
    victim_support = models.BooleanField(
        _("estrutura de apoio à vítima"),
        default=False,
        help_text=_("Recebe os pedidos de casa de abrigo da rede."),
    )
    is_demo = models.BooleanField(_("fictícia"), default=False)
    is_active = models.BooleanField(_("ativa"), default=True)

    class Meta:
        ordering = ("sort_key",)
        verbose_name = _("entidade")
        verbose_name_plural = _("entidades")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)


class ContactQuerySet(models.QuerySet["Contact"]):
    def of(self, member: Membership) -> ContactQuerySet:
        """Those a member may give as call-back point."""
        return self.filter(organisation=member.organisation_id)

    def editable_by(self, member: Membership) -> ContactQuerySet:
        return self.of(member) if member.may_decide else self.none()


class Contact(models.Model):
    """A service's own call-back point (a desk or an on-call phone), never a person cared for."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="contacts")
    label = models.CharField(_("serviço"), max_length=80, validators=[identity.refuse])
    phone = models.CharField(
        _("telefone"),
        max_length=20,
        blank=True,
        validators=[
            RegexValidator(
                r"^\+?[0-9]([ .-]?[0-9]){2,14}$",
                _("Escreva o número só com algarismos e espaços, por exemplo 220 000 000."),
            )
        ],
    )
    email = models.EmailField(_("e-mail do serviço"), blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(phone="", email=""),
                name="contact_can_be_reached",
                violation_error_message=_(
                    "Indique um telefone ou um e-mail, para que o serviço possa ser contactado."
                ),
            ),
        ]
        ordering = ("label", "id")
        verbose_name = _("contacto do serviço")
        verbose_name_plural = _("contactos do serviço")

    def __str__(self) -> str:
        return self.label

    @property
    def dialled(self) -> str:
        return "".join(c for c in self.phone if c.isdigit() or c == "+")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> MembershipQuerySet:
        return self.filter(is_active=True, organisation__is_active=True, user__is_active=True)

    def with_role(self, role: str) -> MembershipQuerySet:
        return self.filter(roles__contains=[role])

    def speaking_for_municipalities(self) -> MembershipQuerySet:
        """Those who give the position of one of the 17."""
        return self.with_role(Membership.Role.REPRESENTATIVE).filter(
            organisation__kind=Organisation.Kind.MUNICIPALITY, organisation__municipality__isnull=False
        )

    def managing(self, organisation: Organisation | None) -> MembershipQuerySet:
        """Those who decide for the organisation's resources: the people letters about its resources go to. What is
        nobody's has none."""
        return self.active().filter(organisation=organisation).with_role(Membership.Role.MANAGER)


class Membership(models.Model):
    """A person acting for one organisation: the `by` of every action and of every scoped queryset."""

    class Role(models.TextChoices):
        REPRESENTATIVE = "representative", _("Representante")
        MANAGER = "manager", _("Gestor/a de recursos")
        TECHNICIAN = "technician", _("Técnico/a")
        VIEWER = "viewer", _("Leitor/a")
        EDITOR = "editor", _("Editor/a")
        COORDINATION = "coordination", _("Coordenação")

    class Accreditation(models.TextChoices):
        T2 = "T2", _("Recursos reservados (T2)")
        T3 = "T3", _("Casas de abrigo (T3)")

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    roles = ArrayField(
        models.CharField(max_length=20, choices=Role.choices), default=list, verbose_name=_("papéis")
    )
    accreditations = ArrayField(
        models.CharField(max_length=2, choices=Accreditation.choices),
        default=list,
        blank=True,
        verbose_name=_("acreditações"),
    )
    is_active = models.BooleanField(_("ativa"), default=True)
    since = models.DateField(_("desde"), default=timezone.localdate)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "organisation"], name="one_membership_per_organisation"),
            models.CheckConstraint(condition=~Q(roles=[]), name="membership_has_a_role"),
        ]
        verbose_name = _("vínculo")
        verbose_name_plural = _("vínculos")

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"

    def has(self, *roles: str) -> bool:
        return any(role in self.roles for role in roles)

    @property
    def may_ask(self) -> bool:
        return self.has(
            self.Role.TECHNICIAN, self.Role.MANAGER, self.Role.REPRESENTATIVE, self.Role.COORDINATION
        )

    @property
    def may_decide(self) -> bool:
        return self.has(self.Role.MANAGER)

    @property
    def governs(self) -> bool:
        """Reads what the bodies keep internal."""
        return self.has(self.Role.REPRESENTATIVE, self.Role.COORDINATION)

    @property
    def speaks_for_municipality(self) -> bool:
        """Gives the position of one of the 17: the municipality's own representative, nobody else's."""
        return (
            self.has(self.Role.REPRESENTATIVE)
            and self.organisation.kind == Organisation.Kind.MUNICIPALITY
            and self.organisation.municipality_id is not None
        )

    @property
    def sees_t2(self) -> bool:
        return self.Accreditation.T2 in self.accreditations

    @property
    def asks_t3(self) -> bool:
        return self.Accreditation.T3 in self.accreditations

    @property
    def role_labels(self) -> list[str]:
        return [str(self.Role(role).label) for role in self.roles]

    @property
    def accreditation_labels(self) -> list[str]:
        return [str(self.Accreditation(code).label) for code in self.accreditations]
