"""The bench of growth: the store that it makes is a sound one of ours, its figures have names, its chart its points."""

import xml.etree.ElementTree as xml

import pytest

from benchmarks import drawing, store_growth
from benchmarks.filling import fill, hosts_of
from monitor.store import Store, claims, history, versions

pytestmark = pytest.mark.file

NOW = 1_790_000_000_000


def test_the_made_store_is_sound_and_its_articles_are_read_and_due(tmp_path):
    fill(tmp_path, 300, NOW)
    store = Store(tmp_path)
    rows = store.read(history.articles)
    assert {row.state for row in rows} == {"read"}
    assert len({row.url for row in rows}) == 300
    assert len({row.host for row in rows}) == hosts_of(300) == 6
    assert store.read(versions.article_of, 300, 1).paragraphs
    assert store.read(history.facts, 299, 1)
    assert store.write(claims.claim, NOW, 9, pause_ms=0, per_host=8) == []
    assert len(store.write(claims.claim, NOW + 2 * 86_400_000, 400, pause_ms=1, per_host=8)) == 6
    store.close()


def test_every_figure_that_is_told_has_its_name_and_nothing_is_nought_that_was_done():
    found = {}
    store_growth.measure(600, found.__setitem__, whole=False)
    assert set(found) <= set(store_growth.FIGURES)
    assert found["file"] > 1_000
    assert found["bring_forward"] > 0
    assert found["wal"] > 0


def test_the_chart_has_a_line_of_points_for_each_figure_and_no_script():
    text = drawing.chart(
        "A & B", "articles", "ms", [drawing.Line("one", {10: 0.0, 1_000: 20.0}), drawing.Line("two", {10: 3.0})]
    )
    picture = xml.fromstring(text)
    space = "{http://www.w3.org/2000/svg}"
    assert picture.find(f"{space}title").text == "A & B"
    lines = [line.get("points").split() for line in picture.iter(f"{space}polyline")]
    assert [len(points) for points in lines] == [2, 1]
    low, high = (float(point.split(",")[1]) for point in lines[0])
    assert low > high, "more is further up"
    assert "script" not in text
