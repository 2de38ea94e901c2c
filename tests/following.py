"""Following every link of a page as the member who reads it."""

from __future__ import annotations

import re

from django.test import Client


def dead_ends(client: Client, *starts: str) -> list[str]:
    """The links of these pages' own content that do not open for this reader."""
    found: set[str] = set()
    for start in starts:
        answer = client.get(start)
        assert answer.status_code == 200, start
        main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
        found |= {link.partition("?")[0] for link in re.findall(r'href="(/[^"#]+)', main)}
    return sorted(link for link in found if client.get(link, follow=True).status_code != 200)
