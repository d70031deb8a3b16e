"""Each recipe of the manual loads, takes a change that it is for, and leaves one that it is not for."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from monitor.changes.change import Change, Mention
from monitor.changes.kinds import MEANINGS, Kind
from monitor.config.holding import rule_policies
from monitor.config.loading import load
from monitor.rules import ArticleContext, Rule, decide, default_rules

TEXT = (Path(__file__).parents[3] / "docs" / "recipes.md").read_text(encoding="utf-8")
RECIPES = dict(re.findall(r"^## ([^\n]+)\n(?:(?!^## ).)*?^```toml\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE))

GAZETTE = ArticleContext(("election",), "The Harbour Gazette", "https://www.gazette.example/a", "en")
RADIO = ArticleContext(("floods",), "Orlo Radio", "https://radio.example/a", "en")


def moved(old: int, new: int, **overrides: Any) -> Change:
    sides = {"bound": "=", "unit": "person", "counted": "death", "source": "the health ministry"}
    sides |= {name: overrides.pop(name) for name in ("unit", "counted", "source") if name in overrides}
    mentions = [
        Mention(str(value), f"{value} were counted.", Decimal(value), Decimal(value), **sides) for value in (old, new)
    ]
    delta = Decimal(new - old)
    return Change(Kind.FIGURE_VALUE, *mentions, delta, delta / old, **{"relation": "update", **overrides})


QUOTE = Change(Kind.QUOTE_TEXT, Mention("We will stay"), Mention("We may stay"))
LOST = Change(Kind.WATCH_FAILING, Mention("A title"), Mention("timeout"), where="article")
GONE = Change(Kind.ARTICLE_REMOVED, Mention("A title"), where="article")

Case = tuple[Change, ArticleContext]
CASES: dict[str, tuple[Case, Case]] = {
    "Every fact, as without any rule": ((QUOTE, RADIO), (Change(Kind.WORDING, Mention("a"), Mention("b")), RADIO)),
    "What happens to the watching itself": ((LOST, RADIO), (GONE, RADIO)),
    "Tolls that move by ten or more": ((moved(40, 50), RADIO), (moved(40, 49), RADIO)),
    "Silent edits": ((moved(40, 20, relation="contradiction"), RADIO), (moved(40, 50), RADIO)),
    "A figure in a headline": ((moved(40, 41, where="headline"), RADIO), (moved(40, 90), RADIO)),
    "Words in somebody's mouth": ((QUOTE, GAZETTE), (QUOTE, RADIO)),
    "Tolls that fall": ((moved(40, 39), RADIO), (moved(40, 90), RADIO)),
    "Articles that vanish, and come back": ((GONE, RADIO), (QUOTE, RADIO)),
    "What one ministry says in one paper": ((moved(40, 41), GAZETTE), (moved(40, 41), RADIO)),
    "Sums of money that move by five percent": ((moved(100, 94, unit="euro"), RADIO), (moved(100, 94), RADIO)),
    "A threshold that is crossed": ((moved(999, 1001), RADIO), (moved(1001, 1100), RADIO)),
    "Contradictions and values that come back": ((moved(40, 20, relation="revert"), RADIO), (moved(40, 50), RADIO)),
}


def rules(folder: Path, recipe: str) -> tuple[Rule, ...]:
    path = folder / "rowback.toml"
    path.write_text(RECIPES[recipe], encoding="utf-8")
    config = load(path, {})
    assert config.rule, "a recipe has a rule of its own"
    return config.rules


def test_every_recipe_is_tried() -> None:
    assert list(RECIPES) == list(CASES)
    assert len(RECIPES) >= 10
    assert TEXT.count("```toml") == len(RECIPES)


@pytest.mark.parametrize("recipe", CASES)
def test_a_recipe_takes_what_it_is_for_and_leaves_the_rest(recipe: str, tmp_path: Path) -> None:
    taken, left = CASES[recipe]
    found = rules(tmp_path, recipe)
    assert any(one.fires for one in decide(found, *taken)), decide(found, *taken)
    assert not any(one.fires for one in decide(found, *left)), decide(found, *left)


@pytest.mark.parametrize("kind", MEANINGS)
def test_the_recipe_for_the_default_fires_where_the_default_does(kind: Kind, tmp_path: Path) -> None:
    recipe = rules(tmp_path, "Every fact, as without any rule")
    change = Change(kind, Mention("a"), Mention("b"))
    decisions = [decide(some, change, RADIO) for some in (recipe, default_rules(()))]
    first, second = ([(one.rule.name, one.fires, one.severity) for one in some] for some in decisions)
    assert first == second


def test_the_recipe_for_the_default_is_told_when_the_default_is(tmp_path: Path) -> None:
    path = tmp_path / "rowback.toml"
    path.write_text(RECIPES["Every fact, as without any rule"], encoding="utf-8")
    recipe = rule_policies(load(path, {}))["digest"].digest
    path.write_text("", encoding="utf-8")
    assert recipe == rule_policies(load(path, {}))["digest"].digest
