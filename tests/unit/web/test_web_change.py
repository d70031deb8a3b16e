"""The page of one change says what each rule makes of it, and since when the old value stood."""

from decimal import Decimal

from monitor.clock import iso
from monitor.rules import Rule
from tests.screens.newsroom import figure
from tests.unit.web.web_desk import MINUTE, START, Shelf, browser, rise, story

TOLL = "The flood has killed more than {:,} people in the valley."


def told(tmp_path):
    shelf = Shelf(tmp_path)
    number = shelf.follow("https://daily.example/flood", ["valley"])
    shelf.check(number, story(TOLL.format(41)), facts=[figure(41)])
    shelf.check(number, story(TOLL.format(41), "Roads are closed."), facts=[figure(41)])
    shelf.check(number, story(TOLL.format(44), "Roads are closed."), facts=[figure(44)], changes=[rise(41, 44)])
    return shelf


RULES = (
    Rule("tolls", kinds=("figure.*",), counted=("death",)),
    Rule("large", kinds=("figure.*",), min_delta=Decimal(10)),
    Rule("<b>other</b>", tags=("fire",)),
)


def test_rules_that_fire_and_rules_that_stay_silent_each_say_why(tmp_path):
    page = browser(told(tmp_path), rules=RULES)
    said = {one["rule"]: one for one in page.get("/changes/1.json").json()["rules"]}
    assert [said["tolls"]["fires"], said["large"]["fires"], said["<b>other</b>"]["fires"]] == [True, False, False]
    assert said["large"]["reason"] == "delta 3 < min_delta 10"
    assert said["large"]["why"] == "min_delta"
    html = page.get("/changes/1").text
    assert "delta 3 &lt; min_delta 10" in html
    assert "none of the article&#39;s tags [valley] is in [fire]" in html
    assert "<b>other" not in html


def test_without_rules_the_page_says_where_to_ask(tmp_path):
    assert "rowback rules explain 1" in browser(told(tmp_path)).get("/changes/1").text


def test_the_old_value_has_the_moment_since_which_it_stood(tmp_path):
    found = browser(told(tmp_path)).get("/changes/1.json").json()
    assert found["stood_since"] == iso(START + 10 * MINUTE)
    html = browser(told(tmp_path / "again")).get("/changes/1").text
    assert "the old one stood since" in html
    assert "account=shown" in html
    assert "view=side" in html
    assert "rowback evidence '#1'" in html
