"""The rules of the house, read from the syntax tree of every module: size, openings, names, clock and chance.

Each test lists every place that breaks its rule.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULES = sorted(path for package in ("spiders", "monitor", "alerts") for path in (ROOT / package).rglob("*.py"))

NO_WORDS_ANYWHERE = {"manager", "handler", "helper", "helpers", "util", "utils"}
# Scrapy and asyncio prescribe method names such as process_request and data_received, so these two are only refused
# where we choose freely: for modules and classes.
NO_WORDS_FOR_MODULES_AND_CLASSES = NO_WORDS_ANYWHERE | {"process", "data"}

CLOCK = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns"}


@cache
def source(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(source(path), filename=str(path))))


def place(path: Path, node: ast.AST | None = None) -> str:
    return str(path.relative_to(ROOT)) + (f":{node.lineno}" if isinstance(node, ast.stmt | ast.expr) else "")


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    yield from (node for node in nodes(path) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Each call of an attribute as `owner.name`; for `a.b.c()` the owner is `b`."""
    for node in nodes(path):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
            yield node, f"{name}.{node.func.attr}"


def imported(path: Path, module: str) -> set[str]:
    found = (n for n in nodes(path) if isinstance(n, ast.ImportFrom) and n.module == module and not n.level)
    return {alias.name for node in found for alias in node.names}


def words(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def test_the_house_has_its_three_packages() -> None:
    assert {place(path).split("/")[0] for path in MODULES} == {"spiders", "monitor", "alerts"}


def test_no_file_is_longer_than_400_lines() -> None:
    lengths = {place(path): len(source(path).splitlines()) for path in MODULES}
    long = [f"{name}: {length}" for name, length in lengths.items() if length > 400]
    assert not long, "\n".join(long)


def test_every_module_opens_with_one_to_four_sentences() -> None:
    odd = {}
    for path in MODULES:
        opening = (ast.get_docstring(ast.parse(source(path))) or "").split("\n\n")[0]
        sentences = re.findall(r"\w[^.!?]*[.!?](?=\s|$)", re.sub(r"\b(?:e\.g|i\.e|etc)\.", "", opening))
        # Under 30 characters nothing says what goes in and what comes out.
        if not 1 <= len(sentences) <= 4 or len(opening) < 30:
            odd[place(path)] = opening
    assert not odd, "\n".join(f"{name}: {opening!r}" for name, opening in odd.items())


def test_no_function_is_longer_than_50_lines_without_a_reason_above_it() -> None:
    long = []
    for path in MODULES:
        lines = source(path).splitlines()
        for node in functions(path):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            if (node.end_lineno or 0) - node.lineno >= 50 and not lines[first - 2].strip().startswith("#"):
                long.append(f"{place(path, node)} {node.name}")
    assert not long, "\n".join(long)


def test_names_say_what_a_thing_is_in_words_of_the_house() -> None:
    empty = [place(path) for path in MODULES if words(path.stem) & NO_WORDS_FOR_MODULES_AND_CLASSES]
    for path in MODULES:
        classes = [node for node in nodes(path) if isinstance(node, ast.ClassDef)]
        empty += [place(path, node) for node in classes if words(node.name) & NO_WORDS_FOR_MODULES_AND_CLASSES]
        empty += [place(path, node) for node in functions(path) if words(node.name) & NO_WORDS_ANYWHERE]
    assert not empty, "\n".join(empty)


def test_only_the_clock_asks_what_time_it_is() -> None:
    asked = []
    for path in MODULES:
        if path != ROOT / "monitor/clock.py":
            asked += [f"{place(path, node)} {name}()" for node, name in calls(path) if name in CLOCK]
            asked += [f"{place(path)} imports {name}" for name in imported(path, "time") & {"time", "time_ns"}]
    assert not asked, "\n".join(asked)


def test_chance_is_handed_in() -> None:
    thrown = []
    for path in MODULES:
        # random.Random(seed) is chance that can be repeated; the functions of the module share one hidden state.
        taken = {alias.name for node in nodes(path) if isinstance(node, ast.Import) for alias in node.names}
        modules = "|".join(taken & {"random", "secrets"}) or "none"
        thrown += [
            f"{place(path, node)} {name}()" for node, name in calls(path) if re.match(rf"({modules})\.[a-z]", name)
        ]
        thrown += [f"{place(path)} imports {name}" for name in imported(path, "random") - {"Random"}]
        thrown += [f"{place(path)} imports {name}" for name in imported(path, "secrets") - {"compare_digest"}]
    assert not thrown, "\n".join(thrown)


def test_every_package_is_explained_in_the_architecture() -> None:
    text = source(ROOT / "docs/architecture.md")
    packages = {place(path.parent) for path in MODULES if path.name == "__init__.py"}
    assert {package for package in packages if f"`{package}/`" not in text} == set()
