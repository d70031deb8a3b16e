"""Closes every store that a test opened, so that no writing thread outlives it."""

from collections.abc import Iterator

import pytest

from tests.unit.web.web_desk import OPEN


@pytest.fixture(autouse=True)
def _stores_are_closed() -> Iterator[None]:
    yield
    while OPEN:
        OPEN.pop().close()
