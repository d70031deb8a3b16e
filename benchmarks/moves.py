"""`python -m benchmarks.moves [--count 500] [--seed SEED]`: a move or an odd answer must never end as "withdrawn".

A known article of ours is asked for again and gets an answer drawn by chance: sent on in one of the ways of the web,
told to be elsewhere, a wall, an error, or gone for good. Each answer is given three times. Sends nothing.
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
from spiders.reading import read_page
from spiders.refreshing import sends_on

URL = "https://courier.example/town/old-quay-closed-after-storm"
NEW = "/county/harbour/old-quay-shut-until-may"
LOOKS = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server says, and what is right: `withdrawn` after two looks or never, `target` where it sends on."""

    kind: str
    status: int
    html: str
    headers: Mapping[str, str] = field(default_factory=dict)
    target: str | None = None
    withdrawn: bool = False


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
    return Answer("canonical", rng.choice([200, 404]), _shell(lang, head, f"<h1>{texts['gone'][0]}</h1>", rng))


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


KINDS: tuple[Callable[[random.Random, str, Texts, str], Answer], ...] = (
    _refresh, _refresh, _header, _script, _told, _told, _canonical, _whole, _later, _error, _nothing, _front, _round,
    _missing, _soft,
)  # fmt: skip


def answers(count: int, seed: str, article: str) -> list[Answer]:
    """Answers drawn by the seed, the same for the same seed."""
    texts = tomllib.loads(files("benchmarks").joinpath("moves.toml").read_text("utf-8"))
    drawn = []
    for number in range(count):
        rng = random.Random(f"{seed} {number}")
        lang = rng.choice(list(texts))
        drawn.append(KINDS[number % len(KINDS)](rng, lang, texts[lang], article))
    return drawn


def wrong_of(answer: Answer, memory: Memory) -> str:
    """What is wrong with how an answer is taken, over looks that hand on their memory; empty if nothing is."""
    for look in range(1, LOOKS + 1):
        reading = read_page(answer.html, URL, status=answer.status, headers=answer.headers, memory=memory)
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


def measure(count: int, seed: str) -> tuple[list[str], int]:
    """Lines of results, and how many answers were taken wrongly."""
    article = next(ours(seed)).html
    first = read_page(article, URL)
    if first.article is None:
        return [f"the article itself was refused: {first.refusal}"], 1
    lines: list[str] = []
    drawn, bad = answers(count, seed, article), Counter[str]()
    for answer in drawn:
        if wrong := wrong_of(answer, first.memory):
            bad[answer.kind] += 1
            lines.append(f"  {answer.kind}, status {answer.status}: {wrong}")
    false = sum("withdrawn at" in line for line in lines)
    lines.append(f"false withdrawn {false}, otherwise wrong {bad.total() - false}, of {len(drawn)} answers")
    return lines, bad.total()


def main(words: Sequence[str]) -> int:
    """Print the lines; 1 if anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.moves", description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", default="moved")
    given = parser.parse_args(words)
    lines, wrong = measure(given.count, given.seed)
    print("\n".join(lines))
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
