"""Job offers. No candidate ever stands here: whoever applies does so elsewhere."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from accounts.models import Organisation
from community.models.listings import (
    Accessible,
    Findable,
    Listing,
    ListingQuerySet,
    Reachable,
    states_in_order,
    today,
)
from geo.sorting import sort_key

MOST_AHEAD = timedelta(days=90)


class JobOfferQuerySet(ListingQuerySet["JobOffer"]):
    def open_now(self) -> Self:
        return self.filter(state=Listing.State.PUBLISHED, expires_on__gte=today())

    def expiring(self, until: date) -> Self:
        """Open, and on the list until that day at most."""
        return self.open_now().filter(expires_on__lte=until)

    def of_file(self, organisation: Organisation, source: str) -> Self:
        """What the organisation imported from one source."""
        return self.filter(organisation=organisation, source_key=sort_key(source)).exclude(reference="")

    def for_pages(self) -> Self:
        return self.select_related("organisation", "municipality", "contact")


class JobOffer(Findable, Listing, Reachable, Accessible):
    """An offer of employment, on the list until its last day."""

    SUBJECT = "job"
    SLUG = "empregos"
    SEARCHED = ("title", "about", "employer", "qualification")
    MOST_AHEAD = MOST_AHEAD
    RENEWED_FOR = timedelta(days=30)
    TOLD_BEFORE = timedelta(days=7)
    KEPT_FOR = timedelta(days=730)
    RESPONSE = "2.1.1b"

    class Contract(models.TextChoices):
        PERMANENT = "permanent", _("Contrato sem termo")
        FIXED = "fixed", _("Contrato a termo certo")
        OPEN = "open", _("Contrato a termo incerto")
        TEMPORARY = "temporary", _("Trabalho temporário")
        TRAINEE = "trainee", _("Estágio remunerado")
        SERVICE = "service", _("Prestação de serviços")
        OTHER = "other", _("Outro")

    class Hours(models.TextChoices):
        FULL = "full", _("Tempo completo")
        PART = "part", _("Tempo parcial")
        SHIFTS = "shifts", _("Por turnos")

    employer = models.CharField(_("empregador"), max_length=160)
    employer_key = models.CharField(max_length=200, editable=False)
    contract = models.CharField(_("contrato"), max_length=10, choices=Contract.choices)
    hours = models.CharField(_("horário"), max_length=6, choices=Hours.choices)
    schedule = models.CharField(_("horário em pormenor"), max_length=160, blank=True)
    pay = models.CharField(_("remuneração"), max_length=160, blank=True)
    qualification = models.CharField(_("qualificação pedida"), max_length=300, blank=True)
    expires_on = models.DateField(_("último dia na lista"))
    # The day that last day was chosen: it lies at most 90 days ahead of it.
    dated_on = models.DateField(editable=False)
    reference = models.CharField(_("referência externa"), max_length=80, blank=True)
    source_key = models.CharField(max_length=200, editable=False, blank=True)

    objects = JobOfferQuerySet.as_manager()

    search_fields: ClassVar = [
        *Findable.search_fields,
        index.SearchField("employer", boost=4),
        index.SearchField("qualification"),
        index.SearchField("reference"),
        index.FilterField("contract"),
        index.FilterField("hours"),
        index.FilterField("expires_on"),
    ]

    class Meta:
        ordering = ("-published_at", "-pk")
        verbose_name = _("oferta de emprego")
        verbose_name_plural = _("ofertas de emprego")
        constraints: ClassVar = [
            *states_in_order("job"),
            models.CheckConstraint(
                condition=Q(expires_on__lte=F("dated_on") + MOST_AHEAD),
                name="job_is_dated_at_most_90_days_ahead",
            ),
            models.UniqueConstraint(
                fields=["organisation", "employer_key", "reference"],
                condition=~Q(reference=""),
                name="one_job_per_employer_and_reference",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "expires_on"], name="jobs_by_last_day")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.employer_key = sort_key(self.employer)
        self.source_key = sort_key(self.source)
        super().save(*args, **kwargs)

    @property
    def obstacles(self) -> list[str]:
        said = []
        if self.expires_on < today():
            said.append(gettext("O último dia já passou: escolha outro."))
        if not self.link and self.contact_id is None:
            said.append(gettext("Diga como se concorre: uma ligação, ou um contacto do serviço."))
        return said

    def same_elsewhere(self) -> JobOfferQuerySet:
        """What its organisation keeps under the same employer and external reference."""
        return JobOffer.objects.filter(
            organisation=self.organisation, employer_key=sort_key(self.employer), reference=self.reference
        )

    @property
    def is_expired(self) -> bool:
        return self.is_published and self.expires_on < today()

    @property
    def is_open(self) -> bool:
        return self.is_published and not self.is_expired

    @property
    def days_left(self) -> int:
        """0 on its last day."""
        return (self.expires_on - today()).days

    @property
    def may_be_renewed(self) -> bool:
        """Until a month after its last day; later it is written anew."""
        return self.is_published and self.expires_on >= today() - self.RENEWED_FOR

    @property
    def renewing_adds(self) -> bool:
        """Renewing it today would keep it on the list for longer."""
        return self.may_be_renewed and self.expires_on < today() + self.RENEWED_FOR

    @property
    def shown_state(self) -> str:
        return str(_("Expirada")) if self.is_expired else super().shown_state
