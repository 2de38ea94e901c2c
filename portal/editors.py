"""Who edits which pages: one rule, from which the CMS's groups are made and kept.

Whose membership has the role of editor edits everything. Who is named editor of a body edits that body's page in every
language, the pages below it, and the pictures and documents of its collection; nothing of another's. Taking a body
away never gives more. The CMS asks groups: `keep_in_step` makes them what this rule says, and who has more than the
rule gives does not get in.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import ClassVar

from django.contrib.auth.models import Group, Permission
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from accounts import audit, telling
from accounts.models import Membership, Organisation, Topic, User
from accounts.refusals import NotAllowed, WrongState
from portal.pages.home import HomePage
from portal.pages.units import UnitPage
from units.models import Body

EVERYTHING = "Editores"
# Wagtail asks for the rights on its own image and document models, whatever models a project puts in their place.
FILES = {
    "wagtailimages": ("add_image", "change_image", "choose_image"),
    "wagtaildocs": ("add_document", "change_document", "choose_document"),
}
PAGES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
OF_ONE_BODY = ("add_page", "change_page", "publish_page")
# The composition of bodies, and the directory of partners and local networks.
SEATS = ("change_body", "view_body", "add_seat", "change_seat", "delete_seat", "view_seat")
DIRECTORY = (
    *(
        f"{verb}_{model}"
        for model in ("partner", "partnerrole", "networkdocument")
        for verb in ("add", "change", "delete", "view")
    ),
    "change_localnetwork",
    "view_localnetwork",
)
# The registry of the monitor and the social diagnoses. Nothing of it is deleted: figures hang from it.
REGISTRY = tuple(
    f"{verb}_{model}"
    for model, verbs in (
        ("indicator", ("add", "change", "view")),
        ("topic", ("add", "change", "view")),
        ("source", ("change", "view")),
        ("socialdiagnosis", ("add", "change", "view")),
    )
    for verb in verbs
)
# The yearly questionnaire. Campaigns hang from it: none is deleted.
QUESTIONNAIRE = tuple(f"{verb}_questionnaire" for verb in ("add", "change", "view"))
# What means the same when somebody searches.
SYNONYMS = tuple(f"{verb}_synonyms" for verb in ("add", "change", "delete", "view"))


class UnitEditor(models.Model):
    """A member who edits the page of one body."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    membership = models.ForeignKey(
        Membership, models.CASCADE, related_name="+", verbose_name=gettext_lazy("pessoa")
    )
    body = models.ForeignKey(Body, models.CASCADE, related_name="+", verbose_name=gettext_lazy("órgão"))
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["membership", "body"], name="editor_of_a_body_once")
        ]
        verbose_name = gettext_lazy("editor/a de um órgão")
        verbose_name_plural = gettext_lazy("editores de um órgão")

    def __str__(self) -> str:
        return f"{self.membership} · {self.body}"


class BodyDesk(models.Model):
    """What the CMS keeps for the editors of one body: their group, and the collection of its pictures and documents."""

    body = models.OneToOneField(Body, models.CASCADE, primary_key=True, related_name="+")
    group = models.OneToOneField(Group, models.PROTECT, related_name="+")
    collection = models.OneToOneField(Collection, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = gettext_lazy("mesa de edição")
        verbose_name_plural = gettext_lazy("mesas de edição")

    def __str__(self) -> str:
        return self.group.name


# --- The rule ---------------------------------------------------------------------------------------------------------


def _due(user: User | None = None) -> set[tuple[int, int]]:
    """(user, group) as the rule wants them: for one person, or for all."""
    members = Membership.objects.active()
    if user is not None:
        members = members.filter(user=user)
    everything = Group.objects.filter(name=EVERYTHING).values_list("pk", flat=True).first()
    due = (
        {
            (person, everything)
            for person in members.with_role(Membership.Role.EDITOR).values_list("user", flat=True)
        }
        if everything
        else set()
    )
    groups = dict(BodyDesk.objects.values_list("body", "group"))
    named = UnitEditor.objects.filter(membership__in=members).values_list("membership__user", "body")
    return due | {(person, groups[body]) for person, body in named if body in groups}


def _given(user: User | None = None) -> set[tuple[int, int]]:
    """(user, group) as the CMS has them, of the groups this rule keeps."""
    ours = models.Q(group__name=EVERYTHING) | models.Q(group__in=BodyDesk.objects.values("group"))
    found = User.groups.through.objects.filter(ours)
    if user is not None:
        found = found.filter(user=user)
    return set(found.values_list("user", "group"))


def may_enter(user: User) -> bool:
    """Nobody edits with rights that were taken away elsewhere: a membership that ended, a role that is gone."""
    if user.is_superuser:
        return True
    given = _given(user)
    return not given or given <= _due(user)


def edits(user: User) -> bool:
    """Whether there is anything in the CMS for this person."""
    return bool(_due(user))


@transaction.atomic
def keep_in_step(user: User | None = None) -> int:
    """Make the groups of this person (all without) what the rule says; returns how many rows changed."""
    through = User.groups.through
    due, given = _due(user), _given(user)
    for person, group in given - due:
        through.objects.filter(user=person, group=group).delete()
    through.objects.bulk_create(
        [through(user_id=person, group_id=group) for person, group in due - given], ignore_conflicts=True
    )
    return len(due ^ given)


# --- What the CMS keeps -----------------------------------------------------------------------------------------------


def _permissions(app: str, codenames: Iterable[str]) -> list[Permission]:
    return list(Permission.objects.filter(content_type__app_label=app, codename__in=list(codenames)))


def _give(
    group: Group,
    *,
    pages: Iterable[Page],
    may: Iterable[str],
    collection: Collection,
    general: list[Permission],
) -> None:
    """What is missing of these rights; nobody else gives this group any."""
    rights = _permissions("wagtailcore", may)
    have = set(GroupPagePermission.objects.filter(group=group).values_list("page", "permission"))
    GroupPagePermission.objects.bulk_create(
        [
            GroupPagePermission(group=group, page_id=page.pk, permission=right)
            for page in pages
            for right in rights
            if (page.pk, right.pk) not in have
        ]
    )
    files = [right for app, names in FILES.items() for right in _permissions(app, names)]
    kept = set(GroupCollectionPermission.objects.filter(group=group).values_list("collection", "permission"))
    GroupCollectionPermission.objects.bulk_create(
        [
            GroupCollectionPermission(group=group, collection=collection, permission=right)
            for right in files
            if (collection.pk, right.pk) not in kept
        ]
    )
    group.permissions.add(
        *_permissions("wagtailadmin", ["access_admin"]),
        *_permissions("simple_translation", ["submit_translation"]),
        *general,
    )


@transaction.atomic
def keep_rights() -> None:
    """Groups, collections and rights for every body and page there is, and the right people in them. Repeatable."""
    # Made by Wagtail under English names.
    Group.objects.filter(name="Moderators", user=None).delete()
    if not Group.objects.filter(name=EVERYTHING).exists():
        Group.objects.filter(name="Editors").update(name=EVERYTHING)
    everything, _made = Group.objects.get_or_create(name=EVERYTHING)
    root = Collection.get_first_root_node()
    homes = HomePage.objects.all()
    general = [
        *_permissions("units", (*SEATS, *DIRECTORY)),
        *_permissions("monitor", REGISTRY),
        *_permissions("practice", QUESTIONNAIRE),
        *_permissions("search", SYNONYMS),
    ]
    _give(everything, pages=homes, may=PAGES, collection=root, general=general)
    GroupPagePermission.objects.filter(group=everything, page__depth=1).delete()
    pages: dict[int, list[Page]] = {}
    for page in UnitPage.objects.all():
        pages.setdefault(page.unit_id, []).append(page)
    for body in Body.objects.order_by("pk"):
        desk = _desk(body, root)
        _give(
            desk.group,
            pages=pages.get(body.pk, []),
            may=OF_ONE_BODY,
            collection=desk.collection,
            general=[],
        )
    keep_in_step()


def without_rights() -> bool:
    """Whether some page of a body has no editors' group that may edit it."""
    given = GroupPagePermission.objects.filter(group__in=BodyDesk.objects.values("group")).values("page")
    return UnitPage.objects.exclude(pk__in=given).exists()


def _desk(body: Body, root: Collection) -> BodyDesk:
    """With the name the body has today."""
    called, collected = f"{EVERYTHING}: {body.name_pt}"[:150], body.name_pt[:255]
    desk = BodyDesk.objects.select_related("group", "collection").filter(body=body).first()
    # A group of that name that is not this desk's own has rights and people of its own.
    others = Group.objects.filter(name=called)
    if (others.exclude(pk=desk.group_id) if desk else others).exists():
        called = f"{called[:140]} {body.pk}"
    if desk is None:
        group = Group.objects.create(name=called)
        collection = root.add_child(instance=Collection(name=collected))
        return BodyDesk.objects.create(body=body, group=group, collection=collection)
    if desk.group.name != called:
        desk.group.name = called
        desk.group.save(update_fields=["name"])
    if desk.collection.name != collected:
        desk.collection.name = collected
        desk.collection.save(update_fields=["name"])
    return desk


# --- Who says so ------------------------------------------------------------------------------------------------------


def by_page() -> list[tuple[Body | None, list[Membership]]]:
    """Each body with who edits its page, and None with who edits all of them. Active members only."""
    active = Membership.objects.active().select_related("user", "organisation").order_by("user__name", "pk")
    people = {one.pk: one for one in active.filter(pk__in=UnitEditor.objects.values("membership"))}
    named: dict[int, list[Membership]] = {}
    for member, body in UnitEditor.objects.filter(membership__in=people).values_list("membership", "body"):
        named.setdefault(body, []).append(people[member])
    general = list(active.with_role(Membership.Role.EDITOR))
    return [(None, general), *((body, named.get(body.pk, [])) for body in Body.objects.order_by("order"))]


def may_name(member: Membership) -> bool:
    """Who says who edits: the coordination."""
    return member.has(Membership.Role.COORDINATION)


@transaction.atomic
def name_editor(member: Membership, body: Body | None, *, by: Membership) -> None:
    """From now on the member edits the page of this body; all pages without one."""
    member = _lock(member, by)
    if not Membership.objects.active().filter(pk=member.pk).exists():
        raise WrongState(_("Esta pessoa já não está ligada a esta entidade."))
    if body is None:
        if member.has(Membership.Role.EDITOR):
            raise WrongState(_("Esta pessoa já edita todas as páginas."))
        member.roles = [*member.roles, str(Membership.Role.EDITOR)]
        member.save(update_fields=["roles"])
    else:
        _row, made = UnitEditor.objects.get_or_create(membership=member, body=body)
        if not made:
            raise WrongState(_("Esta pessoa já edita a página deste órgão."))
    keep_in_step(member.user)
    _record("name_editor", member, body, by=by, before="", after="editor")
    _tell(member, body, kind="editor_named")


@transaction.atomic
def dismiss_editor(member: Membership, body: Body | None, *, by: Membership) -> None:
    """From this moment on the member edits it no more."""
    member = _lock(member, by)
    if body is None:
        if not member.has(Membership.Role.EDITOR):
            raise WrongState(_("Esta pessoa já não edita todas as páginas."))
        others = [role for role in member.roles if role != Membership.Role.EDITOR]
        # A membership has a role: who only edited goes on as a reader.
        member.roles = others or [str(Membership.Role.VIEWER)]
        member.save(update_fields=["roles"])
    elif not UnitEditor.objects.filter(membership=member, body=body).delete()[0]:
        raise WrongState(_("Esta pessoa já não edita a página deste órgão."))
    keep_in_step(member.user)
    _record("dismiss_editor", member, body, by=by, before="editor", after="")
    _tell(member, body, kind="editor_dismissed")


def _lock(member: Membership, by: Membership) -> Membership:
    if not may_name(by):
        raise NotAllowed(_("Só a coordenação diz quem edita as páginas."))
    Organisation.objects.select_for_update(no_key=True).get(pk=member.organisation_id)
    return (
        Membership.objects.select_for_update(of=("self",), no_key=True)
        .select_related("user", "organisation")
        .get(pk=member.pk)
    )


def _record(
    verb: str, member: Membership, body: Body | None, *, by: Membership, before: str, after: str
) -> None:
    audit.record(
        f"organisation:{member.organisation.uuid}",
        verb,
        by=by,
        subject=("membership", member.pk),
        label=body.name_pt if body else "*",
        from_state=before,
        to_state=after,
    )


def _tell(member: Membership, body: Body | None, *, kind: str) -> None:
    def build() -> tuple[str, list[str]]:
        what = (
            _("a página «%(body)s»") % {"body": body.name}
            if body
            else _("todas as páginas públicas do portal")
        )
        if kind == "editor_named":
            return (
                _("Passou a editar páginas da Concerta"),
                [_("Pode agora editar e publicar %(what)s.") % {"what": what}],
            )
        return (
            _("Deixou de editar páginas da Concerta"),
            [_("Já não edita %(what)s. O que publicou continua publicado.") % {"what": what}],
        )

    place = "wagtailadmin_home" if kind == "editor_named" else "notices"
    telling.write(
        [member], kind, Topic.GOVERNING, build, path=lambda: reverse(place), discreet=False, urgent=True
    )
