"""Tables of facts are read from the first look, row by row, whatever box they stand in; layouts stay layouts."""

from __future__ import annotations

import pytest

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
    assert reading.article.paragraphs == PARAGRAPHS
    return reading.article


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
    assert read(page(html)).tables == (Table("", head[1:], rows),)


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
    assert second.article.paragraphs == PARAGRAPHS
    assert [row.label for row in second.article.tables[0].rows] == [row[0] for row in rows]


def test_a_cell_that_moves_is_seen_at_the_second_look():
    first = read_page(page(table(*WARDS)), URL)
    moved = (("Minau", "14", "0"), *WARDS[1:])
    assert read(page(table(*moved)), first.memory).tables[0].rows[0] == Row("Minau", ("14", "0"))


def test_a_list_in_a_cell_is_told_in_it():
    html = "<table><tr><th>Ward</th><th>Hurt</th></tr><tr><td>Minau</td><td><ul><li>6 by glass</li><li>3 by water</li></ul></td></tr></table>"
    assert read(page(html)).tables == (Table("", ("Hurt",), (Row("Minau", ("6 by glass; 3 by water",)),)),)


def test_caption_and_group_lines_are_told_once():
    html = table(
        ("North",), *WARDS[:2], ("South",), WARDS[2], head=("Ward", "Cases", "Deaths"), caption="Cases by ward"
    )
    (found,) = read(page(html)).tables
    assert found.caption == "Cases by ward"
    assert [row.label for row in found.rows] == ["North", "Minau", "Orth", "South", "Velm"]


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
