"""Asking the told findings by what they have in common finds the same winner as looking at all of them."""

from __future__ import annotations

from monitor.changes.arbitration import ROWS, settle
from monitor.changes.comparison import findings
from monitor.changes.evidence.versions import Versions
from monitor.changes.findings import Finding
from monitor.facts.parsed import parse
from spiders.article import Article

OLD = [
    "The flood killed 41 people in Orlo, the ministry said on Tuesday.",
    "Some 1,200 homes were damaged and 14 bridges closed.",
    '"We lost 12 boats," said Ada Venn, who leads the port.',
    "The hearing is on 4 May. Section 7 applies.",
]
NEW = [
    "The flood killed 47 people in Orlo, the army said on Wednesday.",
    "Some 1,450 homes were damaged and 16 bridges closed.",
    '"We lost 15 boats," said Ida Venn, who leads the port.',
    "The hearing is on 9 May. Section 9 applies. Repairs cost 3 million crowns.",
]


def _by_looking_at_all(finding: Finding, told: list[Finding]) -> bool:
    return any(
        finding.detector in row.loser
        and winner.detector in row.winner
        and row.lies(winner, finding)
        and (row.only is None or row.only(winner, finding))
        for row in ROWS
        for winner in told
    )


def test_what_is_told_and_shadowed_is_what_looking_at_all_gives() -> None:
    titles = ("Flood kills 41", "Flood kills 47")
    versions = Versions(parse(Article.from_text(OLD, titles[0])), parse(Article.from_text(NEW, titles[1])))
    settled = settle(findings(versions))
    assert len(settled.told) > 5
    assert settled.shadowed
    for n, finding in enumerate(settled.told):
        assert not _by_looking_at_all(finding, settled.told[:n])
    for shadowed in settled.shadowed:
        assert _by_looking_at_all(shadowed.finding, settled.told)


def test_a_figure_said_twice_is_told_once_with_its_other_place() -> None:
    versions = Versions(
        parse(Article.from_text(OLD, "Flood kills 41")), parse(Article.from_text(NEW, "Flood kills 47"))
    )
    tolls = [f for f in settle(findings(versions)).told if f.change.new and f.change.new.text == "47"]
    assert [(f.change.where, [place.where for place in f.change.also]) for f in tolls] == [("lead", ["headline"])]
