"""`rowback read`: what is taken for the article, and why each block is in it or not."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from monitor.commands.cli import rowback

PARAGRAPHS = [
    "The lock at Wenning was closed on Monday after a barge with 900 tonnes of gravel struck its lower gate.",
    "Nobody was hurt, but 14 ships are waiting above the lock, the waterways office said in the afternoon.",
    "Repairs will take at least nine days, and the office advised skippers to use the canal by Harle instead.",
]
PAGE = f"""<!doctype html><html lang="en"><head><title>Barge closes lock - The Example</title></head><body>
<article><h1>Barge closes lock</h1>{"".join(f"<p>{text}</p>" for text in PARAGRAPHS)}
<div class="box"><h3>The harbour letter</h3><p>Sent to 8,100 readers.</p><form><input type="email"></form></div></article>
<footer><p><a href="/imprint">Imprint</a></p></footer></body></html>"""


def read(folder: Path, html: str, *options: str) -> Result:
    path = folder / "page.html"
    path.write_text(html, encoding="utf-8")
    return CliRunner().invoke(rowback, ["read", str(path), *options])


def test_the_article_is_shown_part_by_part(tmp_path: Path) -> None:
    result = read(tmp_path, PAGE)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:2] == ["title\tBarge closes lock", f"paragraph\t{PARAGRAPHS[0]}"]
    assert "8,100" not in result.stdout


def test_every_block_is_explained_and_the_kept_ones_are_the_article(tmp_path: Path) -> None:
    found = json.loads(read(tmp_path, PAGE, "--explain", "--json").stdout)
    assert [block["text"] for block in found["blocks"] if block["kept"]] == found["article"]["paragraphs"] == PARAGRAPHS
    (letter,) = [block for block in found["blocks"] if "8,100" in block["text"]]
    assert (letter["kept"], letter["why"], letter["place"]) == (False, "asks", "body > article > div.box > p")
    lines = read(tmp_path, PAGE, "--explain").stdout.splitlines()
    assert f"drop\tasks\tbody > article > div.box > p\t{letter['text']}" in lines


def test_share_of_the_sentences_that_was_read_is_told_with_what_the_others_were(tmp_path: Path) -> None:
    told = "The harbour office sends nine notes a week to its readers, and a crossword on each Saturday."
    page = PAGE.replace("Sent to 8,100 readers.", told)
    found = json.loads(read(tmp_path, page, "--json").stdout)["coverage"]
    size = sum(map(len, PARAGRAPHS))
    assert found == {"read": size, "shown": size + len(told), "lost": 0, "left": {"asks": len(told)}}
    assert read(tmp_path, page).stdout.splitlines()[-1].startswith("read 77% of the page's sentences; left out as asks")


def test_what_was_learned_is_shown_on_request(tmp_path: Path) -> None:
    assert "memory" not in json.loads(read(tmp_path, PAGE, "--json").stdout)
    memory = json.loads(read(tmp_path, PAGE, "--memory", "--json").stdout)["memory"]
    assert memory["page"]["readings"] == 1
    assert "page.readings\t1" in read(tmp_path, PAGE, "--memory").stdout


def test_a_page_that_is_no_article_says_why_and_still_explains(tmp_path: Path) -> None:
    result = read(tmp_path, "<html><body><p>Loading</p></body></html>", "--explain")
    assert result.exit_code == 0
    assert result.stdout.startswith("no article: empty (")
    assert "drop" in result.stdout


def test_a_file_that_is_not_there_is_one_message() -> None:
    result = CliRunner().invoke(rowback, ["read", "nowhere.html"])
    assert (result.exit_code, result.stderr) == (1, "rowback: nowhere.html: there is no such file\n")


def test_what_was_learned_is_counted_for_people_and_no_key_is_shown(tmp_path: Path) -> None:
    lines = read(tmp_path, PAGE, "--memory").stdout.splitlines()
    learned = dict(line.split("\t") for line in lines if line.startswith(("page.", "site.")))
    assert (learned["page.body"], learned["page.title"]) == ("3 texts", "known")
    assert (learned["site.edges"], learned["page.override"]) == ("1 address", "none")


def test_override_of_the_configuration_reads_a_saved_page_of_that_site(tmp_path: Path) -> None:
    config = tmp_path / "rowback.toml"
    config.write_text('[[site]]\nhost = "canal.example"\nbody = "article"\ndrop = ["form"]\n')
    options = ("--config", str(config), "--url", "https://news.canal.example/lock")
    found = json.loads(read(tmp_path, PAGE, *options, "--explain", "--json").stdout)
    assert found["article"]["paragraphs"] == [*PARAGRAPHS, "The harbour letter", "Sent to 8,100 readers."]
    assert {block["why"] for block in found["blocks"] if block["kept"]} == {"override"}


def test_page_of_another_site_is_read_without_the_override(tmp_path: Path) -> None:
    config = tmp_path / "rowback.toml"
    config.write_text('[[site]]\nhost = "canal.example"\nbody = "article"\n')
    found = json.loads(read(tmp_path, PAGE, "--config", str(config), "--url", "https://lock.example/", "--json").stdout)
    assert found["article"]["paragraphs"] == PARAGRAPHS
