"""The page of results, and the suggestions under the box. Who searched what is kept nowhere."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.finding import missed
from portal.finding.asked import RESOURCES, Asked, tidy, too_long
from portal.finding.examples import by_kind
from portal.finding.page import Answer
from portal.finding.suggested import suggestions as suggested
from resources.models import Category
from search.asking import LONGEST


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """What answers the words, by kind. Without words: what can be found here, and how to ask."""
    asked = Asked.of(request.GET)
    member = request.member  # type: ignore[attr-defined]
    context: dict[str, object] = {"asked": asked, "own_box": True, "wrong": asked.wrong}
    if asked.text and "q" not in asked.wrong:
        answer = Answer(asked, member)
        if not asked.literal and answer.spelled:
            # Nothing answers to the words as they were typed: what was probably meant is shown at once, and said.
            meant = Answer(replace(asked, text=answer.spelled), member)
            if meant.reading.about_violence or (meant.total and not meant.loosely):
                context["instead_of"], answer = asked, meant
        asked = answer.asked
        context |= {
            "answer": answer,
            "asked": asked,
            "reading": answer.reading,
            "one": answer.one,
            "alone": answer.resources if asked.kind == RESOURCES else None,
            "page": answer.page,
            "wrong": answer.wrong,
        }
        if not answer.total and not answer.reading.about_violence:
            context["missed"] = missed.note(request, answer.reading.rest)
            context["categories"] = Category.objects.filter(parent=None, opaque=False)
    else:
        context["examples"] = by_kind()
    response = render(request, "finding/find.html", context, status=400 if context["wrong"] else 200)
    # What somebody searched is for no shared cache.
    response["Cache-Control"] = "private, no-cache"
    return response


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """For the box's script: {"suggestions": [{title, pieces [[text, typed]], kind, url}]}."""
    text = tidy(request.GET.get("q", ""))
    if len(text) > LONGEST:
        response = JsonResponse({"code": "invalid", "detail": too_long(), "suggestions": []}, status=400)
    else:
        member = request.member  # type: ignore[attr-defined]
        response = JsonResponse({"suggestions": suggested(text, member) if text else []})
    response["Cache-Control"] = "private, no-store"
    return response
