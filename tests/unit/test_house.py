"""The rules of the house, read from the syntax tree of every module: size, openings, names, clock and chance."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted(path for package in ("spiders", "monitor", "alerts") for path in (ROOT / package).rglob("*.py"))
NAMES = [str(path.relative_to(ROOT)) for path in MODULES]

NO_WORDS_ANYWHERE = {"manager", "handler", "helper", "helpers", "util", "utils"}
# Scrapy and asyncio prescribe method names such as process_request and data_received, so these two are only refused
# where we choose freely: for modules and classes.
NO_WORDS_FOR_MODULES_AND_CLASSES = NO_WORDS_ANYWHERE | {"process", "data"}

CLOCK = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns"}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def calls(path: Path) -> Iterator[tuple[int, str]]:
    """Line and `owner.name` of each call of an attribute; for `a.b.c()` the owner is `b`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
            yield node.lineno, f"{name}.{node.func.attr}"


def imported(path: Path, module: str) -> set[str]:
    found = (n for n in ast.walk(tree(path)) if isinstance(n, ast.ImportFrom) and n.module == module and not n.level)
    return {alias.name for node in found for alias in node.names}


def words(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def test_the_house_has_its_three_packages() -> None:
    assert {name.split("/")[0] for name in NAMES} == {"spiders", "monitor", "alerts"}


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_no_file_is_longer_than_400_lines(path: Path) -> None:
    number = len(path.read_text(encoding="utf-8").splitlines())
    assert number <= 400


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_every_module_opens_with_one_to_four_sentences(path: Path) -> None:
    opening = (ast.get_docstring(tree(path)) or "").split("\n\n")[0]
    sentences = re.findall(r"\w[^.!?]*[.!?](?=\s|$)", re.sub(r"\b(?:e\.g|i\.e|etc)\.", "", opening))
    count, length = len(sentences), len(opening)
    assert 1 <= count <= 4, f"opens with {opening!r}"
    assert length >= 30, f"{opening!r} does not say what goes in and what comes out"


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_no_function_is_longer_than_50_lines_without_a_reason_above_it(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= 50:
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            reasoned = lines[first - 2].strip().startswith("#")
            assert reasoned, f"{node.name}, line {node.lineno}: longer than 50 lines, no reason above it"


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_names_say_what_a_thing_is_in_words_of_the_house(path: Path) -> None:
    assert not words(path.stem) & NO_WORDS_FOR_MODULES_AND_CLASSES
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ClassDef):
            assert not words(node.name) & NO_WORDS_FOR_MODULES_AND_CLASSES, f"class {node.name}, line {node.lineno}"
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert not words(node.name) & NO_WORDS_ANYWHERE, f"def {node.name}, line {node.lineno}"


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_only_the_clock_asks_what_time_it_is(path: Path) -> None:
    if path == ROOT / "monitor/clock.py":
        return
    asked = [f"line {line}: {name}()" for line, name in calls(path) if name in CLOCK]
    assert not asked, asked
    assert not imported(path, "time") & {"time", "time_ns"}, "import the clock, not the function"


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_chance_is_handed_in(path: Path) -> None:
    # random.Random(seed) is chance that can be repeated; the functions of the module share one hidden state.
    taken = {alias.name for node in ast.walk(tree(path)) if isinstance(node, ast.Import) for alias in node.names}
    modules = "|".join(taken & {"random", "secrets"}) or "none"
    thrown = [f"line {line}: {name}()" for line, name in calls(path) if re.match(rf"({modules})\.[a-z]", name)]
    assert not thrown, thrown
    assert imported(path, "random") <= {"Random"}
    assert not imported(path, "secrets") - {"compare_digest"}


def test_every_package_is_explained_in_the_architecture() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    packages = {str(path.parent.relative_to(ROOT)) for path in MODULES if path.name == "__init__.py"}
    unexplained = {package for package in packages if f"`{package}/`" not in text}
    assert not unexplained, f"not in docs/architecture.md: {sorted(unexplained)}"
