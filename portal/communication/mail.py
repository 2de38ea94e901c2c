"""Letters and notices of the editorial workflow: that something waits, that it was answered."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import telling
from accounts.models import Membership, Topic, User
from portal.models import NewsPage


def approvers() -> list[Membership]:
    found = Membership.objects.active().with_role(Membership.Role.COORDINATION)
    return list(found.select_related("user", "organisation"))


def _place(page: NewsPage) -> str:
    return reverse("communication_item", args=[page.pk])


def submitted(page: NewsPage, title: str, *, author: User | None) -> int:
    """To the coordination; not to who submitted it, who may not answer it."""
    readers = [one for one in approvers() if author is None or one.user_id != author.pk]
    return telling.write(
        readers,
        "news_submitted",
        Topic.COMMUNICATION,
        lambda: (
            _("Uma notícia espera a sua aprovação"),
            [
                _("«%(title)s», submetida por %(who)s.") % {"title": title, "who": author or "?"},
                _("Aprova-a ou devolve-a quem não a escreveu. Até lá ninguém de fora a lê."),
            ],
        ),
        path=lambda: _place(page),
        discreet=False,
    )


def answered(page: NewsPage, kind: str, *, author: Membership | None, by: Membership, comment: str) -> int:
    """To who submitted it."""
    if author is None:
        return 0
    approved = kind == "news_approved"

    def build() -> tuple[str, list[str]]:
        subject = _("A sua notícia foi aprovada") if approved else _("A sua notícia foi devolvida")
        words = (
            _("«%(title)s» foi aprovada por %(who)s.")
            if approved
            else _("«%(title)s» foi devolvida por %(who)s.")
        )
        said = [words % {"title": page.draft_title, "who": by.user}]
        return subject, [*said, _("Comentário: %(comment)s") % {"comment": comment}] if comment else said

    return telling.write(
        [author], kind, Topic.COMMUNICATION, build, path=lambda: _place(page), discreet=False
    )
