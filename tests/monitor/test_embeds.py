"""Drawings in the pages of others: a frame that leads nowhere inside itself."""

import re

from tests.monitor.figures import figures


def test_every_link_of_a_drawing_in_a_frame_opens_outside_it(client_for):
    indicator = figures()
    answer = client_for(None).get(f"/monitor/{indicator.code}/incorporar/quadrados/")
    page = answer.content.decode()
    assert len(re.findall(r'<a href="/monitor/municipio/', page)) == 17
    # For links without a target of their own; with an address in it the policy would refuse it.
    head = page[: page.index("</head>")]
    assert re.findall("<base[^>]*>", head) == ['<base target="_blank">']
    assert set(re.findall(r'target="([^"]*)"', page)) == {"_blank"}
