"""The taxonomy: every kind of change, its meaning and an example. Data only; DESIGN's words, held to docs by a test."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """A kind of change. Its value is the outward promise: rules, webhooks and screens use it."""

    FIGURE_VALUE = "figure.value"
    FIGURE_BOUND = "figure.bound"
    FIGURE_UNIT = "figure.unit"
    FIGURE_COUNTED = "figure.counted"
    FIGURE_ASOF = "figure.asof"
    FIGURE_ADDED = "figure.added"
    FIGURE_REMOVED = "figure.removed"
    ATTRIBUTION_CHANGED = "attribution.changed"
    ATTRIBUTION_ADDED = "attribution.added"
    ATTRIBUTION_REMOVED = "attribution.removed"
    QUOTE_TEXT = "quote.text"
    QUOTE_SPEAKER = "quote.speaker"
    QUOTE_ADDED = "quote.added"
    QUOTE_REMOVED = "quote.removed"
    ENTITY_NAME = "entity.name"
    ENTITY_PLACE = "entity.place"
    ENTITY_ROLE = "entity.role"
    DATETIME_CHANGED = "datetime.changed"
    DATETIME_ADDED = "datetime.added"
    DATETIME_REMOVED = "datetime.removed"
    POLARITY_CHANGED = "polarity.changed"
    CERTAINTY_CHANGED = "certainty.changed"
    EVENT_CHANGED = "event.changed"
    CLAIM_CHANGED = "claim.changed"
    CLAIM_ADDED = "claim.added"
    CLAIM_REMOVED = "claim.removed"
    CORRECTION_NOTICE = "correction.notice"
    HEADLINE_CHANGED = "headline.changed"
    ARTICLE_REMOVED = "article.removed"
    ARTICLE_RESTORED = "article.restored"
    ARTICLE_MOVED = "article.moved"
    WATCH_FAILING = "watch.failing"
    WATCH_QUIET = "watch.quiet"
    WATCH_BACK = "watch.back"
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a kind means to a reader, an example of it, and how an alert treats it where no rule says otherwise."""

    text: str
    before: str
    after: str
    default: str
    """alert-high, alert, alert-low, digest, or silent."""

    @property
    def level(self) -> str:
        """The level that goes with it: alert, digest or wording."""
        return {"digest": "digest", "silent": "wording"}.get(self.default, "alert")


MEANINGS: dict[Kind, Meaning] = {
    Kind.FIGURE_VALUE: Meaning(
        "The same figure has another value; the ends of a range too.",
        "Floods killed more than 310 people in Tarsis.",
        "Floods killed more than 340 people in Tarsis.",
        "alert",
    ),
    Kind.FIGURE_BOUND: Meaning(
        "The same value, but another bound: at least, more than, about, up to.",
        "At least 40 people were killed in the fire.",
        "More than 40 people were killed in the fire.",
        "alert-low",
    ),
    Kind.FIGURE_UNIT: Meaning(
        "The digits stay, the unit or currency is another.",
        "The fire burned 5,000 acres of forest.",
        "The fire burned 5,000 hectares of forest.",
        "alert-high",
    ),
    Kind.FIGURE_COUNTED: Meaning(
        "The number stays, what it counts is another.",
        "The blast left 14 people wounded, the army said.",
        "The blast left 14 people dead, the army said.",
        "alert-high",
    ),
    Kind.FIGURE_ASOF: Meaning(
        "The figure stays, the day or hour it holds for moved.",
        "As of Monday, 1,204 cases had been confirmed.",
        "As of Tuesday, 1,204 cases had been confirmed.",
        "digest",
    ),
    Kind.FIGURE_ADDED: Meaning(
        "A figure that the old version did not give, in any words.",
        "A bridge collapsed near Orlo.",
        "A bridge collapsed near Orlo, killing at least 21 people.",
        "alert",
    ),
    Kind.FIGURE_REMOVED: Meaning(
        "A figure that the new version no longer gives.",
        "A bridge collapsed near Orlo, killing at least 21 people.",
        "A bridge collapsed near Orlo.",
        "alert-low",
    ),
    Kind.ATTRIBUTION_CHANGED: Meaning(
        "The same is reported, but someone else says it.",
        "The strike hit a school, the military said.",
        "The strike hit a school, the civil defence said.",
        "alert",
    ),
    Kind.ATTRIBUTION_ADDED: Meaning(
        "A claim of the outlet's own now names a source.",
        "The factory had been warned about its wiring.",
        "The factory had been warned about its wiring, according to a former inspector.",
        "digest",
    ),
    Kind.ATTRIBUTION_REMOVED: Meaning(
        "A claim lost its source and is now the outlet's own.",
        "The factory had been warned about its wiring, according to a former inspector.",
        "The factory had been warned about its wiring.",
        "alert",
    ),
    Kind.QUOTE_TEXT: Meaning(
        "Words inside the quotation marks differ.",
        '"We will never sell the harbour to them," the mayor said.',
        '"We will not sell the harbour to them now," the mayor said.',
        "alert",
    ),
    Kind.QUOTE_SPEAKER: Meaning(
        "The quote stays, someone else is said to have spoken it.",
        '"It was a shell company," said the prosecutor Rita Basto.',
        '"It was a shell company," said the inspector Caio Danta.',
        "alert",
    ),
    Kind.QUOTE_ADDED: Meaning(
        "A quote whose words the old version held nowhere.",
        "The mayor visited the site.",
        'The mayor visited the site. "We will rebuild every single house," she said.',
        "digest",
    ),
    Kind.QUOTE_REMOVED: Meaning(
        "A quote whose words the new version holds nowhere.",
        'The mayor visited the site. "We will rebuild every single house," she said.',
        "The mayor visited the site.",
        "digest",
    ),
    Kind.ENTITY_NAME: Meaning(
        "A person, body or thing has another name or another spelling of it.",
        "The prize went to Anna Meyers for a bridge of salt.",
        "The prize went to Anna Myers for a bridge of salt.",
        "alert",
    ),
    Kind.ENTITY_PLACE: Meaning(
        "It happened somewhere else.",
        "The bus left the road near Abanca on its way south.",
        "The bus left the road near Andaway on its way south.",
        "alert",
    ),
    Kind.ENTITY_ROLE: Meaning(
        "The office of a person was corrected.",
        "The finance minister Ola Brandt resigned after the vote.",
        "The deputy finance minister Ola Brandt resigned after the vote.",
        "alert",
    ),
    Kind.DATETIME_CHANGED: Meaning(
        "The day or hour of an event is another.",
        "The hearing was set for 14 May in Orlo.",
        "The hearing was set for 21 May in Orlo.",
        "alert",
    ),
    Kind.DATETIME_ADDED: Meaning(
        "A day or hour that the old version did not give, in any words.",
        "The vote will be repeated.",
        "The vote will be repeated on 18 December.",
        "alert",
    ),
    Kind.DATETIME_REMOVED: Meaning(
        "A day or hour that the new version no longer gives.",
        "The vote will be repeated on 18 December.",
        "The vote will be repeated.",
        "digest",
    ),
    Kind.POLARITY_CHANGED: Meaning(
        "A negation came or went.",
        "The bank said it would raise its rate in spring.",
        "The bank said it would not raise its rate in spring.",
        "alert-high",
    ),
    Kind.CERTAINTY_CHANGED: Meaning(
        "What was possible is now certain, or the other way round.",
        "A leaking pipe may have caused the explosion in Mill Street.",
        "A leaking pipe caused the explosion in Mill Street.",
        "alert",
    ),
    Kind.EVENT_CHANGED: Meaning(
        "The outcome is another: rose or fell, missing or dead, acquitted or convicted.",
        "Shares in the lender rose sharply in early trade.",
        "Shares in the lender fell sharply in early trade.",
        "alert-high",
    ),
    Kind.CLAIM_CHANGED: Meaning(
        "Words differ and no licence explains them; a number that names, or a word of one kind, is another one.",
        "The crew of flight MN204 radioed for help at dawn.",
        "The crew of flight MN240 radioed for help at dawn.",
        "digest",
    ),
    Kind.CLAIM_ADDED: Meaning(
        "A statement that the old version told in no words: a death, an arrest, a rule.",
        "The road to Orlo was closed.",
        "The road to Orlo was closed. The driver was arrested at his home.",
        "digest",
    ),
    Kind.CLAIM_REMOVED: Meaning(
        "A statement that the new version tells in no words.",
        "The road to Orlo was closed. The driver was arrested at his home.",
        "The road to Orlo was closed.",
        "digest",
    ),
    Kind.CORRECTION_NOTICE: Meaning(
        "A correction notice was added, edited or removed.",
        "The tunnel will be 14 km long.",
        "The tunnel will be 14 km long.\nCorrection: An earlier version of this article gave its length as 11 km.",
        "alert-high",
    ),
    Kind.HEADLINE_CHANGED: Meaning(
        "The headline tells something the old version told nowhere, and no other change shows it.",
        "Talks on harbour sale resume in Orlo",
        "Minister resigns over secret harbour contract",
        "alert",
    ),
    Kind.ARTICLE_REMOVED: Meaning("The outlet took the article away.", "the article", "410 Gone", "alert-high"),
    Kind.ARTICLE_RESTORED: Meaning("A removed article is served again.", "410 Gone", "the article", "alert"),
    Kind.ARTICLE_MOVED: Meaning(
        "The article answers at another address.", "https://news.example/a", "https://news.example/b", "digest"
    ),
    Kind.WATCH_FAILING: Meaning(
        "Looks over hours (`tell_failing_after`) brought nothing that can be compared; told once.",
        "the article",
        "timeout",
        "alert-low",
    ),
    Kind.WATCH_QUIET: Meaning(
        "The article showed nothing new for as long as `tell_quiet_after` says; told once.", "", "the article", "digest"
    ),
    Kind.WATCH_BACK: Meaning("An article that was failing is read again.", "timeout", "the article", "digest"),
    Kind.WORDING: Meaning(
        "A sentence was reworded, added or dropped and a licence says why no fact moved; kept in the history.",
        "The film begins at the old mill.",
        "The movie begins at the old mill.",
        "silent",
    ),
}
"""Every kind, in the order of the taxonomy. A test compares the examples: each must give its kind and no other."""


def taxonomy() -> str:
    """The table in docs/changes.md, one row a kind. Regenerate: python -m monitor.changes.kinds."""
    rows = ["| kind | what it means | before | after | by default |", "|---|---|---|---|---|"]
    for kind, meaning in MEANINGS.items():
        cells = (f"`{kind}`", meaning.text, meaning.before, meaning.after, meaning.default)
        rows.append("| " + " | ".join(cell.replace("\n", " / ").replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows)


if __name__ == "__main__":
    print(taxonomy())
