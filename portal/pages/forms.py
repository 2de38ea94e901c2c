"""The editor's form of a page: what only the form knows is who edits."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry


class PageForm(WagtailAdminPageForm):
    """Pictures and documents come from the collections this editor may choose from, whatever is posted.

    Those that stood on the page before stay: somebody who may put them there did.
    """

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for name in [one.name for one in self._meta.model._meta.get_fields() if isinstance(one, StreamField)]:
            if cleaned.get(name) is not None:
                block = self.instance._meta.get_field(name).stream_block
                added = files_of(block, cleaned[name]) - files_of(block, getattr(self.instance, name))
                if any(not self._may_choose(model, pk) for model, pk in added):
                    refused = ValidationError(_("Há uma imagem ou um documento que não é seu."))
                    self.add_error(name, StreamBlockValidationError(non_block_errors=[refused]))
        return cleaned

    def _may_choose(self, model: Any, pk: str) -> bool:
        chosen = model.objects.filter(pk=pk).first()
        if chosen is None:
            return True
        policy = policy_registry.get_by_type(model)
        return bool(policy.user_has_permission_for_instance(self.for_user, "choose", chosen))


def files_of(block: Any, stream: Any) -> set[tuple[Any, str]]:
    """The pictures and documents a stream names, wherever in it."""
    if not stream:
        return set()
    models = (get_image_model(), get_document_model())
    return {
        (model, str(pk))
        for model, pk, _model_path, _path in block.extract_references(stream)
        if model in models
    }


class UnitPageForm(PageForm):
    """Of which body a page is, is said once: a page never passes from one body's editors to another's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("unit", None)
