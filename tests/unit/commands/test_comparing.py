import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from monitor.commands.cli import rowback
from spiders.article import Article
from tests.unit.commands.command_desk import desk_in

OLD = """\
At least 40 people died when the ferry sank, the coast guard said on Monday.
The harbour master said 12 others were missing.
"We had no warning at all," said Captain Ines Moura.
"""
NEW = OLD.replace("At least 40", "At least 52")
COSMETIC = OLD.replace('"We', "“We").replace('all,"', "all,”").replace("ferry sank, the", "ferry sank,  the")

PAGE = """<!doctype html><html lang="en"><head><title>Ferry sinks off the coast - The Example</title></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Ferry sinks off the coast</h1>
<p>At least 40 people died when the ferry sank, the coast guard said on Monday. Boats from three villages joined the
search before dawn and brought survivors to the harbour.</p>
<p>The harbour master said 12 others were missing, and that the search would go on through the night while the weather
allowed it.</p>
<p>"We had no warning at all," said Captain Ines Moura, who has sailed the strait for two decades and was on watch.</p>
</article><aside><a href="/a">Five things to know</a></aside></body></html>"""


def run(*words: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(rowback, list(words), input=stdin)


def files(folder: Path, old: str, new: str, suffix: str = ".txt") -> tuple[str, str]:
    paths = folder / f"old{suffix}", folder / f"new{suffix}"
    for path, text in zip(paths, (old, new), strict=True):
        path.write_text(text, encoding="utf-8")
    return str(paths[0]), str(paths[1])


class TestCompare:
    @pytest.mark.parametrize(
        ("old", "new", "suffix"), [(OLD, NEW, ".txt"), (PAGE, PAGE.replace("40 p", "52 p"), ".html")]
    )
    def test_a_changed_figure_is_the_one_change(self, tmp_path: Path, old: str, new: str, suffix: str) -> None:
        result = run("compare", *files(tmp_path, old, new, suffix), "--json", "--exit-code")
        assert result.exit_code == 5
        (change,) = json.loads(result.stdout)["changes"]
        assert (change["kind"], change["delta"]) == ("figure.value", "12")

    def test_people_read_it_in_one_line_and_the_reason_on_request(self, tmp_path: Path) -> None:
        paths = files(tmp_path, OLD, NEW)
        brief, long = run("compare", *paths), run("compare", *paths, "--explain")
        assert (brief.exit_code, brief.stdout.count("\n")) == (0, 1)
        assert "40" in brief.stdout
        assert "(+12)" in brief.stdout
        assert "was: At least 40 people died" in long.stdout
        assert "why: " in long.stdout

    def test_every_difference_is_answered_for_on_request(self, tmp_path: Path) -> None:
        old = OLD + "Farmers will boycott the fair. The bridge was closed on Sunday.\n"
        new = NEW + "Farmers will attend the fair. The bridge was shut on Sunday.\nRepairs will cost $3 million.\n"
        paths = files(tmp_path, old, new)
        out = run("compare", *paths, "--explain").stdout
        head, *account = out[out.index("The account:") :].splitlines()
        assert re.fullmatch(r"The account: (\d+) differences: \d+ told(, \d+ shadowed)?, \d+ licensed\.", head)
        lines = [line.strip() for line in account if line.startswith("    ")]
        assert any(re.match(r"told +boycott → attend  \[event.changed, events\] ", line) for line in lines)
        assert any(re.match(r"told +nothing → Repairs will cost \$3 million  \[figure.added, ", line) for line in lines)
        assert any(re.match(r"licensed +closed → shut  \[synonym\] ", line) for line in lines)
        endings = [line.split()[0] for line in lines]
        assert endings == sorted(endings, key=["told", "shadowed", "licensed"].index), "what is told comes first"
        assert "  body: Farmers will attend the fair." in account
        assert "\x1b" not in out
        entries = json.loads(run("compare", *paths, "--explain", "--json").stdout)["entries"]
        assert len(entries) == len(lines) == int(head.split()[2])
        assert {"text": "boycott", "where": "body"}.items() <= entries[[e["by"] for e in entries].index("events")][
            "old"
        ].items()
        assert "entries" not in json.loads(run("compare", *paths, "--json").stdout)

    def test_versions_without_a_difference_have_an_account_of_none(self, tmp_path: Path) -> None:
        out = run("compare", *files(tmp_path, OLD, OLD), "--explain").stdout
        assert out.splitlines()[-1] == "The account: 0 differences."

    def test_cosmetics_are_no_change(self, tmp_path: Path) -> None:
        result = run("compare", *files(tmp_path, OLD, COSMETIC), "--exit-code")
        assert (result.exit_code, result.stdout) == (0, "No fact changed.\n")

    def test_wording_is_shown_only_on_request(self, tmp_path: Path) -> None:
        reworded = OLD.replace("The harbour master said 12 others", "According to the harbour master 12 more")
        paths = files(tmp_path, OLD, reworded)
        kinds = [c["kind"] for c in json.loads(run("compare", *paths, "--wording", "--json").stdout)["changes"]]
        assert "wording" not in [c["kind"] for c in json.loads(run("compare", *paths, "--json").stdout)["changes"]]
        assert set(kinds) <= {"wording", "attribution.changed"}

    @pytest.mark.parametrize(
        ("body", "complaint"),
        [
            (b"", "there is no text in it"),
            (b"\x89PNG\r\n\x00\x00", "neither HTML nor text"),
            (b"caf\xe9 \xff", "neither HTML nor UTF-8 text"),
            (b"<html><body><p>Accept cookies?</p></body></html>", "not a readable article"),
        ],
    )
    def test_what_is_no_article_is_refused_with_the_reason(self, tmp_path: Path, body: bytes, complaint: str) -> None:
        (tmp_path / "odd").write_bytes(body)
        (tmp_path / "new.txt").write_text(NEW)
        result = run("compare", str(tmp_path / "odd"), str(tmp_path / "new.txt"))
        assert result.exit_code == 1
        assert complaint in result.stderr

    def test_a_text_in_a_language_without_a_lexicon_is_compared_and_what_is_not_read_is_said(
        self, tmp_path: Path
    ) -> None:
        old = "Branden kostade 1,2 miljarder kronor, säger polisen, och det är mer än den kostade i fjol."
        pair = files(tmp_path, old, old.replace("1,2", "1,4"))
        shown = run("compare", *pair).stdout.splitlines()
        assert "1,2 miljarder kronor → 1,4 miljarder kronor (+200,000,000)" in shown[0]
        assert shown[-1].startswith("Not read in this language (sv): number words, bounds, what is counted, ")
        assert json.loads(run("compare", *pair, "--json").stdout)["lacking"][0] == "number words"
        assert json.loads(run("facts", pair[0], "--json").stdout)["language"] == "sv"

    def test_nothing_is_said_of_the_language_where_everything_is_read(self, tmp_path: Path) -> None:
        assert "language" not in run("compare", *files(tmp_path, OLD, NEW)).stdout

    def test_a_missing_file_is_named(self, tmp_path: Path) -> None:
        result = run("compare", str(tmp_path / "a"), str(tmp_path / "b"))
        assert result.exit_code == 1
        assert "there is no such file" in result.stderr


class TestFacts:
    def test_a_text_that_quotes_markup_stays_a_text(self, tmp_path: Path) -> None:
        (tmp_path / "notes.txt").write_text("<b>At least 40 people died</b>, it said.\nTwo lines.\n")
        found = json.loads(run("facts", str(tmp_path / "notes.txt"), "--json").stdout)
        assert found["figures"][0]["lo"] == "40"

    def test_figures_carry_bound_and_what_they_count(self) -> None:
        found = json.loads(run("facts", "-", "--json", stdin=OLD).stdout)
        deaths, missing = found["figures"][:2]
        assert (deaths["text"], deaths["lo"], deaths["bound"], deaths["counted"]) == (
            "At least 40",
            "40",
            ">=",
            "death",
        )
        assert (missing["lo"], missing["hi"], missing["bound"], missing["counted"]) == ("12", "12", "=", "missing")
        assert [quote["text"].rstrip(",") for quote in found["quotes"]] == ["We had no warning at all"]
        assert "the coast guard" in {source["text"].lower() for source in found["sources"]}

    def test_a_page_is_read_without_its_furniture(self, tmp_path: Path) -> None:
        (tmp_path / "page.html").write_text(PAGE)
        found = json.loads(run("facts", str(tmp_path / "page.html"), "--json").stdout)
        assert found["title"] == "Ferry sinks off the coast"
        assert "Five things" not in json.dumps(found)
        assert [figure["lo"] for figure in found["figures"]][:3] == ["40", "3", "12"]

    def test_people_get_a_table(self) -> None:
        out = run("facts", "-", stdin=OLD).stdout
        assert "At least 40\t>= 40\tdeath" in out

    def test_a_tracked_address_shows_its_newest_stored_version(self, tmp_path: Path) -> None:
        desk = desk_in(tmp_path)
        desk.remember("https://news.example/ferry", Article.from_text(OLD, title="Ferry"))
        desk.remember("https://news.example/ferry", Article.from_text(NEW, title="Ferry"))
        found = desk.json("facts", "https://news.example/ferry#x")
        assert (found["title"], found["version"], found["figures"][0]["lo"]) == ("Ferry", 2, "52")

    def test_an_address_that_is_not_tracked_says_how_to_track_it(self, tmp_path: Path) -> None:
        result = desk_in(tmp_path).run("facts", "https://news.example/other")
        assert result.exit_code == 1
        assert "rowback add https://news.example/other" in result.stderr
