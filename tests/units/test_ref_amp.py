"""REF-AMP is loaded as printed: codes, counts, both languages, and today's words beside the printed ones."""

import pytest

from units.models import Axis, Body, OperativeResponse, Problem

pytestmark = pytest.mark.django_db


def test_axes_and_problems_are_those_of_the_document():
    assert list(Axis.objects.values_list("code", flat=True)) == [
        *("EP1", "EP2", "EP3", "EP4"),
        *("AE1", "AE2", "AE3", "AE4", "AE5", "AE6"),
    ]
    assert list(Problem.objects.values_list("code", flat=True)) == [
        *("EP1.1", "EP1.2", "EP1.3", "EP1.4", "EP2.1", "EP3.1", "EP3.2", "EP4.1", "EP4.2")
    ]


def test_every_response_hangs_from_the_problem_its_code_names():
    responses = OperativeResponse.objects.select_related("problem")
    assert len(responses) == 31
    for response in responses:
        assert response.problem_id == f"EP{response.code[:3]}", response.code
        assert response.source == "REF-AMP, 12/03/2014"


def test_joined_codes_became_one_response_each():
    """The bank of aids serves two problems, teams two, qualification two: each is asked for by its own code."""
    found = OperativeResponse.objects.filter(
        code__in=["1.1.1c", "1.2.1c", "1.2.3a", "1.4.3", "2.1.2", "3.1.3"]
    )
    assert len({response.name_pt for response in found}) == 6
    assert {response.problem_id for response in found} == {"EP1.1", "EP1.2", "EP1.4", "EP2.1", "EP3.1"}


@pytest.mark.parametrize("model", [Axis, Problem, OperativeResponse, Body])
def test_everything_is_named_in_both_languages(model):
    for row in model.objects.all():
        assert row.name_pt.strip()
        assert row.name_en.strip()
        assert row.name_pt != row.name_en


def test_words_no_longer_used_of_people_stand_only_as_quotation():
    named = [*Problem.objects.all(), *OperativeResponse.objects.all()]
    for row in named:
        for word in ("deficiência mental", "portador", "precaridade"):
            assert word not in row.name_pt.lower()
    printed = Problem.objects.get(code="EP1.4").printed_pt, Problem.objects.get(code="EP3.1").printed_pt
    assert printed == ("Deficiência mental", "Precaridade económica")


def test_one_unit_for_each_priority_axis_and_one_of_each_other_body():
    units = Body.objects.filter(kind=Body.Kind.STRATEGIC_UNIT)
    assert sorted(units.values_list("axis", flat=True)) == ["EP1", "EP2", "EP3", "EP4"]
    others = Body.objects.exclude(kind=Body.Kind.STRATEGIC_UNIT)
    assert set(others.values_list("kind", flat=True)) == {"coordination", "council", "technical_team"}
    assert Body.objects.get(kind="coordination").condition == Body.Condition.TRANSITIONAL
    assert not Body.objects.filter(mandate_pt="").exists()
    assert not Body.objects.filter(mandate_en="").exists()
