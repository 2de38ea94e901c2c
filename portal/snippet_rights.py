"""What nobody may do to a kind of thing in the CMS, whatever rights a group has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy


class Never(ModelPermissionPolicy):
    """Django's permissions, without these actions: "add", "delete"."""

    def __init__(self, model: Any, *actions: str) -> None:
        super().__init__(model)
        self.never = actions

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in self.never and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)
