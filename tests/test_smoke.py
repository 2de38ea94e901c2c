def test_ok(cast, make_resource, ask, protocol):
    from resources import actions
    r = make_resource(4)
    b = ask(r, 2)
    b = actions.accept_booking(b, by=cast.holder)
    assert b.status == "held"
    b = actions.confirm_booking(b, by=cast.technician)
    assert b.status == "confirmed"
