"""Seeded parking problems of the size of a block, a street, a district or a city: invented people, real shapes.

Shapes after the practice of Tangqiao street (塘桥, Shanghai): compounds empty by day, towers empty by night and on
rest days, partner pairs behind one wall, hot spots, and two fifths of the spaces with windows of their own.
Demand is steered to about 1.3 times the supplied space-minutes, for day and night separately.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from math import ceil, hypot
from random import Random
from typing import Literal

from solvers.parking.generate_patterns import PatternBook
from solvers.parking.problem import (
    Closure,
    Lock,
    ParkingProblem,
    Partnership,
    Party,
    Pattern,
    Policy,
    Registration,
    Site,
    Size,
    Space,
)
from solvers.timetable import Horizon, LeaveBy, WindowRule, expand_opening, expand_use
from solvers.window import DAY, minutes

ASKED_OVER_SUPPLIED = 1.30
CRITERIA = {"class": 1, "waiting": 1, "need": 1, "credit": 1, "violations": 1}
CLASS_POINTS: dict[Party, int] = {"owner": 60, "tenant": 45, "partner": 40, "outside": 15}
CELL_METRES = 210.0
"""Mean distance between neighbouring sites."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How many sites, spaces and requests."""

    sites: int
    spaces: int
    requests: int


SCALES: dict[str, Scale] = {
    "tiny": Scale(2, 6, 12),
    "mini": Scale(7, 260, 620),
    "street": Scale(30, 1_700, 4_000),
    "district": Scale(200, 12_000, 30_000),
    "city": Scale(1_000, 60_000, 150_000),
}


def clock(minute: int) -> str:
    """Write HH:MM of a minute of the day; beyond midnight it wraps to the next day."""
    wrapped = minute if minute <= DAY else minute - DAY
    return f"{wrapped // 60:02d}:{wrapped % 60:02d}"


def generate_parking(scale: Scale, seed: int, horizon: Horizon) -> ParkingProblem:
    """Invent a parking round.

    Parameters
    ----------
    scale
        How many sites, spaces and requests.
    seed
        The same seed and horizon give the same problem.
    horizon
        Planned dates with their day types.
    """
    return _Generator(scale, Random(f"parking/{seed}"), horizon).build()


class _Generator:
    def __init__(self, scale: Scale, rng: Random, horizon: Horizon) -> None:
        self.scale, self.rng, self.horizon = scale, rng, horizon
        self.book = PatternBook(rng, horizon)
        self.points_on_map: list[tuple[float, float]] = []

    def build(self) -> ParkingProblem:
        sites = self._sites()
        spaces = self._spaces(sites)
        partners = self._partners(sites)
        requests = self._requests(sites, spaces, partners)
        return ParkingProblem(
            horizon=self.horizon,
            policy=Policy(criteria=CRITERIA),
            sites=sites,
            spaces=spaces,
            patterns=tuple(Pattern(name, rules) for rules, name in self.book.names.items()),
            requests=requests,
            partners=partners,
            locks=self._locks(requests, sites),
        )

    # ---- supply

    def _sites(self) -> tuple[Site, ...]:
        columns = ceil(self.scale.sites**0.5)
        towers = {at for at in range(self.scale.sites) if (at * 2) % 5 in (1, 3)} or {1}
        sites = []
        for at in range(self.scale.sites):
            self.points_on_map.append(
                (
                    (at % columns + self.rng.uniform(-0.3, 0.3)) * CELL_METRES,
                    (at // columns + self.rng.uniform(-0.3, 0.3)) * CELL_METRES,
                )
            )
            sites.append(self._tower(at) if at in towers else self._compound(at))
        return tuple(sites)

    def _gate(self) -> int | None:
        return max(6, self.scale.spaces // self.scale.sites // 3) if self.rng.random() < 0.25 else None

    def _compound(self, at: int) -> Site:
        start, end = self.rng.choice((450, 465, 480, 480, 495)), self.rng.choice((1065, 1080, 1080, 1095, 1110))
        windows = [
            WindowRule("workday", "winter", start=clock(start), end=clock(end)),
            WindowRule("workday", "summer", start=clock(start), end=clock(end + 30)),
        ]
        if self.rng.random() < 0.25:
            windows.append(WindowRule("rest_day", start="09:00", end="17:00"))
        return Site(f"s{at + 1:04d}", "compound", tuple(windows), gate_limit=self._gate())

    def _tower(self, at: int) -> Site:
        start, end = self.rng.choice((1080, 1095, 1110, 1125)), self.rng.choice((450, 450, 465, 480))
        windows = (
            WindowRule("workday", start=clock(start), end=clock(end)),
            WindowRule("rest_day"),
            WindowRule("rest_day", start="12:00", end=clock(end)),
        )
        curfewed = self.rng.random() < 0.3
        curfews = (WindowRule(start="22:00", end="06:00"),) if curfewed else ()
        leave_by = (LeaveBy("workday", time=clock(end)),) if self.rng.random() < 0.5 else ()
        closures = (self._event(),) if self.rng.random() < 0.2 else ()
        return Site(f"s{at + 1:04d}", "tower", windows, curfews, leave_by, closures, self._gate())

    def _event(self) -> Closure:
        """A rest day in the daytime on which a tower keeps its yard for itself."""
        rest = [day.date for _, day in self.horizon.planned if day.day_type == "rest_day"]
        day = self.rng.choice(rest)
        return Closure(day, day, "09:00", "18:00", "suspension", "event")

    def _spaces(self, sites: Sequence[Site]) -> tuple[Space, ...]:
        shares = [self.rng.uniform(0.5, 1.5) for _ in sites]
        owners = list(range(len(sites)))
        owners += self.rng.choices(owners, shares, k=self.scale.spaces - len(sites))
        owners.sort()
        out = []
        numbers = [0] * len(sites)
        for site in owners:
            numbers[site] += 1
            out.append(self._space(sites[site], numbers[site]))
        return tuple(out)

    def _space(self, site: Site, number: int) -> Space:
        roll = self.rng.random()
        size: Size = "compact" if roll < 0.12 else "standard" if roll < 0.9 else "large"
        return Space(
            f"{site.id}-{number:03d}",
            site.id,
            size,
            ev=self.rng.random() < 0.08,
            accessible=self.rng.random() < 0.025,
            reserved_for=("owner", "tenant") if self.rng.random() < 0.03 else (),
            windows=self._own_windows(site) if self.rng.random() < 0.4 else None,
            closures=(self._repair(),) if self.rng.random() < 0.02 else (),
        )

    def _repair(self) -> Closure:
        first = self.horizon.first + timedelta(days=self.rng.randrange(self.horizon.length))
        last = min(first + timedelta(days=self.rng.randint(0, 4)), self.horizon.last)
        return Closure(first, last, reason="repair")

    def _own_windows(self, site: Site) -> tuple[WindowRule, ...]:
        """The site's windows as one owner narrows them: later, shorter, or without some weekdays."""
        later, earlier = (self.rng.choice((0, 15, 30, 45, 60)) for _ in range(2))
        kept: tuple[int, ...] = ()
        if site.kind == "compound" and self.rng.random() < 0.3:
            kept = tuple(sorted(self.rng.sample((1, 2, 3, 4, 5, 6), self.rng.choice((4, 5)))))
        rules = tuple(_narrowed(rule, later, earlier, kept) for rule in site.windows)
        if site.kind == "tower" and self.rng.random() < 0.25:
            rules = rules[:1]
        return rules

    def _partners(self, sites: Sequence[Site]) -> tuple[Partnership, ...]:
        pairs: list[Partnership] = []
        tolerance = max(1, round(self.scale.spaces / self.scale.sites * 0.12))
        for a, b in pairwise(sites):
            if a.kind != b.kind and self.rng.random() < 0.5 and not any(a.id in (p.a, p.b) for p in pairs[-1:]):
                pairs.append(Partnership(a.id, b.id, tolerance))
        return tuple(pairs)

    # ---- demand

    def _requests(
        self, sites: Sequence[Site], spaces: Sequence[Space], partners: Sequence[Partnership]
    ) -> tuple[Registration, ...]:
        supply = self._supply(sites, spaces)
        self.partner_of = {a: b for pair in partners for a, b in ((pair.a, pair.b), (pair.b, pair.a))}
        night = round(self.scale.requests * (0.40 if supply["tower"] else 0.0))
        kinds: list[Literal["day", "night"]] = ["night" if at < night else "day" for at in range(self.scale.requests)]
        self.rng.shuffle(kinds)
        goal = {
            "day": supply["compound"] * ASKED_OVER_SUPPLIED / max(1, self.scale.requests - night),
            "night": supply["tower"] * ASKED_OVER_SUPPLIED / max(1, night),
        }
        homes = self._homes(sites)
        asked, count = {"day": 0, "night": 0}, {"day": 0, "night": 0}
        out: list[Registration] = []
        for at, kind in enumerate(kinds):
            rules = self.book.draw(kind, long=asked[kind] <= goal[kind] * count[kind])
            asked[kind] += minutes(expand_use(rules, self.horizon))
            count[kind] += 1
            out.append(self._request(at, kind, rules, sites, homes[kind]))
        return self._previous(self._families(out), spaces)

    def _supply(self, sites: Sequence[Site], spaces: Sequence[Space]) -> dict[str, int]:
        by_site = {site.id: site for site in sites}
        supply = {"compound": 0, "tower": 0}
        cache: dict[tuple[WindowRule, ...], int] = {}
        for space in spaces:
            rules = space.windows if space.windows is not None else by_site[space.site].windows
            if rules not in cache:
                cache[rules] = minutes(expand_opening(rules, self.horizon))
            supply[by_site[space.site].kind] += cache[rules]
        return supply

    def _homes(self, sites: Sequence[Site]) -> dict[str, tuple[list[int], list[float]]]:
        """Where day users (towers) and night users (compounds) come from, a few sites much more often."""
        out = {}
        for kind, origin in (("day", "tower"), ("night", "compound")):
            at = [k for k, site in enumerate(sites) if site.kind == origin] or list(range(len(sites)))
            out[kind] = (at, [1 / (1 + self.rng.randrange(len(at))) ** 0.5 for _ in at])
        return out

    def _request(
        self,
        at: int,
        kind: Literal["day", "night"],
        rules: tuple[WindowRule, ...],
        sites: Sequence[Site],
        homes: tuple[list[int], list[float]],
    ) -> Registration:
        home = self.rng.choices(*homes)[0]
        reach = self.rng.choice((300, 400, 500, 500, 600, 800))
        if self.rng.random() < 0.75 and sites[home].id in self.partner_of and kind == "day":
            party: Party = "partner"
        else:
            weights = (10, 55, 0, 35) if kind == "day" else (45, 37, 0, 18)
            party = self.rng.choices(tuple(CLASS_POINTS), weights)[0]
        accessible = self.rng.random() < 0.015
        points = {
            "class": CLASS_POINTS[party],
            "waiting": self.rng.randint(0, 30),
            "credit": self.rng.choice((0, 0, 0, 5, 10)),
        }
        if accessible:
            points["need"] = 20
        if self.rng.random() < 0.04:
            points["violations"] = -10
        return Registration(
            id=f"r{at + 1:06d}",
            vehicle=f"v{at + 1:06d}",
            pattern=self.book.name(rules),
            points=points,
            walk=self._walk(home, reach),
            longest_walk=reach,
            size=self.rng.choices(("compact", "standard", "large"), (20, 70, 10))[0],
            party=party,
            needs_ev=self.rng.random() < 0.05,
            needs_accessible=accessible,
            household=f"h{at + 1:06d}" if party != "outside" else None,
            home_site=sites[home].id,
            split_at_season=self.rng.random() < 0.01,
        )

    def _walk(self, home: int, reach: int) -> dict[str, int]:
        """Walking metres (1.3 times the line) from a home point near a site to the sites not far beyond `reach`."""
        x, y = self.points_on_map[home]
        x, y = x + self.rng.uniform(-60, 60), y + self.rng.uniform(-60, 60)
        columns = ceil(self.scale.sites**0.5)
        steps = ceil(1.25 * reach / 1.3 / CELL_METRES) + 1
        walk = {}
        for row in range(max(0, home // columns - steps), home // columns + steps + 1):
            for column in range(max(0, home % columns - steps), min(columns, home % columns + steps + 1)):
                at = row * columns + column
                if at < len(self.points_on_map):
                    metres = round(1.3 * hypot(self.points_on_map[at][0] - x, self.points_on_map[at][1] - y))
                    if metres <= 1.25 * reach and at != home:
                        walk[f"s{at + 1:04d}"] = metres
        return walk

    def _families(self, requests: list[Registration]) -> list[Registration]:
        """Some households ask twice or more, some vehicles by day and by night."""
        for at in self.rng.sample(range(1, len(requests)), len(requests) // 6):
            other = requests[self.rng.randrange(at)]
            if requests[at].household and other.household:
                requests[at] = replace(requests[at], household=other.household)
                if self.rng.random() < 0.3:
                    requests[at] = replace(requests[at], vehicle=other.vehicle, size=other.size)
        return requests

    def _previous(self, requests: list[Registration], spaces: Sequence[Space]) -> tuple[Registration, ...]:
        """About half of the people held a space in the round before."""
        of_site: dict[str, list[str]] = {}
        for space in spaces:
            of_site.setdefault(space.site, []).append(space.id)
        out = []
        for request in requests:
            near = [site for site, metres in request.walk.items() if metres <= request.longest_walk and site in of_site]
            if near and self.rng.random() < 0.5:
                request = replace(request, previous_space=self.rng.choice(of_site[self.rng.choice(near)]))
            out.append(request)
        return tuple(out)

    def _locks(self, requests: Sequence[Registration], sites: Sequence[Site]) -> tuple[Lock, ...]:
        """A handful of staff decisions: bans of a person from a site after a dispute."""
        count = min(len(requests) // 200, 200)
        chosen = self.rng.sample(range(len(requests)), count)
        locks = []
        for at in sorted(chosen):
            near = sorted(requests[at].walk)
            if near:
                locks.append(Lock(requests[at].id, "ban", site=self.rng.choice(near)))
        return tuple(locks)


def _narrowed(rule: WindowRule, later: int, earlier: int, weekdays: tuple[int, ...]) -> WindowRule:
    start, end = rule.span
    if end - start == DAY:
        return rule
    return replace(rule, start=clock(start + later), end=clock(end - earlier), weekdays=weekdays)
