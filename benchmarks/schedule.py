"""`python -m benchmarks.schedule`: the real schedule in four worlds of edits, against an oracle that knows their rates.

Prints mean delays until an edit is seen, at equal numbers of looks, and how well budgets were kept. The clock is a
number, nothing is fetched; what is run is monitor/schedule.
"""

from __future__ import annotations

import argparse
import bisect
import heapq
import math
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.worlds import BROUGHT, LIFE, WORLDS, Story, by_day, rate, stories, to_wait_for
from monitor.schedule import cadence
from monitor.schedule.control import Meter
from monitor.schedule.due import Found, Limits, next_due
from monitor.schedule.habits import Habits
from monitor.schedule.known import HOUR_MS, Known, compared
from monitor.schedule.plan import Adaptive

LIMITS = Limits(fastest=120.0, slowest=7 * 86_400.0, confirm=600.0)
CONTROL_HOURS = 0.25
FASTEST_POLL, SLOWEST_POLL = 5 / 60, 2.0
SPAN, WARM = 3 * LIFE, LIFE
"""Hours over which articles are published. Those of the first 30 days warm everything up, those of the last 30 take
their share of the looks; counted are the others.
"""


@dataclass(slots=True)
class Site:
    """One site in the simulator."""

    habits: Habits
    meter: Meter | None = None
    budget: float = math.inf
    asked: float = 0.0
    spent: int = 0
    other: int = 0
    polls: int = 0
    polled: float = 0.0
    news: float = 1.0
    waiting: list[Followed] = field(default_factory=list)
    looks: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Followed:
    """One article under way."""

    story: Story
    site: Site
    since: float
    known: Known
    seen: int = 0
    asked: float = 0.0
    turn: int = 0
    looked: float = 0.0


@dataclass(frozen=True, slots=True)
class World:
    """What is run: the articles with their site and the hour at which they are followed, and the budgets."""

    stories: Sequence[tuple[Story, int, float]]
    looks_a_day: float
    host_budgets: Sequence[float] = (math.inf,)
    dated: float = 1.0
    burst: bool = True
    polls: bool = False


@dataclass(slots=True)
class Outcome:
    """What came of a run: hours waited for edits of counted articles, and every look.

    `waited` and `edits` are what was to be expected, `happened` and `happened_edits` what happened.
    """

    waited: float = 0.0
    edits: float = 0.0
    happened: float = 0.0
    happened_edits: int = 0
    looks: list[float] = field(default_factory=list)
    host_looks: list[list[float]] = field(default_factory=list)

    @property
    def mean(self) -> float:
        """The mean delay."""
        return self.waited / max(1e-9, self.edits)

    @property
    def real(self) -> float:
        """The mean delay as it happened: with hints, what was to be expected of each interval is not known before."""
        return self.happened / max(1, self.happened_edits)


class Run:
    """One run of the schedule through a world."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.everywhere = Habits()
        self.sites = [
            Site(Habits(self.everywhere), Meter() if budget < math.inf else None, budget)
            for budget in world.host_budgets
        ]
        self.meter = Meter()
        self.price = cadence.PRICE
        self.chance = random.Random(f"run {seed}")
        self.events: list[tuple[float, int, str, Followed | None, int]] = []
        self.count = 0
        self.outcome = Outcome(host_looks=[site.looks for site in self.sites])

    def go(self) -> Outcome:
        """Run it to its end."""
        for one, site, since in self.world.stories:
            # A story that was not dated is taken for one that was published when it was first followed.
            born = one.born if self.chance.random() < self.world.dated else since
            followed = Followed(one, self.sites[site], since, Known(round(born * HOUR_MS) + 1))
            followed.looked = since - one.born
            followed.seen = bisect.bisect_right(one.edits, since - one.born)
            self._at(since, "look", followed)
            for age in one.announced:
                if one.born + age > since:
                    self._at(one.born + age, "hint", followed)
            self._at(one.born + LIFE, "end", followed)
        self._at(CONTROL_HOURS, "control", None)
        if self.world.polls:
            self._at(FASTEST_POLL, "poll", None)
        while self.events and self.events[0][0] <= SPAN + LIFE:
            at, _, what, followed, turn = heapq.heappop(self.events)
            if what == "control":
                self._control(at)
            elif what == "poll":
                self._poll(at)
            elif followed is not None:
                self._move(at, what, followed, turn)
        return self.outcome

    def _move(self, at: float, what: str, one: Followed, turn: int) -> None:
        if what == "end":
            one.turn = -1
            one.site.asked -= one.asked
            self._count(one, LIFE)
        elif what == "hint":
            one.site.waiting.append(one)
        elif one.turn == turn:
            self._look(at, one, hinted=False)

    def _at(self, at: float, what: str, followed: Followed | None) -> None:
        self.count += 1
        heapq.heappush(self.events, (at, self.count, what, followed, 0 if followed is None else followed.turn))

    def _look(self, at: float, one: Followed, *, hinted: bool) -> None:
        age, now_ms = at - one.story.born, round(at * HOUR_MS) + 1
        upto = bisect.bisect_right(one.story.edits, age)
        changed = upto > one.seen
        self._count(one, age)
        self.outcome.looks.append(at)
        one.site.looks.append(at)
        one.site.spent += 1
        one.site.other += hinted
        one.known = compared(one.known, one.site.habits, now_ms, changed, hinted)
        price = max(self.price, one.site.meter.price if one.site.meter else 0.0)
        found = Found(
            one.known.age_hours(now_ms),
            one.known.learned,
            shape=one.site.habits.shape(),
            price=price,
            since_change=one.known.since_change(now_ms) if self.world.burst else None,
        )
        then = next_due(Adaptive(), f"https://news.example/{id(one)}", found, LIMITS, now_ms)
        hours = (then.at_ms - now_ms) / HOUR_MS
        one.site.asked += 24 * price / hours - one.asked
        one.asked = 24 * price / hours
        one.turn += 1
        self._at(at + hours, "look", one)

    def _count(self, one: Followed, age: float) -> None:
        """What was waited for from the last look until one at this age."""
        upto = bisect.bisect_right(one.story.edits, age)
        if is_counted(one.story) and age > one.looked:
            edits, waited = to_wait_for(one.story, one.looked, age)
            self.outcome.edits += edits
            self.outcome.waited += waited
            self.outcome.happened += sum(age - edit for edit in one.story.edits[one.seen : upto])
            self.outcome.happened_edits += upto - one.seen
        one.looked, one.seen = age, upto

    def _poll(self, at: float) -> None:
        """One poll of the feed of the one site; what it announces is looked at at once."""
        site = self.sites[0]
        self.outcome.looks.append(at)
        site.polls += 1
        found = [one for one in site.waiting if one.turn >= 0]
        site.waiting.clear()
        for one in found:
            self._look(at, one, hinted=True)
        site.news = cadence.news_rate(site.news, len(found), at - site.polled)
        site.polled = at
        wait = cadence.poll_hours(self.price, site.news)
        self._at(at + min(max(wait, FASTEST_POLL), SLOWEST_POLL), "poll", None)

    def _control(self, at: float) -> None:
        now_ms = round(at * HOUR_MS) + 1
        polls = sum(site.polls for site in self.sites)
        for site in self.sites:
            if site.meter is not None:
                site.meter.step(site.budget, site.asked, site.other, site.spent, now_ms)
        asked = sum(site.asked for site in self.sites)
        other = sum(site.other for site in self.sites) + polls
        spent = sum(site.spent for site in self.sites) + polls
        self.price = self.meter.step(self.world.looks_a_day, asked, other, spent, now_ms)
        for site in self.sites:
            site.spent = site.other = site.polls = 0
        self._at(at + CONTROL_HOURS, "control", None)


def is_counted(one: Story) -> bool:
    """Whether its delays are measured."""
    return WARM <= one.born < SPAN - LIFE


def oracle(chosen: Sequence[tuple[Story, int, float]], looks_each: float) -> float:
    """The mean delay with the same number of looks, placed by who knows the true rates (not the edits)."""
    counted = [(one, since) for one, _, since in chosen if is_counted(one)]
    low, high = 1e-2, 1e2
    for _ in range(16):
        price = math.sqrt(low * high)
        each = sum(len(_oracle_looks(one, since - one.born, price)) - 1 for one, since in counted) / len(counted)
        if abs(each / looks_each - 1) < 0.005:
            break
        low, high = (price, high) if each > looks_each else (low, price)
    edits = waited = 0.0
    for one, since in counted:
        ages = _oracle_looks(one, since - one.born, price)
        for start, end in zip(ages, ages[1:], strict=False):
            more, longer = to_wait_for(one, start, end)
            edits, waited = edits + more, waited + longer
    return waited / edits


def _oracle_looks(one: Story, start: float, price: float) -> list[float]:
    """The ages at which it looks, from the first look to the end."""
    ages = [start]
    while ages[-1] < LIFE:
        age = ages[-1]
        wait = price
        for _ in range(3):
            middle = age + wait / 2
            often = (1 + BROUGHT) * one.lively * rate(one.world, middle) * by_day(middle + one.born)
            wait = min(LIMITS.slowest / 3600, max(LIMITS.fastest / 3600, price / math.sqrt(often)))
        ages.append(min(age + wait, LIFE))
    return ages


def week_error(looks: Sequence[float], budget_a_day: float, start: float, end: float) -> float:
    """The worst week between two hours: by how much of its budget it was missed."""
    worst = 0.0
    for week in range(int((end - start) // 168)):
        first = start + week * 168
        used = bisect.bisect_left(looks, first + 168) - bisect.bisect_left(looks, first)
        worst = max(worst, abs(used / (7 * budget_a_day) - 1))
    return worst


def measured(world: str, budget: float, count: int, seed: int) -> Iterator[str]:
    """The lines of one world at one budget."""
    chosen = [(one, 0, one.born) for one in stories(world, count, SPAN, seed)]
    looks_a_day = count / (SPAN / 24) * budget
    plain = Run(World(chosen, looks_a_day), seed).go()
    each = _looks_each(plain, count)
    best = oracle(chosen, each)
    kept = week_error(sorted(plain.looks), looks_a_day, WARM, SPAN)
    yield (
        f"{world:<10} {budget:>4.0f}  delay {plain.mean:.3f} h, oracle {best:.3f} h, ratio {plain.mean / best:.2f}; "
        f"looks an article {each:.1f}; budget missed by {kept:.1%} in the worst week"
    )
    with_hints = [(one, 0, one.born) for one in stories(world, count, SPAN, seed, recall=0.6)]
    hinted = Run(World(with_hints, looks_a_day, polls=True), seed).go()
    yield (
        f"{'':<10}       hints 60 %, polls charged: {hinted.real:.3f} h, {hinted.real / plain.real:.2f} of the delay; "
        f"looks an article {_looks_each(hinted, count):.1f}, polls among them"
    )


def followed_late(world: str, budget: float, count: int, seed: int) -> Iterator[str]:
    """Articles that are followed when they are one to three days old, of which four in five state their date."""
    chance = random.Random(f"late {seed}")
    chosen = [(one, 0, one.born + chance.uniform(24, 72)) for one in stories(world, count, SPAN, seed)]
    looks_a_day = count / (SPAN / 24) * budget
    known, some, none = (Run(World(chosen, looks_a_day, dated=dated), seed).go().mean for dated in (1.0, 0.8, 0.0))
    yield (
        f"{world:<10} {budget:>4.0f}  followed 24-72 h late: {known:.3f} h where all are dated; "
        f"{some / known:.3f} of it where 80 % are, {none / known:.3f} where none is"
    )


def two_hosts(world: str, budget: float, count: int, seed: int) -> Iterator[str]:
    """One host with two thirds of the articles and a budget of its own, which is half of what it would get."""
    chosen = [(one, int(n % 3 == 0), one.born) for n, one in enumerate(stories(world, count, SPAN, seed))]
    looks_a_day = count / (SPAN / 24) * budget
    held = looks_a_day / 3
    run = Run(World(chosen, looks_a_day * 0.75, host_budgets=(held, math.inf)), seed).go()
    whole = week_error(sorted(run.looks), looks_a_day * 0.75, WARM, SPAN)
    one = week_error(sorted(run.host_looks[0]), held, WARM, SPAN)
    yield (
        f"{world:<10} {budget:>4.0f}  two hosts: budgets missed in the worst week by {whole:.1%}, and {one:.1%} of the "
        f"host that has one of its own"
    )


def _looks_each(run: Outcome, count: int) -> float:
    """Looks an article got in the counted time, in which as many articles lived as at any time after the warm-up."""
    looks = sorted(run.looks)
    used = bisect.bisect_left(looks, SPAN) - bisect.bisect_left(looks, WARM)
    return used / (count * (SPAN - WARM) / SPAN)


PARTS = {"pace": measured, "late": followed_late, "hosts": two_hosts}


def main(words: Sequence[str]) -> int:
    """Print the figures of all worlds, or of those named."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.schedule")
    parser.add_argument("--articles", type=int, default=800)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("worlds", nargs="*", default=WORLDS)
    parser.add_argument("--budgets", type=float, nargs="+", default=(60.0, 200.0))
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=tuple(PARTS))
    chosen = parser.parse_args(words)
    for world in chosen.worlds:
        for budget in chosen.budgets:
            for part in chosen.parts:
                for line in PARTS[part](world, budget, chosen.articles, chosen.seed):
                    print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
