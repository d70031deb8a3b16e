"""The search screen: who said it, since when and until when, with the sentence, and nothing ignored."""

from tests.unit.web.web_desk import Shelf, browser, story

FLOOD = "The flood has killed 41 people, the mayor said."


def stored(tmp_path):
    shelf = Shelf(tmp_path)
    one, other = shelf.follow("https://daily.example/a", ["flood"]), shelf.follow("https://evening.example/b", ["fire"])
    shelf.check(one, story("Roads are closed.", f"It rained. {FLOOD} More rain is feared."))
    shelf.check(other, story("Die Straße in São Paulo ist gesperrt.", title="Regen"))
    shelf.check(one, story("Roads are closed."))
    return shelf


def test_an_answer_has_the_sentence_who_says_so_and_when_it_stood(tmp_path):
    page = browser(stored(tmp_path))
    (one,) = page.get("/search.json?q=killed").json()["found"]
    assert one["sentence"] == FLOOD
    assert one["source"] == "the mayor"
    assert [one["first_seen"]["version"], one["standing"], one["gone"]["version"]] == [1, False, 2]
    html = page.get("/search?q=killed").text
    assert "The flood has <mark>killed</mark> 41 people, the mayor said." in html
    assert "says: <bdi" in html
    assert "the mayor</bdi>" in html
    assert 'href="/articles/1/1..2"' in html
    assert "gone by" in html


def test_words_are_found_however_they_are_accented(tmp_path):
    page = browser(stored(tmp_path))
    for asked in ("strasse", "%22sao paulo%22", "gesp*"):
        assert [one["article"]["id"] for one in page.get(f"/search.json?q={asked}").json()["found"]] == [2], asked
    assert "still there" in page.get("/search?q=strasse").text


def test_what_narrows_stays_in_the_form_and_an_empty_answer_says_what_to_do(tmp_path):
    page = browser(stored(tmp_path))
    html = page.get("/search?q=killed&tag=fire").text
    assert "Nobody said so" in html
    assert 'href="/search?q=killed"' in html
    assert "<option selected>fire</option>" in html
    assert "Write words" in page.get("/search").text
    assert page.get("/search.json?q=killed&outlet=Daily%20Example&tag=%23flood").json()["found"]
    assert page.get("/search.json?q=killed&until=2020-01-01").json()["found"] == []


def test_what_cannot_be_asked_is_refused_with_a_word(tmp_path):
    page = browser(stored(tmp_path))
    assert "there is no filter 'outlets'" in page.get("/search.json?q=a&outlets=x").json()["detail"]
    assert page.get("/search?q=a&since=yesterday").status_code == 400
    refused = page.get("/search?q=-killed")
    assert refused.status_code == 200
    assert "say what to look for" in refused.text
    assert page.get("/search.json?q=-killed").status_code == 400
    assert page.get("/search?q=killed&below=9999999999999999999").status_code == 200


def test_texts_are_shown_as_text(tmp_path):
    shelf = Shelf(tmp_path)
    number = shelf.follow("https://daily.example/a")
    shelf.check(number, story("<script>alert(1)</script> was said by <b>nobody</b>.", title="<i>T</i>"))
    html = browser(shelf).get("/search?q=script").text
    assert "<script>" not in html
    assert "&lt;<mark>script</mark>&gt;" in html
    assert "<i>" not in html


def test_a_page_goes_on_with_what_was_asked(tmp_path):
    shelf = Shelf(tmp_path)
    for n in range(23):
        shelf.check(shelf.follow(f"https://daily.example/{n}"), story(FLOOD))
    page = browser(shelf)
    first = page.get("/search.json?q=flood&until=2100-01-01").json()
    assert len(first["found"]) == 20
    more = page.get(f"/search.json?q=flood&below={first['older']}").json()
    assert [one["article"]["id"] for one in more["found"]] == [3, 2, 1]
    assert more["older"] is None
    assert (
        f"/search?q=flood&amp;until=2100-01-01&amp;below={first['older']}"
        in page.get("/search?q=flood&until=2100-01-01").text
    )
