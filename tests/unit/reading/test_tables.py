"""Tables of facts are read from the first look, row by row, whatever box they stand in; layouts stay layouts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.article import Article, Memory, Row, Table
from spiders.reading import read_page
from tests.unit.reading.pages import PARAGRAPHS, TITLE

URL = "https://ledger.example/2031/05/wall"


def page(inside: str = "", *, above: str = "", after: str = "", paragraphs: tuple[str, ...] = PARAGRAPHS) -> str:
    text = [f"<p>{one}</p>" for one in paragraphs]
    body = "".join([*text[:3], inside, *text[3:]])
    return (
        f"<html><head><title>{TITLE} | The Ledger</title></head><body><header><nav><a href='/'>Home</a></nav></header>"
        f"<main><h1>{TITLE}</h1>{above}<article>{body}</article>{after}</main><footer><p>The Ledger, Ostrey.</p></footer></body></html>"
    )


def read(html: str, memory: Memory | None = None) -> Article:
    reading = read_page(html, URL, memory=memory)
    assert reading.article is not None, reading.refusal
    assert reading.article.prose() == PARAGRAPHS
    assert_each_row_stands_once(reading.article)
    return reading.article


def assert_each_row_stands_once(article: Article) -> None:
    """Each row has a paragraph of its own that holds its label and its cells, and no paragraph tells another's."""
    places = [place for one in article.tables for place in one.places()]
    assert len(set(places)) == len(places)
    assert len(article.prose()) + len(places) == len(article.paragraphs)
    for one in article.tables:
        assert one.size == bool(one.caption) + bool(one.header) + len(one.rows)
        assert len(one.row_places()) == len(one.rows)
        for row, place in zip(one.rows, one.row_places(), strict=True):
            cells = article.paragraphs[place].split(" | ")
            assert {row.label, *row.cells} - {""} <= set(cells)
            assert len(cells) <= len(row.cells) + 1


def told(article: Article) -> tuple[str, ...]:
    """The paragraphs of an article's tables."""
    return tuple(article.paragraphs[place] for one in article.tables for place in one.places())


def without_places(article: Article) -> tuple[Table, ...]:
    return tuple(Table(one.caption, one.header, one.rows) for one in article.tables)


def table(*rows: tuple[str, ...], head: tuple[str, ...] = (), thead: bool = False, caption: str = "") -> str:
    first = "".join(f"<th>{text}</th>" for text in head)
    top = (f"<thead><tr>{first}</tr></thead>" if thead else f"<tr>{first}</tr>") if head else ""
    lines = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows)
    return f"<table>{f'<caption>{caption}</caption>' if caption else ''}{top}{lines}</table>"


WARDS = (("Minau", "5", "0"), ("Orth", "12", "1"), ("Velm", "3", "0"))
BOXES = (
    "{}",
    "<div>{}</div>",
    '<div class="tablewrap"><div>{}</div></div>',
    "<figure>{}</figure>",
    "<section>{}</section>",
)


@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize("thead", [True, False])
@pytest.mark.parametrize("width", [2, 3])
def test_short_cells_are_read_at_the_first_look_in_any_box(box: str, thead: bool, width: int):
    head = ("Ward", "Cases", "Deaths")[:width]
    html = box.format(table(*(row[:width] for row in WARDS), head=head, thead=thead))
    rows = tuple(Row(row[0], row[1:width]) for row in WARDS)
    article = read(page(html))
    assert without_places(article) == (Table("", head[1:], rows),)
    shown = [" | ".join(row[:width]) for row in (head, *WARDS)]
    assert list(article.paragraphs) == [*PARAGRAPHS[:3], *shown, *PARAGRAPHS[3:]], "at its place in the text"


@pytest.mark.parametrize("width", [2, 4, 7, 12])
def test_tables_of_any_width_keep_each_cell_under_its_word(width: int):
    head = ("Year", *(f"Pier {n}" for n in range(1, width)))
    rows = [("2023", *(str(10 * n) for n in range(1, width))), ("2024", *(str(11 * n) for n in range(1, width)))]
    (found,) = read(page(table(*rows, head=head))).tables
    assert found.header == head[1:]
    assert [row.label for row in found.rows] == ["2023", "2024"]
    assert found.rows[1].cells == tuple(rows[1][1:])


def test_a_first_line_of_words_above_figures_heads_the_columns_without_any_mark():
    (found,) = read(page(table(("Ward", "Cases"), *(row[:2] for row in WARDS)))).tables
    assert found.header == ("Cases",)


@pytest.mark.parametrize(
    ("first", "header"),
    [
        (("Ward", "2031"), ()),  # one count that looks like a year: 2,031 people of a ward called Ward
        (("Alta", "2031", "1811"), ()),  # not in order of years
        (("Alta", "1604", "2031"), ()),  # too far apart
        (("Ward", "2029", "2030"), ("2029", "2030")),
        (("Ward", "2031", "2030"), ("2031", "2030")),
        (("Ward", "Cases", "2031"), ("Cases", "2031")),
    ],
)
def test_years_head_columns_where_they_read_as_years(first: tuple[str, ...], header: tuple[str, ...]):
    (found,) = read(page(table(first, *(row[: len(first)] for row in WARDS)))).tables
    assert found.header == header
    assert len(found.rows) == len(WARDS) + (not header)


@pytest.mark.parametrize(
    "pairs",
    [
        "<dl><dt>Active cases:</dt><dd>3,666</dd><dt>Recovered:</dt><dd>291</dd></dl>",
        "<table><tr><td>Active cases:</td><td>3,666</td></tr><tr><td>Recovered :</td><td>291</td></tr></table>",
        "<div><div><div>Active cases:</div><div>3,666</div></div><div><div>Recovered：</div><div>291</div></div></div>",
    ],
)
def test_colon_behind_a_label_is_no_part_of_it(pairs: str):
    (found,) = read(page(pairs)).tables
    assert found.rows == (Row("Active cases", ("3,666",)), Row("Recovered", ("291",)))


def test_counters_on_a_page_that_a_table_lays_out_are_rows():
    boxes = "<div><b>3,666</b><br>Active cases</div><div><b>291</b><br>Recovered</div>"
    story = f"<h1>{TITLE}</h1><div>{boxes}</div>" + "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
    html = f"<html><head><title>{TITLE}</title></head><body><table><tr><td><a href='/'>Home</a></td><td>{story}</td><td>9 C</td></tr></table></body></html>"
    (found,) = read(html).tables
    assert found.rows == (Row("Active cases", ("3,666",)), Row("Recovered", ("291",)))


ROLES = (
    '<div role="table"><div role="rowgroup"><div role="row"><span role="columnheader">Ward</span><span role="columnheader">Cases</span></div></div>'
    '<div role="rowgroup">{}</div></div>'
)
ROLE_ROW = '<div role="row"><span role="{}">{}</span><span role="cell">{}</span></div>'


@pytest.mark.parametrize("label", ["cell", "rowheader", "gridcell"])
@pytest.mark.parametrize("tag", ["div", "ax-table", "section"])
def test_boxes_whose_roles_make_a_table_are_one(label: str, tag: str):
    html = ROLES.format("".join(ROLE_ROW.format(label, *row[:2]) for row in WARDS))
    (found,) = read(page(f"<{tag}>{html}</{tag}>")).tables
    assert found.header == ("Cases",)
    assert found.rows == tuple(Row(row[0], (row[1],)) for row in WARDS)
    before = read_page(page(html), URL)
    after = read(page(html.replace(">12<", ">19<")), before.memory)
    assert after.tables[0].rows[1] == Row("Orth", ("19",))


@pytest.mark.parametrize("role", ["presentation", "none"])
def test_table_that_is_said_to_be_for_looks_is_none(role: str):
    html = page(table(*WARDS).replace("<table>", f'<table role="{role}">'))
    assert read_page(html, URL).article is not None
    assert not read_page(html, URL).article.tables  # type: ignore[union-attr]


def test_a_header_of_two_lines_is_joined_by_column():
    html = (
        "<table><thead><tr><th rowspan=2>Ward</th><th colspan=2>Cases</th></tr><tr><th>2023</th><th>2024</th></tr></thead>"
        "<tr><td>Minau</td><td>5</td><td>7</td></tr><tr><td>Orth</td><td>1</td><td></td></tr></table>"
    )
    (found,) = read(page(html)).tables
    assert found.header == ("Cases 2023", "Cases 2024")
    assert found.rows == (Row("Minau", ("5", "7")), Row("Orth", ("1", "")))


def test_a_column_of_serial_numbers_is_no_cell_and_a_new_row_touches_no_other():
    def numbered(*names: str) -> str:
        rows = [(str(n), name, str(len(name))) for n, name in enumerate(names, 1)]
        return page(table(*rows, head=("S. No.", "Ward", "Cases")))

    before = read_page(numbered("Minau", "Orth", "Velm"), URL)
    after = read(numbered("Alta", "Minau", "Orth", "Velm"), before.memory)
    assert before.article is not None
    assert set(before.article.tables[0].rows) < set(after.tables[0].rows)
    assert after.tables[0].header == ("Cases",)


@pytest.mark.parametrize("count", [1, 3])
def test_rows_that_move_come_or_go_are_no_doubt_and_touch_no_paragraph(count: int):
    first = read_page(page(table(*WARDS, head=("Ward", "Cases", "Deaths"))), URL)
    rows = (*WARDS[::-1], *((f"Quay {n}", str(n), "0") for n in range(count)))
    second = read_page(page(table(*rows, head=("Ward", "Cases", "Deaths"))), URL, memory=first.memory)
    assert not second.cannot_tell
    assert second.article is not None
    assert second.article.prose() == PARAGRAPHS
    assert_each_row_stands_once(second.article)
    assert [row.label for row in second.article.tables[0].rows] == [row[0] for row in rows]


def test_a_cell_that_moves_is_seen_at_the_second_look():
    first = read_page(page(table(*WARDS)), URL)
    moved = (("Minau", "14", "0"), *WARDS[1:])
    assert read(page(table(*moved)), first.memory).tables[0].rows[0] == Row("Minau", ("14", "0"))


def test_a_list_in_a_cell_is_told_in_it():
    html = "<table><tr><th>Ward</th><th>Hurt</th></tr><tr><td>Minau</td><td><ul><li>6 by glass</li><li>3 by water</li></ul></td></tr></table>"
    article = read(page(html))
    assert without_places(article) == (Table("", ("Hurt",), (Row("Minau", ("6 by glass; 3 by water",)),)),)
    assert told(article) == ("Ward | Hurt", "Minau | 6 by glass; 3 by water")


def test_a_list_of_terms_in_a_cell_is_told_once():
    terms = "<dl><dt>glass</dt><dd>6</dd><dt>water</dt><dd>3</dd></dl>"
    html = f"<table><tr><th>Ward</th><th>Hurt</th></tr><tr><td>{terms}</td><td>9</td></tr><tr><td>Orth</td><td>2</td></tr></table>"
    article = read(page(html))
    assert told(article) == ("Ward | Hurt", "glass; 6; water; 3 | 9", "Orth | 2")


def test_caption_and_group_lines_are_told_once():
    html = table(
        ("North",), *WARDS[:2], ("South",), WARDS[2], head=("Ward", "Cases", "Deaths"), caption="Cases by ward"
    )
    (found,) = read(page(html)).tables
    assert found.caption == "Cases by ward"
    assert [row.label for row in found.rows] == ["North", "Minau", "Orth", "South", "Velm"]


def test_a_row_stands_in_the_text_as_the_page_has_it():
    html = (
        "<table><caption>Piers</caption><tr><th>No.</th><th>Metres</th><th>Pier</th><th>State</th></tr>"
        "<tr><td>1</td><td>610</td><td>West</td><td></td></tr><tr><td>2</td><td>88</td><td>Lomax</td><td>open</td></tr>"
        "<tr><td>3</td><td>104</td><td>Tarn</td><td>open</td></tr><tr><td colspan=4>East side</td></tr></table>"
    )
    lines = ("Piers", "Metres | Pier | State", "610 | West", "88 | Lomax | open", "104 | Tarn | open", "East side")
    assert told(read(page(html))) == lines


def test_a_label_that_reaches_over_two_rows_names_both():
    html = "<table><tr><th>Ward</th><th>Cases</th></tr><tr><td rowspan=2>Minau</td><td>5</td></tr><tr><td>7</td></tr></table>"
    article = read(page(html))
    assert article.tables[0].rows == (Row("Minau", ("5",)), Row("Minau", ("7",)))
    assert told(article) == ("Ward | Cases", "Minau | 5", "Minau | 7")


CELLS = st.sampled_from(
    ["", "7", "1,204", "12 %", "–", "open", "North quay", "Orth", "2024", "<b>3</b> boats", "a | b"]
)
SPANS = st.sampled_from(["", "", "", " colspan=2", " rowspan=2"])


@settings(max_examples=40)
@given(st.lists(st.lists(st.tuples(CELLS, SPANS), min_size=1, max_size=5), min_size=1, max_size=6), st.booleans())
def test_every_row_of_any_table_stands_once_in_the_text(rows: list[list[tuple[str, str]]], heads: bool):
    lines = ["".join(f"<td{spans}>{text}</td>" for text, spans in row) for row in rows]
    if heads:
        lines[0] = lines[0].replace("td", "th")
    html = f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"
    article = read_page(page(html), URL).article
    assert article is not None
    places = [place for one in article.tables for place in one.places()]
    assert len(set(places)) == len(places)
    assert [text for n, text in enumerate(article.paragraphs) if n not in places] == list(article.prose())
    assert set(PARAGRAPHS) <= set(article.prose())
    for one in article.tables:
        assert len(one.row_places()) == len(one.rows)
        for row, place in zip(one.rows, one.row_places(), strict=True):
            assert all(cell in article.paragraphs[place] for cell in (row.label, *row.cells))
            assert row.line(one.header) not in article.prose()


@pytest.mark.parametrize(
    "boxes",
    [
        '<ul class="count"><li class="red"><strong>3,666</strong> <span>Active cases</span></li><li class="blue"><strong>291</strong> <span>Recovered</span></li></ul>',
        "<div><div><div>3,666</div><div>Active cases</div></div><div><div>291</div><div>Recovered</div></div></div>",
        "<div><section><h3>Active cases</h3><p>3,666</p></section><section><h3>Recovered</h3><p>291</p></section></div>",
        "<dl><dt>Active cases</dt><dd>3,666</dd><dt>Recovered</dt><dd>291</dd></dl>",
    ],
)
def test_counters_above_the_text_are_rows(boxes: str):
    found = read(page(above=boxes)).tables
    assert [row for one in found for row in one.rows] == [Row("Active cases", ("3,666",)), Row("Recovered", ("291",))]


@pytest.mark.parametrize(
    "furniture",
    [
        "<aside><table><tr><th>Share</th><th>Price</th></tr><tr><td>Tarn</td><td>31.2</td></tr><tr><td>Orla</td><td>8.1</td></tr></table></aside>",
        "<footer><table><tr><td>Ferries</td><td>9</td></tr><tr><td>Trains</td><td>4</td></tr></table></footer>",
        '<nav role="navigation"><table><tr><td>Town</td><td>9</td></tr><tr><td>Port</td><td>4</td></tr></table></nav>',
        '<table><tr><td><a href="/1">Ferry 12 is late</a></td><td><a href="/2">Dredger 4 is back</a></td></tr></table>',
        '<ul class="share"><li><b>12</b> <span>comments</span></li><li><b>340</b> <span>shares</span></li></ul>',
        '<ul><li><a href="/a"><b>12</b> Replies</a></li><li><a href="/b"><b>7</b> Letters</a></li></ul>',
    ],
)
def test_tables_and_counters_of_the_furniture_stay_out(furniture: str):
    assert read(page(after=furniture)).tables == ()
    assert read(page(above=furniture)).tables == ()


def test_prose_of_a_layout_is_read_as_prose():
    text = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
    html = f"<html><head><title>{TITLE}</title></head><body><table><tr><td><a href='/'>Home</a></td><td><h1>{TITLE}</h1>{text}</td><td>9 C</td></tr></table></body></html>"
    article = read(html)
    assert article.tables == ()


def test_a_register_that_is_one_table_is_read():
    rows = tuple((f"Harbour fund {n}", f"{n}0{n}", "open" if n % 2 else "closed") for n in range(1, 12))
    html = f"<html><head><title>Register of funds</title></head><body><h1>Register of funds</h1>{table(*rows, head=('Fund', 'Members', 'State'))}</body></html>"
    first = read_page(html, URL)
    assert first.article is not None
    assert len(first.article.tables[0].rows) == 11
    second = read_page(html.replace("<td>303</td>", "<td>306</td>"), URL, memory=first.memory)
    assert second.article is not None
    assert not second.cannot_tell
    assert second.article.tables[0].rows[2] == Row("Harbour fund 3", ("306", "open"))


def test_spans_that_fill_each_other_are_read_in_time():
    rows = "".join("<tr>" + "<td colspan=999 rowspan=999>7</td>" * 40 + "</tr>" for _ in range(200))
    read(page(f"<table>{rows}</table>"))
