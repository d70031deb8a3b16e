"""`python -m benchmarks.moves [--count N] [--gone N] [--seed SEED]`: a move never ends as "withdrawn", a goodbye does.

A known article of ours is asked for again and gets an answer drawn by chance: sent on in one of the ways of the web,
told to be elsewhere, a wall, an error; and, as many times as `--gone` says, one of the ways in which sites say goodbye.
Each answer is given three times; an address that it names as its own is asked as the spider would. Sends nothing.
"""

from __future__ import annotations

import argparse
import random
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files

from benchmarks.shapes import ours
from spiders.article import Memory, Reason
from spiders.fetched import DueCheck, End, Fetched
from spiders.missing import to_ask
from spiders.reading import read_page
from spiders.refreshing import sends_on

URL = "https://courier.example/town/old-quay-closed-after-storm"
NEW = "/county/harbour/old-quay-shut-until-may"
LOOKS = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server says, and what is right: `withdrawn` after two looks or never, `target` where it sends on.

    `there` is the page at an address that it names as its own; empty says that there is none either.
    """

    kind: str
    status: int
    html: str
    headers: Mapping[str, str] = field(default_factory=dict)
    target: str | None = None
    withdrawn: bool = False
    there: str = ""


Texts = Mapping[str, Sequence[str]]


def _shell(lang: str, head: str, body: str, rng: random.Random) -> str:
    menu = "".join(f"<a href='/{part}'>{part.title()}</a> " for part in ("news", "sport", "weather", "shop"))
    furniture = f"<header><nav>{menu}</nav></header>" if rng.random() < 0.5 else ""
    foot = "<footer><p>© The Courier</p></footer>" if rng.random() < 0.5 else ""
    return (
        f"<!doctype html><html lang={lang}><head>{head}</head><body>{furniture}<main>{body}</main>{foot}</body></html>"
    )


def _words(rng: random.Random, texts: Texts) -> str:
    return f"<h1>{rng.choice(texts['gone'])}</h1>" if rng.random() < 0.6 else ""


def _refresh(rng: random.Random, lang: str, texts: Texts, article: str) -> Answer:
    form = rng.choice(
        [
            '<meta http-equiv="refresh" content="0;url={0}">',
            "<META HTTP-EQUIV=Refresh CONTENT='3; URL={0}'>",
            """<meta content="0; url='{0}'" http-equiv=refresh>""",
            '<meta http-equiv="refresh" content="1; {0}">',
            '<meta name=x><meta http-equiv="Refresh" content="  0 ,url = {0}  "/>',
        ]
    )
    page = _shell(lang, "<title>…</title>" + form.format(NEW), _words(rng, texts), rng)
    return Answer("refresh", rng.choice([200, 200, 404, 410]), page, target=NEW)


def _header(rng: random.Random, lang: str, texts: Texts, article: str) -> Answer:
    page = _shell(lang, "<title>…</title>", _words(rng, texts), rng)
    return Answer("refresh header", rng.choice([200, 404]), page, {"refresh": f"0; url={NEW}"}, target=NEW)


def _script(rng: random.Random, lang: str, texts: Texts, article: str) -> Answer:
    form = rng.choice(
        [
            'window.location.replace("{0}");',
            "location.href = '{0}';",
            'window.opener = null; location.replace("{1}")',
            "setTimeout(function(){{ window.location = '{0}' }}, 100);",
            "window.onload = function() {{ document.location.href = '{0}'; }}",
            "top.location.assign('{0}');",
        ]
    )
    script = f"<script>{form.format(NEW, NEW.replace('/', chr(92) + '/'))}</script>"
    aside = f'<noscript><meta http-equiv="refresh" content="0;url={NEW}"></noscript>' if rng.random() < 0.3 else ""
    return Answer(
        "script", rng.choice([200, 200, 404]), _shell(lang, aside + script, _words(rng, texts), rng), target=NEW
    )


def _told(rng: random.Random, lang: str, texts: Texts, article: str) -> Answer:
    link = f'<a href="{NEW}">{rng.choice(["courier.example" + NEW, "Old quay shut until May"])}</a>'
    box = rng.choice(["<p>{}</p>", "<div><p>{}</p></div>", "<div>{}</div>", "<p><strong>{}</strong></p>"])
    said = box.format(rng.choice(texts["moved"]).format(link=link))
    page = _shell(lang, "<title>…</title>", _words(rng, texts) + said, rng)
    return Answer("told", rng.choice([200, 200, 404, 410]), page)


def _canonical(rng: random.Random, lang: str, texts: Texts, article: str) -> Answer:
    head = f'<title>…</title><link rel="canonical" href="/archive/2031/{URL.rpartition("/")[2]}">'
    page = _shell(lang, head, f"<h1>{texts['gone'][0]}</h1>", rng)
    return Answer("canonical", rng.choice([200, 404]), page, there=article)


def _respelt(rng: random.Random, lang: str, texts: Texts, article: str) -> Answer:
    head = f'<title>…</title><link rel="canonical" href="{rng.choice(SPELLINGS)}">'
    page = _shell(lang, head, f"<h1>{rng.choice(texts['gone'])}</h1>", rng)
    return Answer("another spelling holds it", rng.choice([404, 410]), page, there=article)


def _whole(rng: random.Random, lang: str, texts: Texts, article: str) -> Answer:
    return Answer("whole text, wrong status", rng.choice([404, 410]), article)


def _later(rng: random.Random, lang: str, texts: Texts, article: str) -> Answer:
    page = _shell(lang, "<title>The Courier</title>", f"<h1>{rng.choice(texts['later'])}</h1>", rng)
    return Answer("out of reach", rng.choice([200, 404, 403, 503]), page)


def _error(rng: random.Random, lang: str, texts: Texts, article: str) -> Answer:
    status = rng.choice([400, 401, 402, 403, 405, 408, 418, 421, 425, 429, 451, 500, 502, 503, 504, 520, 522, 530])
    return Answer(
        "another status", status, _shell(lang, "<title>x</title>", f"<h1>{rng.choice(texts['gone'])}</h1>", rng)
    )


def _nothing(rng: random.Random, lang: str, texts: Texts, article: str) -> Answer:
    body = rng.choice(
        ["", " ", "<div id=root></div>", "<p>OK</p>", "<pre>{}</pre>", "<p>It works!</p>", "<h1>Index of /</h1>"]
    )
    return Answer("nothing", 200, _shell(lang, rng.choice(["", "<title>Courier</title>"]), body, rng))


def _front(rng: random.Random, lang: str, texts: Texts, article: str) -> Answer:
    cards = "".join(
        f"<article><h3><a href='/s/{n}'>Ferry number {n} is back after a long night at sea</a></h3></article>"
        for n in range(14)
    )
    head = rng.choice(["", '<link rel="canonical" href="https://courier.example/">'])
    return Answer("front page", 200, _shell(lang, f"<title>The Courier</title>{head}", cards, rng))


def _round(rng: random.Random, lang: str, texts: Texts, article: str) -> Answer:
    form = rng.choice(
        ['<meta http-equiv="refresh" content="300">', f'<meta http-equiv="refresh" content="60;url={URL}">']
    )
    return Answer("the article, loading itself anew", 200, article.replace("</head>", form + "</head>", 1))


def _missing(rng: random.Random, lang: str, texts: Texts, article: str) -> Answer:
    back = rng.choice(["", '<p><a href="/">The Courier</a></p>', "<form><input name=q><button>OK</button></form>"])
    said = f"<h1>{rng.choice(texts['gone'])}</h1>"
    home = '<meta http-equiv="refresh" content="5;url=/">' if rng.random() < 0.2 else ""
    page = _shell(lang, f"<title>404</title>{home}", said + back, rng)
    return Answer("gone", rng.choice([404, 410]), page, withdrawn=True)


def _soft(rng: random.Random, lang: str, texts: Texts, article: str) -> Answer:
    return Answer(
        "gone, status 200", 200, _shell(lang, "<title>…</title>", f"<h1>{texts['gone'][0]}</h1>", rng), withdrawn=True
    )


def _goodbye(rng: random.Random, lang: str, texts: Texts, article: str) -> Answer:
    """A page of an article that is gone as the systems of newsrooms make it: their words, links, furniture, names."""
    said = rng.choice(texts["goodbye"])
    own = rng.choice([URL, f"{URL}?utm_source=x", *SAME, *SPELLINGS, f"/archive/2031/{URL.rpartition('/')[2]}"])
    head = f"<title>{rng.choice(['404', said, 'The Courier'])}</title>"
    head += f'<link rel="canonical" href="{own}">' if rng.random() < 0.6 else ""
    head += f'<meta property="og:url" content="{own}">' if rng.random() < 0.3 else ""
    links = "".join(f"<li><a href='/s/{n}'>Ferry number {n} is back after a night at sea</a></li>" for n in range(9))
    search = "<form action=/search><input name=q><button>OK</button></form>"
    body = rng.choice(["<h1>{}</h1>", "<h1>404</h1><p>{}</p>", "<div><h2>{}</h2></div>", "<p>{}</p>"]).format(said)
    body += rng.choice(["", search, f"<ul>{links}</ul>", f"{search}<section><h3>…</h3><ul>{links}</ul></section>"])
    return Answer("goodbye", rng.choice([404, 404, 410]), _shell(lang, head, body, rng), withdrawn=True)


_SLUG = URL.rpartition("/")[2]
SPELLINGS = (
    f"https://www.courier.example/town/{_SLUG}", f"https://amp.courier.example/town/{_SLUG}", f"{URL}.html",
    f"{URL}.amp", f"https://courier.example/amp/town/{_SLUG}", f"{URL}/amp/", f"https://m.courier.example/town/{_SLUG}",
)  # fmt: skip
"""Other addresses of one page as templates write them; they need not be answered alike."""
SAME = (
    f"https://courier.example:443/town/{_SLUG}", f"https://COURIER.example/town/{_SLUG}",
    f"http://courier.example/town/{_SLUG}/",
)  # fmt: skip
"""The very address in other letters."""

Kind = Callable[[random.Random, str, Texts, str], Answer]
KINDS: tuple[Kind, ...] = (
    _refresh, _refresh, _header, _script, _told, _told, _canonical, _respelt, _whole, _later, _error, _nothing,
    _front, _round, _missing, _soft,
)  # fmt: skip


def answers(count: int, seed: str, article: str, kinds: Sequence[Kind] = KINDS) -> list[Answer]:
    """Answers of these kinds drawn by the seed, the same for the same seed."""
    texts = tomllib.loads(files("benchmarks").joinpath("moves.toml").read_text("utf-8"))
    drawn = []
    for number in range(count):
        rng = random.Random(f"{seed} {number}")
        lang = rng.choice(list(texts))
        drawn.append(kinds[number % len(kinds)](rng, lang, texts[lang], article))
    return drawn


def wrong_of(answer: Answer, memory: Memory) -> str:
    """What is wrong with how an answer is taken, over looks that hand on their memory; empty if nothing is."""
    named = _named(answer)
    for look in range(1, LOOKS + 1):
        if named and answer.there:
            reading = read_page(answer.there, named, memory=memory)
        else:
            asked = (named,) if named else ()
            reading = read_page(
                answer.html, URL, status=answer.status, headers=answer.headers, memory=memory, asked=asked
            )
        memory = reading.memory
        if reading.removed and not (answer.withdrawn and look >= 2):
            return f"withdrawn at look {look}: {reading.refusal}"
    if answer.withdrawn and not reading.removed:
        return f"not told to be gone: {reading.refusal or reading.doubt or 'read as an article'}"
    target = sends_on(answer.html, URL, status=answer.status, headers=answer.headers)
    if (target or "").removeprefix("https://courier.example") != (answer.target or ""):
        return f"sent on to {target}"
    if answer.target and (reading.refusal is None or reading.refusal.reason is not Reason.REDIRECT):
        return f"{reading.refusal} instead of redirect"
    return ""


def _named(answer: Answer) -> str:
    """The address that the spider asks behind this answer."""
    end = {404: End.NOT_FOUND, 410: End.GONE, 200: End.OK}.get(answer.status, End.CLIENT_ERROR)
    check = DueCheck(1, 1, URL, "courier.example")
    body = answer.html.encode()
    return to_ask(Fetched(check, end, URL, answer.status, {"content-type": "text/html; charset=utf-8"}, body)) or ""


def measure(count: int, seed: str, gone: int = 0) -> tuple[list[str], int]:
    """Lines of results, and how many answers were taken wrongly; `gone` of them are goodbyes."""
    article = next(ours(seed)).html
    first = read_page(article, URL)
    if first.article is None:
        return [f"the article itself was refused: {first.refusal}"], 1
    lines: list[str] = []
    drawn, bad = answers(count, seed, article) + answers(gone, seed, article, (_goodbye,)), Counter[str]()
    for answer in drawn:
        if wrong := wrong_of(answer, first.memory):
            bad[answer.kind] += 1
            lines.append(f"  {answer.kind}, status {answer.status}: {wrong}")
    false = sum("withdrawn at" in line for line in lines)
    lasting = sum(answer.withdrawn for answer in drawn)
    missed = sum("not told to be gone" in line for line in lines)
    lines.append(f"false withdrawn {false} of {len(drawn) - lasting}, missed {missed} of {lasting} that were gone")
    lines.append(f"otherwise wrong {bad.total() - false - missed} of {len(drawn)} answers")
    return lines, bad.total()


def main(words: Sequence[str]) -> int:
    """Print the lines; 1 if anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.moves", description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--gone", type=int, default=500)
    parser.add_argument("--seed", default="moved")
    given = parser.parse_args(words)
    lines, wrong = measure(given.count, given.seed, given.gone)
    print("\n".join(lines))
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
