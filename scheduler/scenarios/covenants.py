"""A whole covenant in the place of the one that a problem was made under: its policy, and everybody's points anew.

Points of a criterion are counted anew where they are what the covenant in force gives; what was stated on paper, or by
a decision, stays. How often somebody lost or won before is told with the change, else it is read from their points.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from scheduler.covenant import CovenantSettings
from scheduler.covenant.reading import read_settings
from scheduler.files.canonical import plain_value
from scheduler.scenarios.editing import Told
from scheduler.translation.houses import policy_of as season_policy
from scheduler.translation.quotas import quotas_of
from scheduler.translation.roster_parts import policy_of as roster_policy
from scheduler.translation.values import policy_of as parking_policy
from solvers.rooms.problem import Party

USUAL_WALK = 500
"""What a request that says nothing accepts, in metres."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What points depend on, of one registration; None where it is not known.

    `lost` and `won` count rounds in a row, `hours` are those shared of one's own space, `violations` those that count.
    """

    party: str
    accessible: bool
    walk: Mapping[str, int]
    lost: int | None = None
    won: int | None = None
    hours: int | None = None
    violations: int | None = None


def set_parking(told: Told, change: Any, at: str) -> None:
    """Another covenant of a parking round; who comes to no points under it takes no part."""
    new, old = _both(change, at)
    told["policy"] = plain_value(parking_policy(new.parking))
    kept = []
    for request in told["requests"]:
        one = asked_in(request, change, old)
        request["points"] = rescored(request["points"], one, old, new)
        if request.get("longest_walk", USUAL_WALK) > new.parking.farthest_walk:
            request["longest_walk"] = new.parking.farthest_walk
        if new.parking.redraw_rounds is not None and (one.won or 0) >= new.parking.redraw_rounds:
            request.pop("previous_space", None)
        _guarantee(request, change, new)
        if new.parking.weighted(request["points"]) >= 1:
            kept.append(request)
    known = {request["id"] for request in kept}
    told["requests"] = kept
    told["locks"] = [lock for lock in told.get("locks", ()) if lock["request"] in known]


def set_rooms(told: Told, change: Any, at: str) -> None:
    """Another covenant of a season round."""
    new, _ = _both(change, at)
    told["policy"] = plain_value(season_policy(new.rooms))
    parties = [Party(**party) for party in told["parties"]]
    first, last = (date.fromisoformat(told["horizon"][name]) for name in ("first", "last"))
    codes = {facility["id"] for facility in told["facilities"]}
    told["quotas"] = [plain_value(quota) for quota in quotas_of(new.rooms, parties, codes, (last - first).days + 1)]
    for request in told["requests"]:
        _guarantee(request, change, new)


def set_rosters(told: Told, change: Any, at: str) -> None:
    """Another covenant of a month of volunteering."""
    new, _ = _both(change, at)
    told["policy"] = plain_value(roster_policy(new.rosters))


def rescored(points: Mapping[str, int], one: Asked, old: CovenantSettings, new: CovenantSettings) -> dict[str, int]:
    """Points by criterion under another covenant: counted anew where they were counted, kept where they were stated."""
    rules, before, after = new.parking, worked_out(one, old), worked_out(one, new)
    names = [name for name in rules.criteria if name in points or after.get(name)]
    found = {
        name: after[name] if name in after and points.get(name, 0) == before.get(name, 0) else points.get(name, 0)
        for name in names
    }
    rest = rules.weighted({name: value for name, value in found.items() if rules.criteria[name] >= 0})
    for name in (name for name in found if rules.criteria[name] < 0):
        # What takes points off may not take more than there is: who asks needs one.
        found[name] = min(found[name], max(0, rest - 1) // -rules.criteria[name])
        rest += rules.criteria[name] * found[name]
    return found


def worked_out(one: Asked, settings: CovenantSettings) -> dict[str, int]:
    """What a covenant gives by itself for what is known of a registration."""
    rules = settings.parking
    near = bool(one.walk) and min(one.walk.values()) <= rules.near_metres
    found = {
        "class": rules.class_points.get(one.party, 0),  # type: ignore[call-overload]
        "need": rules.need_points if one.accessible else 0,
        "near": rules.near_points if near and rules.criteria.get("near") else 0,
    }
    if one.lost is not None:
        found["waiting"] = min(rules.most_waiting_points, one.lost * rules.points_per_lost_round)
    if one.won is not None and "won" in rules.criteria:
        found["won"] = min(rules.most_won_points, one.won * rules.points_per_won_round)
    if one.hours is not None and rules.criteria.get("credit"):
        found["credit"] = min(settings.sharing.most_credit_points, one.hours // settings.sharing.credit_hours)
    if one.violations is not None and rules.criteria.get("violations"):
        found["violations"] = settings.use.points_of(one.violations)
    return found


def asked_in(request: Told, change: Any, old: CovenantSettings) -> Asked:
    """What is known of a request: what the change tells of the past, else what its points say."""
    points, rules, receipt = request["points"], old.parking, request["id"]
    lost = change.lost.get(receipt, None if change.lost else _times(points, "waiting", rules.points_per_lost_round))
    won = change.won.get(receipt, None if change.won else _times(points, "won", rules.points_per_won_round))
    hours: int | None = points.get("credit", 0) * old.sharing.credit_hours
    violations = _times(points, "violations", old.use.violation_points)
    # What the covenant in force does not count, no points tell of.
    if not rules.criteria.get("credit"):
        hours = change.hours.get(receipt, 0)
    if not rules.criteria.get("violations"):
        violations = change.violations.get(receipt, 0)
    return Asked(
        party=request.get("party", "tenant"),
        accessible=request.get("needs_accessible", False),
        walk=request["walk"],
        lost=lost,
        won=won,
        hours=hours,
        violations=violations,
    )


def _times(points: Mapping[str, int], name: str, each: int) -> int | None:
    """How often something was counted, where its points are a multiple of what it counts."""
    value = points.get(name, 0)
    return value // each if each and value % each == 0 else None


def _guarantee(request: Told, change: Any, new: CovenantSettings) -> None:
    """Whom the covenant guarantees a place: those that the change names, else those of before, unless it has none."""
    named = request.get("guaranteed", False) if change.guaranteed is None else request["id"] in change.guaranteed
    request["guaranteed"] = named and new.fairness.most_lost_rounds is not None


def _both(change: Any, at: str) -> tuple[CovenantSettings, CovenantSettings]:
    """The covenant that is tried, and the one that the problem was made under."""
    return read_settings(change.settings, f"{at}.settings"), read_settings(change.in_force, f"{at}.in_force")
