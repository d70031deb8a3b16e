"""Deliveries are released, cancelled and sent again on the page, and silences begun and ended, as the commands do it."""

import pytest

from monitor.store import outbox, silences
from tests.unit.web.test_web_deliveries import told
from tests.unit.web.web_desk import MINUTE, Shelf, browser


@pytest.fixture
def shelf(tmp_path):
    one = Shelf(tmp_path)
    told(one, "a@one.example", "b@one.example")
    return one


def state(shelf, number):
    return shelf.store.read(outbox.one, number).state


def test_a_delivery_is_cancelled_and_sent_again_and_the_page_says_so(shelf):
    page = browser(shelf)
    fields = {"delivery": "dl_0", "back": "/deliveries/dl_0"}
    gone = page.post("/deliveries", fields | {"act": "cancel"})
    assert (gone.status_code, gone.headers["location"]) == (303, "/deliveries/dl_0?said=cancelled")
    assert state(shelf, "dl_0") == "cancelled"
    html = page.get(gone.headers["location"]).text
    assert "Cancelled: it will not be sent." in html
    assert 'value="redeliver"' in html
    assert 'value="cancel"' not in html
    assert page.post("/deliveries", fields | {"act": "redeliver"}).status_code == 303
    assert state(shelf, "dl_0") == "due"
    assert state(shelf, "dl_1") == "due", "only what was named"


def test_what_can_no_longer_be_done_changes_nothing_and_says_why(shelf):
    page = browser(shelf)
    page.post("/deliveries", {"delivery": "dl_0", "act": "cancel"})
    late = page.post("/deliveries", {"delivery": ["dl_1", "dl_0"], "act": "cancel"})
    assert late.status_code == 409
    assert "dl_0 is cancelled" in late.text
    assert state(shelf, "dl_1") == "due"
    assert page.post("/deliveries", {"delivery": "dl_9", "act": "cancel"}).status_code == 409
    assert page.post("/deliveries", {"delivery": "dl_1", "act": "destroy"}).status_code == 400
    assert page.post("/deliveries", {"act": "cancel"}).status_code == 400


def test_another_page_can_move_nothing(shelf):
    body = "delivery=dl_0&act=cancel"
    headers = {"sec-fetch-site": "cross-site", "content-type": "application/x-www-form-urlencoded"}
    page = browser(shelf)
    for path in ("/deliveries", "/silences", "/silences/end"):
        assert page.get(path, method="POST", headers=headers, body=body).status_code == 403
    assert state(shelf, "dl_0") == "due"


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/inbox", "/deliveries/../../x", ""])
def test_the_way_back_leads_to_deliveries_only(shelf, back):
    gone = browser(shelf).post("/deliveries", {"delivery": "dl_0", "act": "cancel", "back": back})
    assert gone.headers["location"] == "/deliveries?said=cancelled"


def test_a_silence_is_begun_and_ended_by_whoever_gave_a_name(shelf):
    page = browser(shelf)
    wish = {
        "matchers": 'tags = ["<b>gaza"]\n',
        "for": "2h",
        "comment": "they <i>test</i>",
        "back": "/deliveries?state=held",
    }
    gone = page.post("/silences", wish, name="Ana")
    assert gone.headers["location"] == "/deliveries?state=held&said=silenced"
    (one,) = shelf.store.read(silences.known)
    assert (one.matchers, one.author, one.ends_ms - one.starts_ms) == ({"tags": ["<b>gaza"]}, "Ana", 120 * MINUTE)
    html = page.get("/deliveries").text
    assert "End it" in html
    assert "<b>gaza" not in html
    assert "<i>test" not in html
    assert "A silence holds" in page.get("/search").text, "every page says so"
    assert page.post("/silences/end", {"silence": one.id}).status_code == 303
    assert page.post("/silences/end", {"silence": one.id}).status_code == 409
    assert "A silence holds" not in page.get("/search").text


@pytest.mark.parametrize(
    ("wish", "word"),
    [
        ({"matchers": "tags = gaza"}, "write a matcher"),
        ({"matchers": 'tag = ["a"]'}, "there is no matcher"),
        ({"matchers": ""}, "name what to keep quiet"),
        ({"all": "yes"}, "name what to keep quiet"),
        ({"for": "forever"}, "for how long"),
        ({"for": "400d"}, "a year at most"),
        ({"comment": " "}, "say why"),
    ],
)
def test_a_silence_that_cannot_be_is_refused_with_a_word(shelf, wish, word):
    whole = {"matchers": 'tags = ["a"]', "for": "2h", "comment": "why"}
    refused = browser(shelf).post("/silences", whole | wish)
    assert refused.status_code == 400
    assert word in refused.text
    assert shelf.store.read(silences.known) == []


def test_every_change_can_be_kept_quiet(shelf):
    assert browser(shelf).post("/silences", {"all": "yes", "for": "1h", "comment": "moving"}).status_code == 303
    assert shelf.store.read(silences.known)[0].matchers == {}
