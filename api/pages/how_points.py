"""Points of a parking round in words: what each criterion of the covenant gives or takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from api.pages.words import say
from scheduler.covenant import ParkingRules, SharingRules, UseRules

Line = list[tuple[str, int]]


def lines_of(parking: ParkingRules, use: UseRules, sharing: SharingRules, language: str) -> list[tuple[str, str]]:
    """Criteria that count in the covenant, each with its points; those that a covenant leaves out are not told."""
    known: Mapping[str, Callable[[int], Mapping[str, Any]]] = {
        "waiting": lambda weight: _capped(weight, parking.points_per_lost_round, parking.most_waiting_points),
        "won": lambda weight: _capped(weight, parking.points_per_won_round, parking.most_won_points),
        "need": lambda weight: {"points": weight * parking.need_points},
        "near": lambda weight: {"points": weight * parking.near_points, "metres": parking.near_metres},
        "credit": lambda weight: {
            "points": weight,
            "hours": sharing.credit_hours,
            "most": weight * sharing.most_credit_points,
        },
        "violations": lambda weight: _capped(weight, use.violation_points, use.most_violation_points),
        "decision": lambda _weight: {},
    }
    told = []
    for name, weight in parking.criteria.items():
        if name == "class":
            told.append((name, _classes(weight, parking, language)))
        elif weight and name in known and known[name](weight).get("points", 1):
            told.append((name, say(f"gives_{name}", language, **_signed(known[name](weight)))))
    return told


def _classes(weight: int, parking: ParkingRules, language: str) -> str:
    """Points of each party, most first."""
    comma = "，" if language == "zh" else ", "
    ranked = sorted(parking.class_points.items(), key=lambda one: -weight * one[1])
    return comma.join(f"{say(f'party_{party}', language)} {_sign(weight * points)}" for party, points in ranked)


def _capped(weight: int, each: int, most: int) -> dict[str, int]:
    return {"points": weight * each, "most": weight * most}


def _signed(fields: Mapping[str, int]) -> dict[str, str]:
    return {name: _sign(value) if name in ("points", "most") else str(value) for name, value in fields.items()}


def _sign(points: int) -> str:
    return f"+{points}" if points > 0 else f"−{-points}" if points < 0 else "0"
