"""Each test leaves no store open behind it."""

from collections.abc import Iterator

import pytest

from tests.integration.holding.newsdesk import OPEN


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    while OPEN:
        OPEN.pop().close()
