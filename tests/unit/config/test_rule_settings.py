"""A rule with any mistake is refused with its line and column and a suggestion."""

import time
from pathlib import Path

import pytest

from monitor.config.loading import load
from monitor.errors import ConfigError
from monitor.rules import Severity


def problems(folder: Path, rule: str) -> list[str]:
    path = folder / "rowback.toml"
    path.write_text(f'[[rule]]\nname = "a"\n{rule}\n', encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        load(path, {})
    return [one.removeprefix(f"{folder}/rowback.toml:") for one in raised.value.problems]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ('kind = ["figure.*"]', "3:1: rule.0.kind: unknown setting 'kind'; did you mean 'kinds'?"),
        ('kinds = ["figure.valu"]', "3:10: rule.0.kinds.0: 'figure.valu' matches no kind of change; did you mean"),
        ("kinds = []", "3:1: rule.0.kinds: the list is empty; name at least one, or leave the setting out"),
        ("notify = []", "3:1: rule.0.notify: the list is empty"),
        ('counted = "death"', '3:1: rule.0.counted: expected a list, as in ["..."]'),
        ('counted = ["death", "deaths"]', "3:21: rule.0.counted.1: figures of 'deaths' are kept as 'death'"),
        ('counted = ["killed"]', "3:12: rule.0.counted.0: figures of 'killed' are kept as 'death'"),
        ('counted = ["muertos"]', "figures of 'muertos' are kept as 'death'"),
        ('counted = ["injry"]', "'injry' is no concept; did you mean 'injury'?"),
        ('counted = [" "]', "name what is counted"),
        ('units = ["dollars"]', "3:10: rule.0.units.0: there is no unit 'dollars'; did you mean 'dollar'?"),
        ('units = ["dollar per barell"]', "there is no unit 'dollar per barell'"),
        ('places = ["Gaza", "--"]', "3:19: rule.0.places.1: '--' names nothing"),
        ('sources = [""]', "'' names nothing"),
        ('languages = ["english"]', "'english' is not the tag of a language"),
        ('watches = ["news.example/world/*"]', "write a whole address, as in"),
        ('watches = ["ftp://news.example/a"]', "3:12: rule.0.watches.0:"),
        ('where = ["headlines"]', "'headlines' is none of headline, standfirst"),
        ('relations = ["reverted"]', "did you mean 'revert'?"),
        ('relations = ["down"]', 'asked with direction = "up" or "down"'),
        ('direction = "fall"', "3:1: rule.0.direction: 'fall' is none of up, down"),
        ('announced = "perhaps"', "3:1: rule.0.announced: expected true or false"),
        ('min_severity = "urgent"', "'urgent' is none of low, normal, high, critical"),
        ('severity = "hihg"', "did you mean 'high'?"),
        ("min_delta = 0", "3:1: rule.0.min_delta: must be more than 0"),
        ('min_delta = "41,100"', "expected a number without thousands separators"),
        (
            'kinds = ["quote.text"]\nmin_delta = 5',
            "4:1: rule.0.min_delta: min_delta never holds for 'quote.text', which",
        ),
        ('kinds = ["figure.value", "quote.*"]\ncounted = ["death"]', "counted never holds for 'quote.*'"),
        ('kinds = ["figure.added"]\ndirection = "up"', "direction never holds for 'figure.added'"),
        ('notify = ["desk"]', "3:11: rule.0.notify.0: unknown channel 'desk'; there is no [channel.NAME] table"),
        ('[[rule]]\nname = "a"', "4:1: rule.1.name: 'a' is already the rule 'a' above; remove one of them"),
        ('[[rule]]\nname = " b"', "a name is one line, without blanks around it"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_the_next_step(tmp_path: Path, rule: str, expected: str) -> None:
    (problem,) = problems(tmp_path, rule)
    assert expected in problem


def test_every_mistake_of_every_rule_is_told_at_once(tmp_path: Path) -> None:
    found = problems(tmp_path, 'kinds = ["figur.*"]\nmin_delta = -1\n[[rule]]\nname = "b"\nwhen = "dleta > 1"\n')
    assert [one.split(":")[0] for one in found] == ["3", "4", "7"]


def test_a_whole_rule_is_read(tmp_path: Path) -> None:
    path = tmp_path / "rowback.toml"
    path.write_text(
        """[[rule]]
name = "whole"
kinds = ["figure.*"]
counted = ["death", "houses"]
units = ["dollar per barrel", "Person"]
places = [" Gaza "]
sources = ["ministry"]
outlets = ["news.example"]
watches = ["https://News.example/a?utm_source=x#b", "https://news.example/world/*"]
languages = ["pt-BR"]
relations = ["revert"]
direction = "down"
announced = false
min_severity = "normal"
min_delta = 10
""",
        encoding="utf-8",
    )
    (rule,) = load(path, {}).rules
    assert rule.places == ("Gaza",)
    assert rule.watches == ("https://news.example/a", "https://news.example/world/*")
    assert (rule.direction, rule.announced, rule.min_severity) == ("down", False, Severity.NORMAL)
    assert (rule.counted, rule.languages, rule.relations) == (("death", "houses"), ("pt-BR",), ("revert",))


@pytest.mark.parametrize(
    ("rule", "place"),
    [
        ('when = "dleta >= 100"', "3:9"),
        ("when = 'announced and dleta >= 100'", "3:23"),
        ('when = "  announced and delta > "', "3:32"),
        ('when = "counted == \\"deaths\\""', "3:20"),
        ('when = "kind == \\u0027figure.valu\\u0027 or announced"', "3:17"),
        ('when = """\nannounced\n  and dleta > 3"""', "5:7"),
        ("when = '''announced\nand delta > 'a' '''", "4:5"),
        ('when = """announced \\\n    and dleta > 3"""', "4:9"),
        ('when = "not announced and (delta > 5 or place > 3)"', "3:41"),
        ("when = \"announced and new_text =~ 'a'\"", "3:32"),
        ('when = "delta > 41,100"', "3:17"),
        ('when = "announced and $now > 3"', "3:23"),
        ('when = "announced and abs(delta) > 3"', "3:23"),
    ],
)
def test_a_wrong_expression_is_told_with_the_column_inside_of_it(tmp_path: Path, rule: str, place: str) -> None:
    (problem,) = problems(tmp_path, rule)
    assert problem.startswith(f"{place}: rule.0.when: "), problem


@pytest.mark.parametrize("table", ["rule", "watch", "concept"])
def test_a_table_with_one_bracket_is_told_to_take_two(tmp_path: Path, table: str) -> None:
    path = tmp_path / "rowback.toml"
    path.write_text(f'[{table}]\nname = "a"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=rf"rowback.toml:1:2: {table}: write each .* \[\[{table}\]\]"):
        load(path, {})


def test_a_file_with_a_thousand_mistakes_is_walked_once(tmp_path: Path) -> None:
    path = tmp_path / "rowback.toml"
    path.write_text("".join(f'[[rule]]\nname = "r{n}"\nwhen = "dleta > {n}"\n' for n in range(1000)), encoding="utf-8")
    began = time.process_time()
    with pytest.raises(ConfigError) as raised:
        load(path, {})
    assert time.process_time() - began < 10
    assert [one.position for one in raised.value.args] == [(3 * n + 3, 9) for n in range(1000)]
