"""The registry and the diagnoses in the CMS: who keeps them, what stays as it was, and what is written down."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from accounts.models import AuditEntry
from monitor.models import DataVersion, Indicator, SocialDiagnosis, Source, Topic
from tests.monitor.figures import CODE, figures

EDIT = "wagtailsnippets_monitor_indicator:edit"


def typed(indicator, **more):
    """The form as it comes, with some of it changed."""
    names = [
        "code", "order", "audience", "name_pt", "name_en", "short_pt", "short_en", "definition_pt", "definition_en",
        "unit_pt", "unit_en", "unit_source", "decimals", "kind", "direction", "per_head", "factor", "phrase_pt",
        "phrase_en", "most_pt", "most_en", "least_pt", "least_en", "publisher", "method_pt", "method_en",
        "periodicity", "next_pt", "next_en", "axis", "problem", "note_pt", "note_en",
    ]  # fmt: skip
    sent = {name: getattr(indicator, name) for name in names}
    sent |= {
        "topic": indicator.topic_id,
        "described": "on",
        "numerator": indicator.numerator_id or "",
        "denominators": [one.pk for one in indicator.denominators.all()] if indicator.pk else [],
        "sdg": ",".join(map(str, indicator.sdg)),
        "breaks": ",".join(indicator.breaks),
    }
    return {key: value for key, value in (sent | more).items() if value is not None}


@pytest.fixture
def indicator():
    return Indicator.objects.select_related("topic").get(code=CODE)


@pytest.fixture
def save(client_for, indicator):
    def do(who="editor", **more):
        return client_for(who).post(reverse(EDIT, args=[indicator.pk]), typed(indicator, **more))

    return do


def errors_of(answer):
    assert answer.status_code == 200, answer.get("Location")
    return dict(answer.context["form"].errors.items())


def test_a_changed_entry_is_read_at_once_and_leaves_an_audit_row(client_for, save, indicator, cast):
    figures()
    before = DataVersion.now().number
    assert save(name_pt="Pessoas com 65 ou mais anos, em cem").status_code == 302
    assert DataVersion.now().number > before
    assert "Pessoas com 65 ou mais anos, em cem" in client_for(None).get(f"/monitor/{CODE}/").content.decode()
    entry = AuditEntry.objects.get(chain="monitor", verb="change_indicator")
    assert (entry.label, entry.subject_id, entry.user_id) == (
        CODE,
        str(indicator.pk),
        cast.users["editor"].pk,
    )
    assert entry.organisation_id == cast.editor.organisation_id


@pytest.mark.parametrize("who", ["unit_editor", "holder", "technician", None])
def test_nobody_else_keeps_the_registry(client_for, save, indicator, who):
    client = client_for(who)
    for name in ("indicator", "topic", "source", "socialdiagnosis"):
        answer = client.get(reverse(f"wagtailsnippets_monitor_{name}:list"))
        assert answer.status_code in (302, 403), name
    assert save(who, name_pt="Tomado").status_code in (302, 403)
    indicator.refresh_from_db()
    assert indicator.name_pt != "Tomado"
    assert not AuditEntry.objects.filter(verb="change_indicator").exists()


def test_code_and_unit_of_the_files_are_said_once(save, indicator):
    assert save(code="outro", unit_source="outra").status_code == 302
    now = Indicator.objects.get(pk=indicator.pk)
    assert (now.code, now.unit_source) == (indicator.code, indicator.unit_source)


@pytest.mark.parametrize(
    "code", ["comparar", "diagnosticos", "municipio", "atualizacoes", "historias", "Com Espaço"]
)
def test_a_code_that_is_another_pages_address_is_refused(client_for, indicator, code):
    add = reverse("wagtailsnippets_monitor_indicator:add")
    answer = client_for("editor").post(add, typed(indicator, code=code, numerator=None, denominators=None))
    assert list(errors_of(answer)) == ["code"]


def test_a_new_indicator_waits_for_its_figures(client_for, indicator):
    add = reverse("wagtailsnippets_monitor_indicator:add")
    answer = client_for("editor").post(
        add, typed(indicator, code="novo_indicador", numerator=None, denominators=None)
    )
    assert answer.status_code == 302
    assert AuditEntry.objects.filter(chain="monitor", verb="add_indicator", label="novo_indicador").exists()
    page = client_for(None).get("/monitor/novo_indicador/").content.decode()
    assert "Ainda não há valores deste indicador" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phrase_pt", "havia {value} pessoas"),
        ("sdg", "1,18"),
        ("breaks", "ontem"),
        ("axis", "EP9"),
        ("problem", "EP4.1"),
        ("described", ""),
    ],
)
def test_what_does_not_hold_is_refused_with_a_sentence(save, field, value):
    more = {field: value}
    if field == "described":
        more = {"described": "on", "definition_en": ""}
    found = errors_of(save(**more))
    assert field in found
    assert found[field][0]


def test_a_quotient_needs_both_of_its_parts(save, indicator):
    part = Indicator.objects.get(code="pop_65p")
    assert "denominators" in errors_of(save(numerator=part.pk, denominators=[]))
    assert "numerator" in errors_of(save(numerator="", denominators=[part.pk]))
    assert "numerator" in errors_of(save(numerator=part.pk, denominators=[indicator.pk]))


def test_nothing_of_the_registry_is_deleted(client_for, indicator):
    figures()
    editor = client_for("editor")
    source = Source.objects.first()
    # Whatever somebody gave the group by mistake.
    rights = Permission.objects.filter(content_type__app_label="monitor", codename__startswith="delete")
    Group.objects.get(name="Editores").permissions.add(*rights)
    for name, pk in (("indicator", indicator.pk), ("topic", indicator.topic_id), ("source", source.pk)):
        address = reverse(f"wagtailsnippets_monitor_{name}:delete", args=[pk])
        assert editor.post(address).status_code in (302, 403)
    assert Indicator.objects.filter(pk=indicator.pk).exists()
    assert Topic.objects.filter(pk=indicator.topic_id).exists()
    assert Source.objects.filter(pk=source.pk).exists()


def test_of_a_source_only_licence_and_address_change(client_for):
    figures()
    source = Source.objects.get(text="INE, prova")
    address = reverse("wagtailsnippets_monitor_source:edit", args=[source.pk])
    assert (
        client_for("editor").post(address, {"text": "Outra", "licence": "CC BY 4.0", "url": ""}).status_code
        == 302
    )
    source.refresh_from_db()
    assert (source.text, source.licence) == ("INE, prova", "CC BY 4.0")
    assert client_for("editor").get(reverse("wagtailsnippets_monitor_source:add")).status_code in (302, 403)


# Diagnoses


def diagnosis(**more):
    findings = more.pop(
        "findings", [{"text": "Há menos camas do que pedidos.", "axis": "EP1", "problem": "EP1.1"}]
    )
    return nested_form_data(
        {
            "title": "Diagnóstico social de Arouca",
            "summary": "O que a rede encontrou.",
            "place": "0104",
            "first_year": "2024",
            "last_year": "2025",
            "author": "",
            "author_name": "Rede Social de Arouca",
            "version": "1",
            "replaces": "",
            "url": "",
            "published_on": "2026-02-03",
            "findings": inline_formset([{"indicator": ""} | one for one in findings]),
        }
        | more
    )


@pytest.fixture
def add_diagnosis(client_for):
    def do(who="editor", **more):
        return client_for(who).post(reverse("wagtailsnippets_monitor_socialdiagnosis:add"), diagnosis(**more))

    return do


def test_a_diagnosis_is_kept_with_its_findings_in_order(client_for, add_diagnosis, indicator):
    figures()
    said = [
        {"text": "Primeiro.", "axis": "EP1", "problem": "EP1.1", "indicator": indicator.pk},
        {"text": "Segundo.", "axis": "EP3", "problem": ""},
    ]
    assert add_diagnosis(findings=said).status_code == 302
    one = SocialDiagnosis.objects.get(title="Diagnóstico social de Arouca")
    assert [finding.text for finding in one.findings.all()] == ["Primeiro.", "Segundo."]
    page = client_for(None).get(one.get_absolute_url()).content.decode()
    assert page.index("Primeiro.") < page.index("Segundo.")
    assert f"{indicator.get_absolute_url()}?lugar=0104" in page
    assert AuditEntry.objects.filter(chain="monitor", verb="add_socialdiagnosis").count() == 1


def test_a_draft_of_a_diagnosis_is_not_public(client_for, add_diagnosis):
    assert add_diagnosis(published_on="").status_code == 302
    one = SocialDiagnosis.objects.get(title="Diagnóstico social de Arouca")
    assert client_for(None).get(one.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"last_year": "2020"}, "last_year"),
        ({"author_name": " "}, "author"),
    ],
)
def test_a_diagnosis_that_does_not_hold_is_refused_with_a_sentence(add_diagnosis, more, field):
    assert field in errors_of(add_diagnosis(**more))


def test_a_finding_is_about_a_problem_of_its_own_axis(add_diagnosis):
    answer = add_diagnosis(findings=[{"text": "Há.", "axis": "EP1", "problem": "EP4.1"}])
    assert answer.status_code == 200
    assert "Esta problemática é de outro eixo." in answer.content.decode()
    assert not SocialDiagnosis.objects.filter(title="Diagnóstico social de Arouca").exists()


def test_every_list_and_form_opens_for_an_editor(client_for, indicator, add_diagnosis):
    figures()
    add_diagnosis()
    editor = client_for("editor")
    rows = {
        "indicator": indicator,
        "topic": indicator.topic,
        "source": Source.objects.first(),
        "socialdiagnosis": SocialDiagnosis.objects.first(),
    }
    for name, row in rows.items():
        for address in (
            reverse(f"wagtailsnippets_monitor_{name}:list"),
            reverse(f"wagtailsnippets_monitor_{name}:edit", args=[row.pk]),
        ):
            assert editor.get(address).status_code == 200, address
    found = editor.get(reverse("wagtailsnippets_monitor_indicator:list"), {"q": CODE}).content.decode()
    assert indicator.name_pt in found
