"""Who may call what: with a token, with a session, with neither."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import ApiToken, Membership, Organisation
from tests.api.conftest import Caller, new_token

PUBLIC = [
    "municipalities",
    "municipalities.geojson",
    "categories",
    "bodies",
    "plans",
    "resources",
    "resources.geojson",
]
MEMBERS = ["me", "requests"]


def test_visitors_read_what_is_public(caller: Any) -> None:
    for path in PUBLIC:
        assert caller(None).get(path).status_code == 200, path
    for path in MEMBERS:
        answer = caller(None).get(path)
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized"), path
        assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "name", ["holder", "representative", "technician", "accredited", "coordination", "editor"]
)
def test_members_read_all_that_is_theirs(caller: Any, name: str) -> None:
    for path in PUBLIC + MEMBERS:
        answer = caller(name).get(path)
        assert answer.status_code == 200, path
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "Authorization" in answer.headers["Vary"]


def test_a_wrong_token_is_refused_even_where_none_is_needed(cast: Any) -> None:
    good = new_token(cast.technician)
    for header in (f"Bearer {good}", f"bearer {good}", f"Bearer  {good} "):
        assert Caller(Authorization=header).get("me").status_code == 200, header
    for header in (
        f"Bearer {good}x",
        "Bearer ",
        "Bearer",
        good,
        f"Basic {good}",
        "Bearer é",
        "Bearer \udc80",
        "",
        " ",
    ):
        for path in ("municipalities", "resources", "me"):
            answer = Caller(Authorization=header).get(path)
            assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized"), (header, path)


def test_a_token_ends_with_what_it_stands_on(cast: Any) -> None:
    member: Membership = cast.technician
    caller = Caller(new_token(member))
    ends: list[tuple[Any, str, Any]] = [
        (ApiToken.objects.filter(membership=member), "revoked_at", timezone.now()),
        (Membership.objects.filter(pk=member.pk), "is_active", False),
        (Organisation.objects.filter(pk=member.organisation_id), "is_active", False),
        (type(member.user).objects.filter(pk=member.user_id), "is_active", False),
    ]
    for rows, field, ended in ends:
        assert caller.get("me").status_code == 200
        rows.update(**{field: ended})
        assert caller.get("me").status_code == 401, field
        assert caller.get("municipalities").status_code == 401, field
        rows.update(**{field: None if field == "revoked_at" else True})


def test_when_a_token_was_used_is_written_once_a_minute(cast: Any, django_assert_num_queries: Any) -> None:
    caller = Caller(new_token(cast.technician))
    caller.get("municipalities")
    token = ApiToken.objects.get()
    first = token.last_used_at
    assert first is not None
    with django_assert_num_queries(3):  # the token, the count, the rows: nothing is written
        caller.get("municipalities")
    token.refresh_from_db()
    assert token.last_used_at == first
    ApiToken.objects.update(last_used_at=first - timedelta(minutes=2))
    caller.get("municipalities")
    token.refresh_from_db()
    assert token.last_used_at is not None and token.last_used_at >= first


def test_a_session_reads_but_never_writes(client_for: Any, make_resource: Any, cast: Any, day: Any) -> None:
    hidden = make_resource(4, tier=1)
    signed_in, visitor = client_for("technician"), client_for(None)
    assert [r["id"] for r in signed_in.get("/api/v1/resources").json()["results"]] == [str(hidden.uuid)]
    assert len(signed_in.get("/api/v1/resources.geojson").json()["features"]) == 1
    assert visitor.get("/api/v1/resources.geojson").json()["features"] == []
    body = {"resource": str(hidden.uuid), "start": day(1), "end": day(2)}
    refused = signed_in.post("/api/v1/requests", body, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (401, "unauthorized")
    assert client_for("holder").post(f"/api/v1/resources/{hidden.uuid}/capacity").status_code == 401
    assert Caller(new_token(cast.technician)).post("requests", body).status_code == 201


def test_someone_who_belongs_nowhere_is_a_visitor(client_for: Any, make_resource: Any) -> None:
    make_resource(4, tier=1)
    outsider = client_for("outsider")
    assert outsider.get("/api/v1/resources").json()["results"] == []
    assert outsider.get("/api/v1/me").status_code == 401
    assert outsider.get("/api/v1/requests").status_code == 401


def test_the_token_counts_before_the_session(client_for: Any, cast: Any) -> None:
    client = client_for("holder")
    answer = client.get("/api/v1/me", headers={"Authorization": f"Bearer {new_token(cast.technician)}"})
    assert answer.json()["email"] == "technician@example.org"


def test_a_role_without_the_right_is_told_so(caller: Any, make_resource: Any, day: Any) -> None:
    resource = make_resource(4)
    body = {"resource": str(resource.uuid), "start": day(1), "end": day(2), "origin_municipality": "1304"}
    for name, status in (
        ("editor", 403),
        ("technician", 201),
        ("representative", 201),
        ("coordination", 201),
    ):
        answer = caller(name).post("requests", body)
        assert answer.status_code == status, name
        if status == 403:
            assert answer.json()["code"] == "forbidden"
    for name, status in (("technician", 403), ("coordination", 403), ("holder", 200), (None, 401)):
        assert caller(name).post(f"resources/{resource.uuid}/capacity", {}).status_code == status, name


def test_errors_speak_the_language_asked_for(caller: Any) -> None:
    for header, start in (
        ("pt", "Falta"),
        ("en", ""),
        ("fr", "Falta"),
        ("en-GB,en;q=0.8", ""),
        ("%%%", "Falta"),
    ):
        answer = caller(None).get("me", **{"Accept-Language": header})
        assert answer.headers["Content-Language"] == ("pt-pt" if start else "en")
        assert answer.json()["detail"].startswith(start)
    for path in ("nada", "me"):
        assert caller(None).get(path, **{"Accept-Language": "en"}).headers["Content-Language"] == "en"
    name = {
        language: caller(None).get("categories", **{"Accept-Language": language}).json()["results"][0]["name"]
        for language in ("pt-PT", "en")
    }
    assert name == {"pt-PT": "Acolhimento", "en": "Shelter"}


def test_head_is_get_without_its_body(caller: Any) -> None:
    who = caller("technician")
    answer = who.client.head(who._at("me"), headers=who.headers)
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["Content-Length"]) > 50
    assert who.client.head(who._at("nada"), headers=who.headers).status_code == 404
