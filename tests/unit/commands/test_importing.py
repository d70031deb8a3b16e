"""Files of other tools, in the shapes those write: each line or job is answered, and none spoils another."""

import io
import json
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.imports import Form, form_of, read_wishes
from tests.unit.commands.command_desk import Desk, desk_in

JOBS = """\
# jobs of a desk
name: "Toll"
url: https://news.example/toll
tags: [gaza, "death tolls"]
filter:
  - css: article
  - html2text
---
navigate: "https://news.example/app"
enabled: false
---
name: disk
command: "df -h"
---
url: https://news.example/form
data: {q: 1}
---
name: broken
url: "https://news.example/never closed
---
kind: url
url:
  - https://news.example/one
  - https://news.example/two
timeout: 10
---
kind: file
path: /etc/hostname
---
- just
- a list
---
url: https://news.example/last
"""

OPML = """<?xml version="1.0"?><opml version="2.0"><head><title>Feeds</title></head><body>
<outline text="World News"><outline text="Velm" type="rss" xmlUrl="https://velm.example/rss" htmlUrl="https://velm.example/"/>
<outline text="Deep"><outline title="Orla" XMLURL="https://orla.example/atom" category="/sea/ferries,rain"/></outline></outline>
<outline text="A page" type="link" url="https://news.example/page"/>
<outline text="Bad" xmlUrl="ftp://velm.example/rss"/>
</body></opml>"""

GROUP, FIRST = "0b8f2b8a-4a2e-4c57-9c0e-111111111111", "0b8f2b8a-4a2e-4c57-9c0e-222222222222"
SECOND, THIRD = FIRST.replace("2222", "3333"), FIRST.replace("2222", "4444")
WATCHES: dict[str, dict[str, Any]] = {
    FIRST: {
        "url": "https://news.example/toll",
        "tags": [GROUP],
        "time_between_check": {"weeks": None, "days": None, "hours": 1, "minutes": 30, "seconds": None},
        "time_between_check_use_default": False,
        "include_filters": ["article"],
        "fetch_backend": "html_webdriver",
    },
    SECOND: {"url": "https://news.example/later", "tag": "sea, rain", "paused": True},
    THIRD: {"url": "https://news.example/{% now 'utc' %}", "time_between_check_use_default": True},
}
SETTINGS = {"application": {"tags": {GROUP: {"title": "Death tolls"}}}}


def zipped(files: dict[str, object]) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content if isinstance(content, bytes) else json.dumps(content))
    return body.getvalue()


def told(desk: Desk, body: bytes | str, code: int = 1) -> dict[int, tuple[str, str, str]]:
    found = desk.json("import", "-", code=code, stdin=body)["lines"]
    return {
        one["line"]: (one["result"], one.get("url", ""), one.get("not_taken_over", one.get("reason", "")))
        for one in found
    }


def listed(desk: Desk) -> dict[str, tuple[Any, ...]]:
    found = desk.json("watch", "list")["watches"]
    return {w["url"].split("//")[1]: (w["kind"], w["tags"], w["schedule"], w["state"]) for w in found}


def test_jobs_of_urlwatch_and_webchanges_are_taken_over_one_by_one(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    said = told(desk, JOBS)
    assert said[2] == ("added", "https://news.example/toll", "its filters")
    assert said[9] == ("added", "https://news.example/app", "its browser")
    assert (said[12][0], said[12][2]) == ("refused", "the job is a command of a shell; Rowback reads pages")
    assert said[15][0] == "refused"
    assert "sends a form" in said[15][2]
    assert "not YAML" in said[20][2]
    assert said[21] == ("added", "https://news.example/two", "its timeout")
    assert said[27][2] == "the job is a file; Rowback reads pages"
    assert said[30][2] == "this is no job: it names no url"
    assert said[33][:2] == ("added", "https://news.example/last")
    assert listed(desk)["news.example/toll"] == ("article", ["gaza", "death-tolls"], "default", "followed")
    assert listed(desk)["news.example/app"][3] == "paused"
    assert {"news.example/one", "news.example/two"} <= set(listed(desk))


def test_opml_brings_feeds_with_folders_and_categories_as_tags(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    said = told(desk, OPML)
    assert [one[0] for one in said.values()] == ["added", "added", "added", "refused"]
    assert listed(desk) == {
        "velm.example/rss": ("feed", ["World-News"], "default", "followed"),
        "orla.example/atom": ("feed", ["World-News", "Deep", "sea", "ferries", "rain"], "default", "followed"),
        "news.example/page": ("article", [], "default", "followed"),
    }
    assert desk.run("import", "-", stdin=OPML).stdout.endswith("OPML, 4 lines: 3 already, 1 refused\n")


@pytest.mark.parametrize("layout", ["json", "old zip", "new zip"])
def test_a_backup_of_changedetection_brings_watches_groups_schedules_and_pauses(tmp_path: Path, layout: str) -> None:
    whole = {"watching": WATCHES, "settings": SETTINGS}
    new = {f"{uuid}/watch.json": fields for uuid, fields in WATCHES.items()}
    body = {
        "json": json.dumps(whole).encode(),
        "old zip": zipped({"secret.txt": b"x", "url-watches.json": whole, f"{FIRST}/history.txt": b"1,a.txt"}),
        "new zip": zipped(
            {"changedetection.json": {"settings": {}}, f"{GROUP}/tag.json": {"title": "Death tolls"}, **new}
        ),
    }[layout]
    desk = desk_in(tmp_path)
    said = told(desk, body)
    assert said[1] == ("added", "https://news.example/toll", "its filters, its browser")
    assert said[2][:2] == ("added", "https://news.example/later")
    assert said[3][0] == "refused"
    assert listed(desk) == {
        "news.example/toll": ("article", ["Death-tolls"], "90m", "followed"),
        "news.example/later": ("article", ["sea", "rain"], "default", "paused"),
    }


def test_people_read_what_was_not_taken_over(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    told_people = desk.run("import", "-", stdin=JOBS)
    assert "-:2: added: https://news.example/toll (not taken over: its filters)" in told_people.stdout
    assert told_people.stdout.endswith("jobs of urlwatch or webchanges, 11 lines: 5 added, 6 refused\n")


def test_hostile_backups_are_refused_whole_and_unpack_nothing(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    slip = zipped({"../../etc/url-watches.json": {"watching": WATCHES}, "../evil.txt": b"x"})
    told(desk, slip)
    assert not (tmp_path.parent / "evil.txt").exists()
    bomb = zipped({"url-watches.json": b"[" + b" " * 30_000_000 + b"]"})
    assert len(bomb) < 100_000
    assert "unpacks to more" in told(desk, bomb)[1][2]
    deep = zipped({"url-watches.json": b"[" * 200_000})
    assert "damaged" in told(desk, deep)[1][2]
    assert "damaged" in told(desk, zipped({"url-watches.json": {"watching": WATCHES}})[:-40])[1][2]
    assert "no watch" in told(desk, zipped({"readme.txt": b"x"}))[1][2]


@pytest.mark.parametrize(
    "body",
    [
        "url: &a https://x.example/\nname: [" + "*a," * 5_000 + "]\n",
        "a: &a [x]\n"
        + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(12))
        + "url: https://x.example/\n",
        "url: " + "[" * 5_000,
        "---\n" * 200_000 + "url: https://x.example/\n",
        "url: !!python/object/apply:os.system ['false']\n",
    ],
    ids=["aliases", "laughs", "deep", "breaks", "python"],
)
def test_hostile_jobs_cost_seconds_at_most(body: str) -> None:
    began = time.process_time()
    form, wishes = read_wishes(body.encode())
    assert form is Form.JOBS
    assert wishes
    assert time.process_time() - began < 10


def test_an_opml_of_growing_entities_grows_nothing() -> None:
    bomb = '<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9)
    )
    began = time.process_time()
    form, _ = read_wishes(
        (bomb + ']><opml><body><outline text="&j;" xmlUrl="https://x.example/"/></body></opml>').encode()
    )
    assert form is Form.OPML
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("body", "form"),
    [
        (b"https://news.example/a\nhttps://news.example/b x\n", Form.LIST),
        (b"url,tags\nhttps://news.example/a,x\n", Form.CSV),
        (b"\xef\xbb\xbfname: x\nurl: https://news.example/\n", Form.JOBS),
        (b'<?xml version="1.0"?>\n<opml/>', Form.OPML),
        (b'{"watching": {}}', Form.BACKUP),
        (b"\x7fELF\x00", Form.BINARY),
        (b"", Form.LIST),
    ],
)
def test_a_file_is_known_by_what_stands_in_it(body: bytes, form: Form) -> None:
    assert form_of(body) is form


@given(
    st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"<opml>", b"url: ", b'{"watching":', b"url,tags\n"])
)
def test_any_file_is_read_or_answered(body: bytes, start: bytes) -> None:
    read_wishes(start + body)
