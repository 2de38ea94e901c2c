"""`Idempotency-Key`: a call repeated because its answer got lost is answered again, not done again.

The key is written in the transaction of the action itself. Of two calls at the same instant the second waits for the
first at the unique constraint, and then reads its answer. Of the body only a keyed hash is kept.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import wraps
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from ninja.responses import NinjaJSONEncoder
from pydantic import BaseModel

from accounts import moment
from accounts.models import IdempotencyRecord
from portal.api import problems
from resources.models import FreeText
from resources.refusals import Invalid, Refusal

HEADER = "Idempotency-Key"
KEPT_FOR = timedelta(hours=24)
LONGEST = 255


@dataclass(frozen=True)
class Made:
    """What an action answers. `texts`: which parts of it are free text, and the row that alone keeps each."""

    status: int
    body: BaseModel
    texts: dict[str, int] = field(default_factory=dict)

    def content(self) -> dict[str, Any]:
        """As plain JSON, so that the answer given again is the very same."""
        written = json.dumps(self.body.model_dump(by_alias=True), cls=NinjaJSONEncoder)
        return dict(json.loads(written))


class Mismatch(Refusal):
    code = "idempotency_mismatch"


def once(view: Callable[..., Made]) -> Callable[..., HttpResponse]:
    """For a call that changes something: does it, once for each key."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.headers.get(HEADER)
        if key is None:
            made = view(request, *args, **kwargs)
            return problems.answer(made.content(), made.status)
        return _keyed(request, _checked(key), lambda: view(request, *args, **kwargs))

    return answered


def _checked(key: str) -> str:
    if not (1 <= len(key) <= LONGEST and key.isascii() and key.isprintable()):
        raise Invalid(HEADER, _("A chave de repetição tem entre 1 e 255 caracteres simples."))
    return key


def _fingerprint(request: HttpRequest) -> str:
    """Two bodies that say the same are the same, however they are spaced and ordered."""
    said = json.dumps(json.loads(request.body or b"{}"), sort_keys=True, separators=(",", ":"))
    return salted_hmac(
        "concerta.idempotency", f"{request.method} {request.path} {said}", algorithm="sha256"
    ).hexdigest()


def _keyed(request: HttpRequest, key: str, act: Callable[[], Made]) -> HttpResponse:
    token = request.token  # type: ignore[attr-defined]
    fingerprint = _fingerprint(request)
    with transaction.atomic():
        old = IdempotencyRecord.objects.filter(token=token, key=key)
        old.filter(created_at__lte=moment.now() - KEPT_FOR).delete()
        try:
            with transaction.atomic():
                record = IdempotencyRecord.objects.create(
                    token=token, key=key, fingerprint=fingerprint, created_at=moment.now()
                )
        except IntegrityError:
            return _again(old.get(), fingerprint)
        try:
            made = act()
        except Refusal as refusal:
            # Demand that found no place is counted by the action and stays; whatever else it began it took back itself.
            if refusal.status != 409 or isinstance(refusal.__cause__, OperationalError):
                record.delete()
            else:
                _keep(record, *problems.refused(refusal), {})
            status, content = problems.refused(refusal)
        else:
            status, content = made.status, made.content()
            _keep(record, status, content, made.texts)
    return problems.answer(content, status)


def _keep(record: IdempotencyRecord, status: int, content: dict[str, Any], texts: dict[str, int]) -> None:
    record.status = status
    # As text: the database would put the names of an object in an order of its own.
    record.answer = {"content": json.dumps(content | dict.fromkeys(texts)), "texts": texts}
    record.save(update_fields=["status", "answer"])


def _again(record: IdempotencyRecord, fingerprint: str) -> HttpResponse:
    if record.fingerprint != fingerprint:
        raise Mismatch(_("Esta chave de repetição já foi usada com outro pedido. Use uma chave nova."))
    first: dict[str, Any] = record.answer or {}
    content, texts = json.loads(first["content"]), first["texts"]
    kept = FreeText.objects.in_bulk(texts.values())
    for name, pk in texts.items():
        content[name] = kept[pk].text if pk in kept else None
    response = problems.answer(content, record.status or 200)
    response.headers["Idempotent-Replayed"] = "true"
    return response
