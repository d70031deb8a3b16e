"""The daemon from outside: what it tells, what it keeps silent about, and how it starts and ends."""

import json
import resource
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
from contextlib import closing

import psutil
import pytest
from standardwebhooks.webhooks import Webhook

from tests.outside import SECRET, Daemon, Site, page, rowback, wait_for

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(600)]

LEAD = "The river rose above its banks on Sunday night and cut the road between the two halves of the town."
TOLL = "The flood has killed more than {} people since it began, the civil protection agency said on Monday."
END = "Schools in the lower districts stay closed until the end of the week, the mayor told reporters."


class Story:
    """One article whose answer a test may replace between two fetches."""

    def __init__(self):
        self.answer = page("Flood cuts town in two", LEAD, TOLL.format("1,200"), END)

    def __call__(self, path):
        return self.answer


@pytest.fixture
def story():
    return Story()


@pytest.fixture
def site(story):
    site = Site(story)
    yield site
    site.close()


@pytest.fixture
def receiver():
    receiver = Site(lambda path: (404, {}, b""))
    yield receiver
    receiver.close()


@pytest.fixture
def daemon(tmp_path, site, receiver):
    daemon = Daemon(tmp_path, [f"{site.url}/story"], hook=f"{receiver.url}/hook")
    yield daemon
    daemon.stop()


def fetched_again(site, times=2):
    seen = len(site.seen)
    return wait_for(lambda: len(site.seen) >= seen + times)


def kinds(receiver):
    return [change["kind"] for _, body in receiver.posted for change in body["data"]["changes"]]


def listed(folder):
    return json.loads(rowback("list", "--json", folder=folder).stdout)["articles"][0]


def test_a_toll_that_moves_is_told_once_signed_and_with_both_values(daemon, story, site, receiver):
    assert fetched_again(site, 3)
    story.answer = page("Flood cuts town in two", LEAD, TOLL.format("1,300"), END)
    assert wait_for(lambda: receiver.posted)
    assert fetched_again(site, 3)
    ((headers, body),) = receiver.posted
    (change,) = body["data"]["changes"]
    assert change["kind"] == "figure.value"
    assert (change["old"]["lo"], change["new"]["lo"], change["delta"]) == ("1200", "1300", "100")
    assert (change["new"]["bound"], change["new"]["counted"]) == (">", "death")
    assert (body["data"]["from"]["version"], body["data"]["to"]["version"]) == (1, 2)
    Webhook(SECRET).verify(receiver.raw[-1], headers)


def test_commas_quote_marks_and_a_reworded_sentence_stay_silent(daemon, story, site, receiver):
    assert fetched_again(site, 3)
    reworded = "Schools in the lower districts will stay shut until the week ends, the mayor told reporters."
    story.answer = page("Flood cuts town in two", LEAD.replace(" and", ", and"), TOLL.format("1200"), reworded)
    assert fetched_again(site, 4)
    assert wait_for(lambda: listed(daemon.folder)["versions"] == 2)
    assert receiver.posted == []


def test_an_article_that_is_gone_twice_is_told_and_its_return_too(daemon, story, site, receiver):
    assert fetched_again(site)
    good = story.answer
    story.answer = (404, {"Content-Type": "text/html"}, b"<h1>Not found</h1>")
    assert wait_for(lambda: kinds(receiver) == ["article.removed"])
    story.answer = good
    assert wait_for(lambda: kinds(receiver) == ["article.removed", "article.restored"])


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        pytest.param((503, {"Retry-After": "1"}, b"later"), "failing", id="503 for a while"),
        pytest.param((200, {"Content-Type": "text/html"}, b""), "failing", id="an empty body"),
        pytest.param((200, {"Content-Type": "image/png"}, b"\x89PNG\r\n\x1a\n" * 40), "failing", id="an image"),
        pytest.param((302, {"Location": "http://10.0.0.1/"}, b""), "failing", id="a redirect to a private address"),
        pytest.param((302, {"Location": "file:///etc/passwd"}, b""), "failing", id="a redirect to a file"),
        pytest.param(
            page(
                "Before you continue",
                "We and our 842 partners use cookies to store and access information on a device.",
            ),
            "cannot_tell",
            id="a consent page",
        ),
    ],
)
def test_what_is_no_article_raises_no_alert_and_the_good_version_stands(daemon, story, site, receiver, answer, state):
    assert wait_for(lambda: site.seen and listed(daemon.folder)["versions"] == 1)
    good = story.answer
    story.answer = answer
    assert wait_for(lambda: listed(daemon.folder)["state"] == state)
    story.answer = good
    assert wait_for(lambda: listed(daemon.folder)["state"] == "read")
    assert listed(daemon.folder)["versions"] == 1
    assert receiver.posted == []


def test_a_receiver_that_was_down_gets_the_alert_later_under_the_same_id(daemon, story, site, receiver):
    assert fetched_again(site)
    receiver.refuse = True
    story.answer = page("Flood cuts town in two", LEAD, TOLL.format("1,300"), END)

    def deliveries():
        return json.loads(rowback("deliveries", "list", "--json", folder=daemon.folder).stdout)["deliveries"]

    assert wait_for(lambda: [d["state"] for d in deliveries()] == ["retrying"])
    receiver.refuse = False

    def tried_at_once():
        # Again and again: an attempt that was refused may still be under way, and would set the next one's time.
        opened = sqlite3.connect(daemon.folder / "data" / "rowback.sqlite", timeout=60)
        with closing(opened) as connection, connection:
            connection.execute("UPDATE delivery SET due_at = 1 WHERE state = 'retrying' AND due_at > 1")
        return receiver.posted

    assert wait_for(tried_at_once)
    assert [headers["webhook-id"] for headers, _ in receiver.posted] == [d["id"] for d in deliveries()]


def slowness():
    """How many times slower than an idle machine this one is now: there, a command takes less than half a second."""
    began = time.monotonic()
    subprocess.run([sys.executable, "-m", "monitor.commands", "--version"], check=True, capture_output=True)
    return max(1.0, (time.monotonic() - began) / 0.5)


def test_sigterm_ends_within_ten_seconds_and_gives_its_leases_back(tmp_path):
    hold = threading.Event()

    def slow(path):
        hold.wait(60)
        return page("Late", LEAD, LEAD, LEAD)

    site = Site(slow)
    daemon = Daemon(tmp_path, [f"{site.url}/{n}" for n in range(30)])
    assert wait_for(lambda: len(site.seen) >= 4)
    before = slowness()
    took = daemon.stop()
    hold.set()
    site.close()
    assert took < 10 * max(before, slowness())
    assert daemon.process.returncode == 0
    with closing(sqlite3.connect(tmp_path / "data" / "rowback.sqlite")) as connection:
        assert connection.execute("SELECT count(*) FROM article WHERE leased = 1").fetchone() == (0,)


def test_a_full_disk_loses_nothing_and_is_over_when_there_is_room(daemon, story, site, receiver):
    assert wait_for(lambda: site.seen and listed(daemon.folder)["versions"] == 1)
    process = psutil.Process(daemon.process.pid)
    log = daemon.folder / "data" / "rowback.sqlite-wal"
    process.rlimit(psutil.RLIMIT_FSIZE, (log.stat().st_size, resource.RLIM_INFINITY))
    story.answer = page("Flood cuts town in two", LEAD, TOLL.format("1,300"), END)
    assert wait_for(lambda: "disk is full" in daemon.log.read_text())
    with pytest.raises(urllib.error.HTTPError, match="503"):
        daemon.opened("/readyz")
    assert receiver.posted == []
    process.rlimit(psutil.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert wait_for(lambda: kinds(receiver) == ["figure.value"])
    assert "ready" in daemon.opened("/readyz")


def test_a_second_daemon_on_the_same_folder_refuses_and_names_the_first(daemon, site):
    assert wait_for(lambda: site.seen)
    second = rowback("run", folder=daemon.folder)
    assert second.returncode == 1
    assert str(daemon.process.pid) in second.stderr


def test_the_page_and_the_probes_answer_while_it_runs(daemon, site):
    assert fetched_again(site)
    for path, wanted in (
        ("/", "Flood cuts town"),
        ("/healthz", "alive"),
        ("/readyz", "ready"),
        ("/metrics", "rowback_"),
    ):
        assert wanted in daemon.opened(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[service]\nlisten = "127.0.0.1:0"\nlogg = "json"\n', "rowback.toml:3:1"),
        ('[channel.h]\ntype = "webhook"\nurl = "https://h.example/x"\nsecret_file = "none.secret"\n', "none.secret"),
        ("[service\n", "rowback.toml:1"),
    ],
)
def test_a_broken_configuration_is_refused_with_its_place_and_exit_code_3(tmp_path, text, said):
    (tmp_path / "rowback.toml").write_text(text)
    ended = rowback("run", folder=tmp_path)
    assert ended.returncode == 3
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_taken_port_is_said_before_anything_is_fetched(tmp_path, site):
    (tmp_path / "rowback.toml").write_text(f'[service]\nlisten = "{site.url.removeprefix("http://")}"\n')
    ended = rowback("run", folder=tmp_path)
    assert ended.returncode == 4
    assert "cannot listen" in ended.stderr
