from typing import Any

import pytest
from django.core.cache import cache

from tests.community.funded import Funded


@pytest.fixture
def funded(cast: Any) -> Funded:
    cache.clear()  # how often one address may try is counted there
    return Funded(cast)
