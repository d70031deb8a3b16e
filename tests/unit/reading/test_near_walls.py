"""Articles that look like a wall, a lost page or a list: they are read whole, and an edit of them is seen."""

from __future__ import annotations

import pytest

from spiders.reading import read_page
from spiders.reading.walls import says
from tests.unit.reading.sites import LANGUAGES, LAYOUTS, STORIES, links_of, story
from tests.unit.reading.test_walls import OFFERS

URL = "https://news.example/2026/04/16/reservoir"

HEADLINES = {
    "lost page": ("en", "Page not found: the town that vanished from the map"),
    "lost archive": ("en", "Error 404: when archives no longer available haunt historians"),
    "cookies": ("en", "Cookie settings: regulator fines banner makers 9 million"),
    "captcha": ("en", "Are you a robot? Court rules captchas shut out blind readers"),
    "paywall": ("en", "Subscribe to continue reading: publishers count their walls"),
    "maintenance": ("en", "Down for maintenance: hospital systems fail for eleven hours"),
    "login": ("en", "Sign in to vote: the online election explained"),
    "error": ("en", "Something went wrong: inside the failed rocket launch"),
    "abroad": ("en", "Not available in your country: how streaming maps the world"),
    "court": ("en", "Injunction halts work at the dam"),
    "gates": ("fr", "Accès refusé au barrage pour les promeneurs"),
    "village": ("fr", "Page introuvable : le village disparu des cartes"),
    "pump": ("de", "Wartungsarbeiten: Pumpwerk steht eine Woche still"),
    "robot": ("es", "«No soy un robot»: el sistema que desespera a los mayores"),
    "vote": ("pt", "Inicie sessão para votar: como funciona o referendo"),
    "platforms": ("ar", "غير متاح في بلدك: كيف تقسم المنصات العالم"),
}


@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_short_article_beside_a_list_is_read_whole(lang: str, layout: str, marked: bool):
    article = read_page(story(lang, layout, marked=marked, links=24), URL).article
    assert article is not None
    assert (article.title, article.standfirst, article.paragraphs) == STORIES[lang]
    assert article.language == lang


@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize(("lang", "title"), HEADLINES.values(), ids=list(HEADLINES))
def test_headline_in_the_words_of_a_wall_refuses_nothing(lang: str, title: str, marked: bool):
    article = read_page(story(lang, "div", title=title, marked=marked), URL).article
    assert article is not None
    assert article.title == title
    assert article.paragraphs == STORIES[lang][2]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_brief_of_two_sentences_is_an_article(lang: str):
    for marked in (True, False):
        article = read_page(story(lang, "div", STORIES[lang][2][:2], marked=marked), URL).article
        assert article is not None
        assert article.paragraphs == STORIES[lang][2][:2]


def test_brief_of_one_sentence_is_an_article_where_the_outlet_says_so():
    article = read_page(story("en", "wp", STORIES["en"][2][:1], standfirst=False), URL).article
    assert article is not None
    assert article.paragraphs == STORIES["en"][2][:1]


def test_article_that_quotes_walls_is_an_article():
    quoting = (
        *STORIES["en"][2][:3],
        "“We value your privacy” was all the screen would say, and “access denied” was all that followed.",
        "“Subscribe to continue reading,” said the next one, and the page was not found again, she told the inquiry.",
        *STORIES["en"][2][3:],
    )
    article = read_page(story("en", "react", quoting, marked=False), URL).article
    assert article is not None
    assert article.paragraphs == quoting


PHOTOS = "".join(f'<figure><img src="{n}.jpg"><figcaption>The basin, week {n}</figcaption></figure>' for n in range(6))
LIST = "".join(f'<article class="teaser"><h3>{line}</h3></article>' for line in links_of("en", 24).split("</li>"))
FORM = '<form class="l"><input type="text"><input type="password"><button>Anmelden</button></form>'
SCRIPT = '<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>'
BANNER = '<div role="dialog"><h2>Votre vie privée</h2><p>Nous utilisons des cookies.</p><button>Accepter</button></div>'
# page, its language; a comment a row says what stands around its text
AROUND = [
    # pictures between the paragraphs outnumber them
    (story("en", "wp", between={1: PHOTOS}), "en"),
    # a list of stories inside the article element
    (story("en", "wp", behind=f"<section>{LIST}</section>"), "en"),
    # the form of the masthead
    (story("de", "div", marked=False, before=FORM), "de"),
    # the script by which a network watches every page it serves
    (story("en", "wp", marked=False).replace("</body>", SCRIPT + "</body>"), "en"),
    # a banner over the text
    (story("fr", "wp", marked=False).replace('<header class="top">', BANNER + '<header class="top">'), "fr"),
    # comments are for those who are logged in
    (story("pt", "wp", behind='<div id="comments"><p>Faça login para comentar.</p></div>'), "pt"),
    # an offer that every page of the outlet carries
    (story("en", "wp").replace('<footer class="ft">', '<div class="promo"><h2>Unlimited access from 1 a week</h2><p>Already a subscriber? Log in.</p></div><footer class="ft">'), "en"),
    # an offer below a text that the markup calls free
    (story("fr", "div", behind=OFFERS["fr"], more={"isAccessibleForFree": True}), "fr"),
    # kept out of search engines, but dated and told
    (story("fr", "div", marked=False, robots="noindex,follow"), "fr"),
    # a film above the text
    (story("es", "react", before="<div><video></video></div>", more={"video": {"@type": "VideoObject", "name": "v"}}), "es"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "lang"), AROUND)
def test_what_stands_around_a_text_refuses_nothing(html: str, lang: str):
    article = read_page(html, URL).article
    assert article is not None
    assert article.paragraphs == STORIES[lang][2]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_edit_is_seen_though_an_offer_now_stands_below_the_whole_text(lang: str, layout: str):
    first = read_page(story(lang, layout), URL)
    edited = tuple(text.replace("62", "63") for text in STORIES[lang][2])
    second = read_page(story(lang, layout, edited, behind=OFFERS[lang]), URL, memory=first.memory)
    assert second.article is not None
    assert not second.cannot_tell
    assert second.article.paragraphs == edited
    assert edited != STORIES[lang][2]


def test_paragraph_that_speaks_of_subscribers_stays_in_the_body():
    ending = "The museum is open only for members and to readers with unlimited access, the board said on Friday."
    texts = (*STORIES["en"][2], ending)
    for layout in LAYOUTS:
        article = read_page(story("en", layout, texts), URL).article
        assert article is not None
        assert article.paragraphs == texts


@pytest.mark.parametrize("title", ["Flood toll rises to 404 | The Herald", "Fire in quarter 404 - The Herald"])
def test_a_headline_that_ends_in_404_is_no_missing_page(title: str):
    assert not says("soft_404", title)
    assert says("soft_404", "404 | The Herald")
