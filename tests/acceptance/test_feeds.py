"""A feed as a watch, seen from outside: its articles are followed and told of, and no host is asked too often."""

import time
from email.utils import formatdate

import pytest

from tests.outside import Daemon, Site, page, rowback, wait_for

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(600)]

LEAD = "The river rose above its banks on Sunday night and cut the road between the two halves of the town."
TOLL = "The flood has killed more than {} people since it began, the civil protection agency said on Monday."
END = "Schools in the lower districts stay closed until the end of the week, the mayor told reporters."
PAUSE = 1.0


@pytest.fixture
def newsroom():
    """A site whose feed names two stories; `times` are the moments of every request."""
    state = {"toll": "1,200", "times": []}

    def answer(path):
        state["times"].append(time.time())
        if path == "/rss":
            items = "".join(
                f"<item><title>Flood, part {n}</title><link>/world/{n}</link><pubDate>{formatdate()}</pubDate></item>"
                for n in (1, 2)
            )
            text = f'<rss version="2.0"><channel><title>Velm</title>{items}</channel></rss>'
            return 200, {"Content-Type": "application/rss+xml"}, text.encode()
        return page("Flood cuts town in two", LEAD, TOLL.format(state["toll"]), END)

    site = Site(answer)
    yield site, state
    site.close()


def test_articles_of_a_feed_are_followed_and_told_of_and_the_host_is_never_asked_too_soon(tmp_path, newsroom):
    site, state = newsroom
    receiver = Site(lambda path: (404, {}, b""))
    watch = f'[[watch]]\nurl = "{site.url}/rss"\nkind = "feed"\ntags = ["velm"]\nkeywords = ["flood"]\n'
    daemon = Daemon(tmp_path, [], hook=f"{receiver.url}/hook", every="2s", more=watch)
    text = daemon.config.read_text().replace('host_pause = "0s"', f'host_pause = "{PAUSE}s"')
    daemon.stop()
    daemon.config.write_text(text)
    state["times"].clear()
    daemon.start_again()
    try:
        assert wait_for(lambda: min(site.seen.count(f"/world/{n}") for n in (1, 2)) >= 2, 120)
        state["toll"] = "1,300"
        assert wait_for(lambda: receiver.posted, 120)
        daemon.kill()
        daemon.start_again()
        asked = len(state["times"])
        assert wait_for(lambda: len(state["times"]) >= asked + 4, 120)
    finally:
        daemon.stop()
        receiver.close()
    told = receiver.posted[0][1]["data"]
    assert told["article"]["tags"] == ["velm"]
    assert told["changes"][0]["new"]["text"] == "more than 1,300"
    gaps = [after - before for before, after in zip(state["times"], state["times"][1:], strict=False)]
    # The pause is counted from claim to claim; what a request takes to arrive may differ by as much.
    assert min(gaps) > PAUSE * 0.5
    listed = rowback("watch", "list", folder=tmp_path)
    assert "2 listed" in listed.stdout
