"""Settings of a covenant held against what the community has and what a plan needs, before anybody votes on them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from scheduler.covenant import CovenantSettings, ParkingRules
from scheduler.covenant.money import Income
from scheduler.errors import Rejected
from scheduler.translation.houses import policy_of as season_policy
from scheduler.translation.roster_parts import policy_of as roster_policy
from scheduler.translation.values import policy_of as parking_policy
from solvers.errors import InvalidProblem
from solvers.parking.checks import MOST_POINTS
from solvers.parking.figures import PARTIES
from solvers.rosters.rules import FILTERS, RULES, SEAT_RULES

OWN_CRITERIA = ("class", "need", "waiting", "won", "near", "credit", "violations", "decision")
"""Criteria for which points are worked out; a covenant's others count where lists from paper bring points of them."""
INCOMES: tuple[Income, ...] = ("shared", "own", "booking", "overstay")
CATALOGUE = frozenset([*(rule.id for rule in FILTERS), *(rule.id for rule in SEAT_RULES), *(rule.id for rule in RULES)])


@dataclass(frozen=True, slots=True)
class Known:
    """Codes of what a community has, which settings may speak of."""

    sites: Collection[str]
    facilities: Collection[str]


def check_settings(settings: CovenantSettings, known: Known, field: str = "settings") -> None:
    """Refuse settings that speak of what there is not, contradict each other, or that no plan could be made under.

    Raises
    ------
    Rejected
        ``unknown_id``, ``points_sum_nowhere``, ``split_missing``, ``inverted_lengths``, or a code of the core, with the
        path below `field`.
    """
    for fault in _faults(settings, known):
        raise Rejected(fault.code, f"{field}.{fault.field}", fault.value, fault.allowed, **fault.numbers)


def _faults(settings: CovenantSettings, known: Known) -> Iterator[Rejected]:
    for at, tariff in enumerate(settings.fees.tariffs):
        if tariff.site is not None and tariff.site not in known.sites:
            yield Rejected("unknown_id", f"fees.tariffs.{at}.site", tariff.site, ", ".join(sorted(known.sites)))
    for code in settings.rooms.facility_quotas:
        if code not in known.facilities:
            yield Rejected("unknown_id", f"rooms.facility_quotas.{code}", code, ", ".join(sorted(known.facilities)))
    for at, rule in enumerate(settings.rosters.off):
        if rule not in CATALOGUE:
            yield Rejected("unknown_id", f"rosters.off.{at}", rule, ", ".join(sorted(CATALOGUE)))
    missing = [income for income in INCOMES if income not in {split.income for split in settings.fees.splits}]
    if missing:
        yield Rejected("split_missing", "fees.splits", ", ".join(missing), ", ".join(INCOMES))
    for name, lengths in (("booking", settings.booking), ("room_booking", settings.room_booking)):
        if lengths.shortest_minutes > lengths.longest_minutes:
            allowed = f"{lengths.shortest_minutes} or more"
            yield Rejected("inverted_lengths", f"{name}.longest_minutes", lengths.longest_minutes, allowed)
    yield from _points(settings.parking)
    yield from _of_the_core(settings)


def _points(rules: ParkingRules) -> Iterator[Rejected]:
    """Whoever may ask must be able to count: a registration without points is in no plan."""
    if any(weight > 0 for name, weight in rules.criteria.items() if name not in OWN_CRITERIA):
        return  # lists from paper bring these points
    for party in PARTIES:  # one that is left out has no points either
        best = best_points(rules, rules.class_points.get(party, 0))
        if not 1 <= best <= MOST_POINTS:
            field = f"parking.class_points.{party}"
            yield Rejected("points_sum_nowhere", field, best, f"a weighted sum of 1 to {MOST_POINTS}")


def best_points(rules: ParkingRules, of_class: int) -> int:
    """The most that somebody of a class can come to who asks for the first time and is owed nothing."""
    points = {"near": rules.near_points, "need": rules.need_points}
    besides = (max(0, rules.criteria.get(name, 0)) * value for name, value in points.items())
    return rules.criteria.get("class", 0) * of_class + sum(besides)


def _of_the_core(settings: CovenantSettings) -> Iterator[Rejected]:
    try:
        at = "parking"
        parking_policy(settings.parking)
        at = "rooms"
        season_policy(settings.rooms)
        at = "rosters"
        roster_policy(settings.rosters)
    except InvalidProblem as error:
        yield Rejected(error.code, f"{at}.{error.field}", error.value, error.allowed)
