import tomllib
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from monitor.config.toml_positions import Position, nearest, positions

KEYS = st.sampled_from(["a", "b-c", "d_1", "2", "with space", 'quo"te', "dot.ted", "é"])
SCALARS = st.sampled_from(
    [
        "1",
        "true",
        "1.5",
        "2026-11-22T08:00:00Z",
        '"plain # [x] = {y}"',
        r'"esc \" \\"',
        "'raw \\'",
        '"""two\nlines = 1\n[not.a.table]\n"""',
        '"""ends with a quote\\""""',
        '"""two quotes inside "" here"""',
        "'''\nk = 1\n'quoted'\n'''",
        "''''one more'''",
        '""',
        "''",
    ]
)


def written(key: str) -> str:
    if key.isascii() and key.replace("-", "").replace("_", "").isalnum():
        return key
    return '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'


@st.composite
def values(draw: st.DrawFn, depth: int = 2) -> str:
    if depth == 0:
        return draw(SCALARS)
    shape = draw(st.sampled_from(["scalar", "scalar", "array", "table"]))
    if shape == "array":
        parts = draw(st.lists(values(depth - 1), max_size=3))
        gap = draw(st.sampled_from([" ", "\n  ", " # , ] note\n"]))
        return "[" + gap + f",{gap}".join(parts) + (f"{gap}]" if parts else "]")
    if shape == "table":
        keys = draw(st.lists(KEYS, max_size=3, unique=True))
        return "{ " + ", ".join(f"{written(k)} = {draw(values(depth - 1))}" for k in keys) + " }"
    return draw(SCALARS)


@st.composite
def documents(draw: st.DrawFn) -> str:
    lines = []
    for key in draw(st.lists(KEYS, max_size=3, unique=True)):
        lines.append(f"{draw(st.sampled_from(['', '  ']))}{written(key)} = {draw(values())} # {{ note")
    for index in range(draw(st.integers(0, 3))):
        name = draw(st.sampled_from([f"table{index}", f'"t {index}".sub', f"deep{index} . er"]))
        header = draw(
            st.sampled_from([f"[{name}]", f"[ {name} ]", f"[[{name}]]\n[[{name}]]", f"[[{name}]]\n[{name}.x]"])
        )
        lines += ["", header]
        for key in draw(st.lists(KEYS, max_size=3, unique=True)):
            dotted = draw(st.sampled_from([written(key), f"{written(key)} . sub"]))
            lines.append(f"{dotted} = {draw(values())}")
    return draw(st.sampled_from(["\n", "\r\n"])).join(lines)


def paths(value: object, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*at, key)
            yield from paths(inner, (*at, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield (*at, index)
            yield from paths(inner, (*at, index))


@given(documents())
def test_every_key_and_element_that_tomllib_reads_has_its_place(text: str) -> None:
    found = positions(text)
    expected = set(paths(tomllib.loads(text)))
    assert set(found) == expected
    lines = text.replace("\r\n", "\n").split("\n")
    for path, (line, column) in found.items():
        there = lines[line - 1][column - 1 :]
        if isinstance(path[-1], str):
            assert there.startswith((path[-1], written(path[-1]))), (path, there)
        else:
            assert there, path


def test_the_column_of_an_array_element_is_where_it_starts() -> None:
    found = positions('to = ["a",\n  "b"]\n')
    assert found[("to", 0)] == (1, 7)
    assert found[("to", 1)] == (2, 3)


def test_each_table_of_an_array_has_its_own_place() -> None:
    text = '[[rule]]\nname = "a"\n\n[[rule]]\n  nmae = "b"\n[rule.deep]\nx = 1\n'
    found = positions(text)
    assert found[("rule", 1, "nmae")] == (5, 3)
    assert found[("rule", 1, "deep", "x")] == (7, 1)
    assert found[("rule", 0)] == (1, 3)


def test_a_path_that_is_not_written_down_is_placed_at_the_closest_thing_around_it() -> None:
    found = positions("\n[service]\ndata = 1\n")
    assert nearest(found, ("service", "listen")) == Position(2, 2)
    assert nearest(found, ("schedule", "default")) == Position(1, 1)
