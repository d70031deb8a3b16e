import json
from pathlib import Path

import pytest

from tests.unit.commands.command_desk import desk_in

LINES = """\
# the desk's list

https://news.example/one
https://news.example/two gaza,tolls   # seen on Monday
news.example/no-scheme
HTTPS://News.Example:443/one?utm_source=mail#top
https://news.example/three gaza tolls
https:///nothing
ftp://news.example/four
https://news.example/five#part
"""


class TestAdd:
    def test_an_address_is_followed_in_its_one_form(self, tmp_path: Path) -> None:
        desk = desk_in(tmp_path)
        result = desk.run("add", "HTTPS://News.example:443/a?utm_source=x#y", "--tag", "gaza", "--every", "15m")
        assert (result.exit_code, result.stdout) == (0, "added: https://news.example/a\n")
        (article,) = desk.json("list")["articles"]
        assert article["url"] == "https://news.example/a"
        assert (article["tags"], article["schedule"], article["state"]) == (["gaza"], "15m", "waiting")

    def test_what_is_followed_already_is_changed_as_asked_and_said(self, tmp_path: Path) -> None:
        desk = desk_in(tmp_path)
        desk.run("add", "https://news.example/a", "--every", "15m")
        result = desk.run("add", "https://news.example/a#x", "--every", "1h")
        assert result.exit_code == 0
        assert result.stdout == "changed: https://news.example/a (every 1h, was every 15m)\n"
        assert desk.json("list")["articles"][0]["schedule"] == "1h"
        again = desk.run("add", "https://news.example/a#x")
        assert again.stdout == "already: https://news.example/a (is tracked already)\n"
        assert desk.json("list")["articles"][0]["schedule"] == "1h"

    def test_one_bad_address_stops_no_other(self, tmp_path: Path) -> None:
        desk = desk_in(tmp_path)
        result = desk.run("add", "https://news.example/a", "news.example/b", "https://news.example/c")
        assert result.exit_code == 1
        assert "did you mean 'https://news.example/b'?" in result.stderr
        assert [a["url"][-1] for a in desk.json("list")["articles"]] == ["a", "c"]

    def test_an_address_that_cannot_be_tracked_is_wrong_usage(self, tmp_path: Path) -> None:
        assert desk_in(tmp_path).run("add", "ftp://news.example/a").exit_code == 2

    @pytest.mark.parametrize(
        ("words", "stored"),
        [
            (["--cron", "0  8 * * 1"], "0 8 * * 1"),
            (["--adaptive"], "adaptive"),
            (["--every", "90s"], "90s"),
            ([], "default"),
        ],
    )
    def test_each_schedule_is_kept(self, tmp_path: Path, words: list[str], stored: str) -> None:
        desk = desk_in(tmp_path)
        assert desk.run("add", "https://news.example/a", *words).exit_code == 0
        assert desk.json("list")["articles"][0]["schedule"] == stored

    @pytest.mark.parametrize(
        ("words", "hint"),
        [
            (["--every", "soon"], "'soon' is not a duration"),
            (["--every", "100ms"], "one second is the shortest"),
            (["--cron", "0 8 * *"], "5 fields"),
            (["--every", "1m", "--adaptive"], "an article has one schedule"),
            (["--tag", "two words"], "is not a tag"),
        ],
    )
    def test_a_wrong_option_is_wrong_usage_and_nothing_is_followed(
        self, tmp_path: Path, words: list[str], hint: str
    ) -> None:
        desk = desk_in(tmp_path)
        result = desk.run("add", "https://news.example/a", *words)
        assert result.exit_code == 2
        assert hint in result.stderr
        assert desk.json("list")["articles"] == []

    def test_a_watch_of_the_configuration_is_tracked_already(self, tmp_path: Path) -> None:
        desk = desk_in(tmp_path, '[[watch]]\nurl = "https://news.example/a"\ntags = ["x"]\n')
        assert [a["tags"] for a in desk.json("list")["articles"]] == [["x"]]
        (told,) = desk.json("add", "https://news.example/a")["articles"]
        assert told["result"] == "already"


class TestImport:
    def test_each_line_is_reported_and_the_good_ones_go_in(self, tmp_path: Path) -> None:
        desk = desk_in(tmp_path)
        (tmp_path / "urls.txt").write_text(LINES)
        found = desk.json("import", str(tmp_path / "urls.txt"), code=1)
        told = {line["line"]: (line["result"], line.get("reason", "")) for line in found["lines"]}
        assert {number: result for number, (result, _) in told.items()} == {
            3: "added",
            4: "added",
            5: "refused",
            6: "twice",
            7: "added",
            8: "refused",
            9: "refused",
            10: "added",
        }
        assert "did you mean 'https://news.example/no-scheme'" in told[5][1]
        assert told[6][1] == "the same article as line 3"
        assert (found["added"], found["refused"], found["twice"]) == (4, 3, 1)
        articles = {a["url"]: a["tags"] for a in desk.json("list")["articles"]}
        assert articles == {
            "https://news.example/one": [],
            "https://news.example/two": ["gaza", "tolls"],
            "https://news.example/three": ["gaza", "tolls"],
            "https://news.example/five": [],
        }

    def test_people_get_a_line_for_what_went_wrong_and_a_summary(self, tmp_path: Path) -> None:
        desk = desk_in(tmp_path)
        (tmp_path / "urls.txt").write_text(LINES)
        result = desk.run("import", str(tmp_path / "urls.txt"))
        assert result.exit_code == 1
        assert f"{tmp_path}/urls.txt:5: refused: news.example/no-scheme" in result.stderr
        assert result.stdout.endswith("8 lines: 4 added, 1 twice, 3 refused\n")

    def test_importing_twice_adds_nothing(self, tmp_path: Path) -> None:
        desk = desk_in(tmp_path)
        (tmp_path / "urls.txt").write_text("https://news.example/one\nhttps://news.example/two\n")
        assert desk.json("import", str(tmp_path / "urls.txt"))["added"] == 2
        again = desk.json("import", str(tmp_path / "urls.txt"))
        assert (again["added"], again["already"]) == (0, 2)

    def test_csv_is_known_by_its_header(self, tmp_path: Path) -> None:
        desk = desk_in(tmp_path)
        lines = [
            "Tags,URL,schedule,note",
            'gaza tolls,https://news.example/one,15m,"a, note"',
            "# a comment",
            '"a;b",https://news.example/two,,',
            ',"https://news.example/never closed,,',
            ",https://news.example/three,sometimes,",
            ',https://news.example/four,"0 8 * * *",',
        ]
        (tmp_path / "urls.csv").write_text("\n".join(lines), encoding="utf-8-sig")
        found = desk.json("import", str(tmp_path / "urls.csv"), code=1)
        assert [(line["line"], line["result"]) for line in found["lines"]] == [
            (2, "added"),
            (4, "added"),
            (5, "refused"),  # and the lines below it are still read
            (6, "refused"),
            (7, "added"),
        ]
        told = {a["url"]: (a["tags"], a["schedule"]) for a in desk.json("list")["articles"]}
        assert told == {
            "https://news.example/one": (["gaza", "tolls"], "15m"),
            "https://news.example/two": (["a", "b"], "default"),
            "https://news.example/four": ([], "0 8 * * *"),
        }

    def test_what_is_exported_can_be_imported_again(self, tmp_path: Path) -> None:
        desk = desk_in(tmp_path)
        desk.run("add", "https://news.example/a?x=1,2", "--tag", "gaza", "--tag", "tolls", "--every", "90m")
        desk.run("add", "https://news.example/b", "--cron", "0 8 * * *")
        desk.run("add", "https://news.example/c", "--adaptive")
        exported = desk.run("export").stdout
        (tmp_path / "other").mkdir()
        other = desk_in(tmp_path / "other")
        assert other.json("import", "-", stdin=exported)["added"] == 3
        assert other.run("export").stdout == exported
        keep = ("url", "tags", "schedule")
        kept = [[{k: a[k] for k in keep} for a in d.json("list")["articles"]] for d in (desk, other)]
        assert kept[0] == kept[1]

    def test_wrong_bytes_spoil_their_own_line_only(self, tmp_path: Path) -> None:
        desk = desk_in(tmp_path)
        (tmp_path / "urls.txt").write_bytes(
            b"https://news.example/a\r\nhttps://news.example/\xff\r\nhttps://news.example/c"
        )
        found = desk.json("import", str(tmp_path / "urls.txt"), code=1)
        assert [line["result"] for line in found["lines"]] == ["added", "refused", "added"]
        assert "not UTF-8" in found["lines"][1]["reason"]

    def test_what_is_no_text_is_refused_whole(self, tmp_path: Path) -> None:
        (tmp_path / "urls.txt").write_bytes(b"\x7fELF\x00\x00")
        result = desk_in(tmp_path).run("import", str(tmp_path / "urls.txt"))
        assert result.exit_code == 1
        assert "is no text" in result.stderr

    def test_a_missing_file_is_named(self, tmp_path: Path) -> None:
        result = desk_in(tmp_path).run("import", str(tmp_path / "none.txt"))
        assert result.exit_code == 1
        assert "none.txt: cannot be read: No such file" in result.stderr

    def test_more_than_one_transaction_keeps_the_order(self, tmp_path: Path) -> None:
        desk = desk_in(tmp_path)
        lines = "\n".join(f"https://news.example/{n % 600}" for n in range(610))
        found = json.loads(desk.run("import", "-", "--json", stdin=lines).stdout)
        assert [line["line"] for line in found["lines"]] == list(range(1, 611))
        assert (found["added"], found["twice"]) == (600, 10)
