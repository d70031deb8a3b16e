"""`python -m benchmarks.tolls [--steps 800] [--seed 1]`: a number that rolls on while every sentence is written anew.

Each step takes the article of the step before, gives one or no figure another value and says everything in other words,
in another order, with another source. Exactly that figure must be told. Texts are made here; nothing is read.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from benchmarks.rewrites import facts, line
from monitor.changes import Change, Kind
from spiders.article import Article


class Slot(NamedTuple):
    """One figure of a story and the sentences that can say it."""

    name: str
    first: int
    step: int
    sentences: tuple[str, ...]


class Story(NamedTuple):
    """Slots of one story and sentences without figures that stand between them, in each of their wordings."""

    lang: str
    slots: tuple[Slot, ...]
    between: tuple[tuple[str, ...], ...]


STORIES = (
    Story(
        "en",
        (
            Slot(
                "death",
                41,
                3,
                (
                    "At least {n} people have been killed in the Tarsis floods, the health ministry said.",
                    "The death toll from the Tarsis floods has risen to at least {n}, the health ministry says.",
                    "Floods in Tarsis have left at least {n} people dead, officials say.",
                    "No fewer than {n} people have died in the floods in Tarsis, the governor's office said.",
                    "At least {n} deaths have been confirmed in Tarsis since the floods began.",
                    "The number of people who lost their lives in the Tarsis floods now stands at at least {n}.",
                ),
            ),
            Slot(
                "injury",
                210,
                17,
                (
                    "Another {n} people were injured.",
                    "Hospitals have treated {n} injured people.",
                    "{n} people have been hurt, the hospitals say.",
                    "The number of injured is {n}.",
                    "Doctors said {n} people had been wounded.",
                ),
            ),
            Slot(
                "displaced",
                12_400,
                900,
                (
                    "About {n} people have been driven from their homes.",
                    "Around {n} residents have been displaced by the water, aid workers said.",
                    "Some {n} people had to leave their homes.",
                    "Roughly {n} people are displaced, the Red Cross says.",
                ),
            ),
            Slot(
                "missing",
                9,
                2,
                (
                    "Police say {n} people are still missing.",
                    "{n} people remain unaccounted for, according to police.",
                    "Rescuers are searching for {n} missing people.",
                    "There are {n} people missing, the rescue services said.",
                ),
            ),
        ),
        (
            ("Roads in the south are closed.", "In the south, roads remained closed.", "The southern roads are shut."),
            (
                "The water is slowly going down.",
                "Slowly, the water recedes.",
                "Water levels have begun to fall slowly.",
            ),
            ("Schools will stay shut this week.", "This week there will be no lessons in the schools."),
        ),
    ),
    Story(
        "en",
        (
            Slot(
                "case",
                1_204,
                131,
                (
                    "The ministry has registered {n} cases of cholera in Mbala.",
                    "In Mbala, {n} cholera cases have been confirmed.",
                    "{n} people in Mbala have been infected with cholera, doctors say.",
                    "The number of cholera cases in Mbala has reached {n}, the ministry said.",
                ),
            ),
            Slot(
                "arrest",
                14,
                5,
                (
                    "Police arrested {n} people during a protest over dirty water.",
                    "{n} arrests were made at a protest against dirty water.",
                    "At a protest about the water, {n} people were detained.",
                    "Officers detained {n} demonstrators who protested against dirty water.",
                ),
            ),
            Slot(
                "money",
                38,
                7,
                (
                    "Donors have pledged ${n} million.",
                    "Pledges by donors amount to ${n} million.",
                    "Donors promised {n} million dollars.",
                    "A total of ${n} million has been promised by donors.",
                ),
            ),
        ),
        (
            ("Wells have been sealed.", "The wells were closed off.", "Workers have sealed wells."),
            ("Tents arrived by air.", "By air, tents have been brought in.", "Aircraft brought tents."),
        ),
    ),
    Story(
        "fr",
        (
            Slot(
                "death",
                34,
                4,
                (
                    "Le séisme de Morval a fait au moins {n} morts, selon la préfecture.",
                    "Au moins {n} personnes ont été tuées dans le séisme de Morval, a annoncé la préfecture.",
                    "Le bilan du séisme de Morval s'élève à au moins {n} morts.",
                    "Au moins {n} personnes sont mortes à Morval, d'après les secours.",
                ),
            ),
            Slot(
                "injury",
                180,
                12,
                (
                    "Les hôpitaux ont accueilli {n} blessés.",
                    "{n} personnes ont été blessées.",
                    "On compte {n} blessés, selon les médecins.",
                ),
            ),
        ),
        (
            ("Les routes sont coupées.", "Les routes restent fermées."),
            ("Le gouvernement promet des tentes.", "Des tentes sont promises par le gouvernement."),
        ),
    ),
    Story(
        "es",
        (
            Slot(
                "death",
                52,
                5,
                (
                    "Al menos {n} personas murieron en el incendio de Varga, informó la policía.",
                    "El incendio de Varga dejó al menos {n} muertos, según la policía.",
                    "La cifra de muertos por el incendio de Varga subió a al menos {n}.",
                    "Al menos {n} personas han fallecido en Varga, dijo el alcalde.",
                ),
            ),
            Slot(
                "injury",
                130,
                11,
                (
                    "Hay {n} heridos en los hospitales.",
                    "{n} personas resultaron heridas.",
                    "Los médicos atendieron a {n} heridos.",
                ),
            ),
        ),
        (
            ("El barrio está sin luz.", "No hay luz en el barrio.", "El barrio sigue sin luz."),
            ("El alcalde visitó la zona.", "La zona fue visitada por el alcalde."),
        ),
    ),
    Story(
        "de",
        (
            Slot(
                "death",
                27,
                2,
                (
                    "Bei dem Erdrutsch in Kolm kamen mindestens {n} Menschen ums Leben, teilte die Polizei mit.",
                    "Die Zahl der Toten nach dem Erdrutsch in Kolm ist auf mindestens {n} gestiegen.",
                    "Mindestens {n} Menschen starben bei dem Erdrutsch in Kolm, sagte ein Sprecher.",
                    "Der Erdrutsch in Kolm hat mindestens {n} Menschen getötet.",
                ),
            ),
            Slot(
                "injury",
                96,
                8,
                (
                    "{n} Menschen wurden verletzt.",
                    "In den Krankenhäusern liegen {n} Verletzte.",
                    "Die Ärzte sprechen von {n} Verletzten.",
                ),
            ),
        ),
        (
            ("Die Straße ist gesperrt.", "Gesperrt bleibt die Straße."),
            ("Hubschrauber bringen Zelte.", "Zelte werden mit Hubschraubern gebracht."),
        ),
    ),
    Story(
        "pt",
        (
            Slot(
                "death",
                61,
                6,
                (
                    "Pelo menos {n} pessoas morreram nas enchentes de Itarana, informou a Defesa Civil.",
                    "As enchentes em Itarana deixaram pelo menos {n} mortos, segundo a Defesa Civil.",
                    "O número de mortos nas enchentes de Itarana subiu para pelo menos {n}.",
                    "Pelo menos {n} mortes foram confirmadas em Itarana.",
                ),
            ),
            Slot(
                "injury",
                140,
                9,
                (
                    "{n} pessoas ficaram feridas.",
                    "Os hospitais atenderam {n} feridos.",
                    "Há {n} feridos, segundo os médicos.",
                ),
            ),
        ),
        (
            ("A ponte caiu.", "Caiu a ponte."),
            ("O governo enviou barracas.", "Barracas foram enviadas pelo governo."),
        ),
    ),
    Story(
        "ar",
        (
            Slot(
                "death",
                45,
                4,
                (
                    "قُتل {n} شخصا في القصف على مدينة النور، حسبما أعلنت وزارة الصحة.",
                    "ارتفعت حصيلة القتلى في مدينة النور إلى {n} قتيلا، وفق وزارة الصحة.",
                    "أعلنت وزارة الصحة مقتل {n} شخصا في مدينة النور.",
                    "أسفر القصف على مدينة النور عن مقتل {n} شخصا.",
                ),
            ),
            Slot(
                "injury",
                120,
                9,
                (
                    "وأصيب {n} آخرون بجروح.",
                    "وبلغ عدد الجرحى {n} جريحا.",
                    "وأعلنت المستشفيات إصابة {n} شخصا بجروح.",
                ),
            ),
        ),
        (("الطرق مغلقة.", "ولا تزال الطرق مغلقة."), ("وصلت خيام إلى المدينة.", "ووصلت إلى المدينة خيام.")),
    ),
)
_MARKS = {"en": ",", "fr": "\u202f", "es": ".", "de": ".", "pt": ".", "ar": ","}


def told(story: Story, values: Sequence[int], rng: random.Random) -> Article:
    """The story with these values, in words and an order drawn anew. The first slot stays on top, as in a report."""
    lines = [
        rng.choice(slot.sentences).format(n=_written(value, story.lang))
        for slot, value in zip(story.slots, values, strict=True)
    ]
    rest = [*lines[1:], *(rng.choice(wordings) for wordings in story.between)]
    rng.shuffle(rest)
    cut = rng.randint(1, len(rest))
    paragraphs = [f"{lines[0]} {' '.join(rest[:cut])}" if rng.random() < 0.3 else lines[0], *rest[:cut], *rest[cut:]]
    if paragraphs[0] != lines[0]:
        paragraphs = [paragraphs[0], *rest[cut:]]
    return Article.from_text(paragraphs, None, story.lang)


def _written(value: int, lang: str) -> str:
    return f"{value:,}".replace(",", _MARKS[lang]) if value >= 1000 else str(value)


def measure(steps: int, seed: int) -> Iterator[str]:
    """Lines of results: each step that was told wrongly, then found, missed and false figures by language."""
    rng = random.Random(seed)
    count: Counter[tuple[str, str]] = Counter()
    for number in range(steps):
        story = STORIES[number % len(STORIES)]
        values = [slot.first + slot.step * rng.randint(0, 40) for slot in story.slots]
        after = list(values)
        moved = rng.randrange(-1, len(values))  # -1: everything is reworded and nothing changes
        if moved >= 0:
            after[moved] += story.slots[moved].step * rng.randint(1, 3)
        if len(set(values + after)) < len(values) + (moved >= 0):
            continue  # two slots with one value are another test
        old, new = told(story, values, rng), told(story, after, rng)
        # Who says it differs from step to step, and is told as such; that is no figure.
        found = [change for change in facts(old, new) if not change.kind.startswith("attribution.")]
        right = [c for c in found if moved >= 0 and _is(c, values[moved], after[moved])]
        count[story.lang, "there"] += moved >= 0
        count[story.lang, "told"] += len(found)
        count[story.lang, "right"] += bool(right)
        if len(found) != (moved >= 0) or (moved >= 0 and not right):
            what = f"{story.slots[moved].name} {values[moved]} -> {after[moved]}" if moved >= 0 else "nothing"
            yield f"  step {number} ({story.lang}): {what}"
            yield from (f"      {line(change)}" for change in found)
    for lang in [*dict.fromkeys(story.lang for story in STORIES), ""]:
        there, said, good = (sum(count[name, key] for name in ([lang] if lang else _MARKS)) for key in _KEYS)
        f1 = 200 * good / (there + said) if there + said else 100.0
        yield f"{lang or 'all':4} {there:5} steps {said:5} told {good:5} right   F1 {f1:.1f}"


_KEYS = ("there", "told", "right")


def _is(change: Change, old: int, new: int) -> bool:
    """Whether a change is exactly this step of a figure, in the unit of millions where the text says so."""
    if change.kind is not Kind.FIGURE_VALUE or change.delta is None:
        return False
    return change.delta in (new - old, (new - old) * 1_000_000)


def main(words: Sequence[str]) -> int:
    """Print the results; 1 if a step was told wrongly."""
    parser = argparse.ArgumentParser(prog="benchmarks.tolls", description=__doc__)
    parser.add_argument("--steps", type=int, default=800)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(words)
    lines = list(measure(given.steps, given.seed))
    print("\n".join(lines))
    return int(any(text.startswith("  step") for text in lines))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
