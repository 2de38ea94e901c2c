"""One call of each kind, to the letter of what the outside relies on."""

from uuid import UUID, uuid4
import pytest


def test_me(caller, cast):
    answer = caller("technician").get("me")
    assert answer.status_code == 200
    print(answer.json())


def test_lists(caller, make_resource, day):
    r = make_resource(4)
    for who in (None, "technician"):
        for p in (
            "municipalities",
            "municipalities.geojson",
            "categories",
            "bodies",
            "resources",
            "resources.geojson",
            f"resources/{r.uuid}",
            f"resources/{r.uuid}/availability?start={day(0)}&end={day(4)}",
            "openapi.json",
            "docs",
            "nada",
            "requests",
        ):
            a = caller(who).get(p)
            print(who, p, a.status_code, a.content[:900].decode())


def test_post(caller, make_resource, day, protocol):
    r = make_resource(4)
    a = caller("technician").post(
        "requests",
        {"resource": str(r.uuid), "quantity": 2, "start": day(1), "end": day(3), "note": "Chega às 18:00"},
        key="k1",
    )
    print(a.status_code, a.json())
    a2 = caller("technician").post(
        "requests",
        {"resource": str(r.uuid), "quantity": 2, "start": day(1), "end": day(3), "note": "Chega às 18:00"},
        key="k1",
    )
    assert a2.json() == a.json()
    print(a2.headers)
    b = a.json()["bookings"][0]["id"]
    h = caller("holder")
    a = h.post(f"bookings/{b}/accept", {"condition": "Trazer documentos"}, key="x")
    print(a.status_code, a.json())
    a = h.post(f"bookings/{b}/accept", {"condition": "Trazer documentos"}, key="x")
    print(a.status_code, a.json())
    a = h.post(f"bookings/{b}/confirm")
    print(a.status_code, a.json())
    a = caller("technician").post(f"bookings/{b}/confirm")
    print(a.status_code, a.json())
    a = caller("technician").get("requests?box=outgoing&status=confirmed")
    print(a.status_code, a.json())
    a = caller("accredited").get("requests")
    print(a.status_code, a.json())
