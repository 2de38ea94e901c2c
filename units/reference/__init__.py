"""REF-AMP as printed: axes, problems, responses, lines, ideas, the bodies it foresees, its figures with their slips.

Source: "Referencial Estratégico para a Ação Social na Área Metropolitana do Porto", working document presented in Porto
on 12 March 2014. Loaded by migrations. Where the document uses a word that is no longer used of people ("deficiência
mental") or is misspelt ("precaridade"), today's word is the name and the printed one is kept beside it.
`REF:n` is the line of the document's text.
"""

from typing import Any

from geo.sorting import searchable, sort_key
from units.reference.bodies import BODIES
from units.reference.figures import FIGURES, NOTES, parsed
from units.reference.framework import AXES, IDEAS, LINES, PROBLEMS, RESPONSES
from units.reference.partners import LAW, PARTNERS


def load(apps: Any) -> None:
    """Write all of it, with the model classes that `apps` gives (a migration's, or the real ones). Repeatable."""
    load_framework(apps)
    load_figures(apps)
    load_partners(apps)


def load_framework(apps: Any) -> None:
    """Axes, problems, operative responses, bodies."""
    Axis, Problem = apps.get_model("units", "Axis"), apps.get_model("units", "Problem")
    OperativeResponse, Body = (
        apps.get_model("units", "OperativeResponse"),
        apps.get_model("units", "Body"),
    )
    for axis in AXES:
        Axis.objects.update_or_create(
            code=axis.code,
            defaults={
                "kind": axis.code[:2],
                "order": int(axis.code[2:]),
                "name_pt": axis.name_pt,
                "name_en": axis.name_en,
            },
        )
    for order, problem in enumerate(PROBLEMS, start=1):
        fields = problem._asdict() | {
            "order": order,
            "axis_id": problem.code.split(".")[0],
        }
        Problem.objects.update_or_create(code=fields.pop("code"), defaults=fields)
    for order, response in enumerate(RESPONSES, start=1):
        fields = response._asdict() | {"order": order}
        fields["problem_id"] = fields.pop("problem")
        OperativeResponse.objects.update_or_create(code=fields.pop("code"), defaults=fields)
    for order, body in enumerate(BODIES, start=1):
        fields = dict(body) | {"order": order}
        keys = {"kind": fields.pop("kind"), "axis_id": fields.pop("axis_id", None)}
        Body.objects.get_or_create(**keys, defaults=fields)


def load_figures(apps: Any) -> None:
    """Structuring ideas, lines of action, representativeness as printed, what is odd in the document."""
    StructuringIdea = apps.get_model("units", "StructuringIdea")
    ActionLine = apps.get_model("units", "ActionLine")
    Representativeness = apps.get_model("units", "Representativeness")
    EditorialNote = apps.get_model("units", "EditorialNote")
    for order, idea in enumerate(IDEAS, start=1):
        StructuringIdea.objects.update_or_create(order=order, defaults=idea._asdict())
    for order, line in enumerate(LINES, start=1):
        fields = line._asdict() | {"order": order, "axis_id": line.code.split(".")[0]}
        ActionLine.objects.update_or_create(code=fields.pop("code"), defaults=fields)
    for order, figure in enumerate(FIGURES, start=1):
        Representativeness.objects.update_or_create(
            subject=figure.subject,
            scope=figure.scope,
            row=figure.row,
            defaults={"order": order, "printed": figure.printed, "source": figure.source}
            | parsed(figure.printed),
        )
    for order, note in enumerate(NOTES, start=1):
        fields = note._asdict() | {"order": order}
        EditorialNote.objects.update_or_create(code=fields.pop("code"), defaults=fields)


def load_partners(apps: Any) -> None:
    """Strategic partnerships as listed, and the local social network of each of the 17. What somebody has changed since
    stays."""
    Partner = apps.get_model("units", "Partner")
    LocalNetwork = apps.get_model("units", "LocalNetwork")
    Municipality = apps.get_model("geo", "Municipality")
    for listed in PARTNERS:
        fields = listed._asdict() | {
            "sort_key": sort_key(listed.name_pt),
            "words": searchable(listed.name_pt, listed.name_en, listed.printed_pt),
            # Printed for all partners together, so for each of them.
            "for_visibility": True,
            "for_projects": True,
            "for_monitoring": True,
        }
        Partner.objects.get_or_create(printed_pt=fields.pop("printed_pt"), defaults=fields)
    for place in Municipality.objects.all():
        LocalNetwork.objects.get_or_create(municipality=place, defaults={"source": LAW})
