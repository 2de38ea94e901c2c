"""The one step of the editorial workflow: somebody of the coordination, who did not write it, reads it and answers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState


class CoordinationApproval(Task):
    """Answered at the desk of communication, not in the CMS: there nobody finds a button for it."""

    class Meta:
        verbose_name = _("aprovação da coordenação")
        verbose_name_plural = _("aprovações da coordenação")

    def start(self, workflow_state: Any, user: Any = None) -> TaskState:
        from portal.communication import actions, quiet

        quiet.switch_off()
        state = super().start(workflow_state, user=user)
        actions.submitted(state, user)
        return state

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """What is being read does not change under the reader's eyes. Who submitted it may take it back."""
        return True

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        return []

    @classmethod
    def get_description(cls) -> str:
        return str(_("Alguém da coordenação, que não a escreveu, lê e responde em Trabalho, Comunicação."))
