"""A cause as stored, told in the reader's language; rivals are counted, their ids are for the office.

Those of before `outranked` was kept with them tell it as unknown: an empty word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from api.sentences import sentence
from api.sentences.rosters import ROSTER_NAMES
from api.sentences.speak import SENTENCES

Fields = Mapping[str, Any]


def told_cause(stored: Fields, language: str, first: date | str | None, *, rivals_named: bool = True) -> dict[str, Any]:
    """The fields of a cause with sentences; `first` is the first date of the plan.

    Without `rivals_named` nobody's receipt stands in them: how many rivals there are is left to the message.
    """
    removals: Sequence[Fields] = stored["removals"]
    return {
        "message": cause_message(stored, language),
        "place": stored["place"],
        "removals": [
            {
                "kind": one["kind"],
                "rule": one["rule"],
                "message": _removal(one, language, first),
                "place": one["place"],
                "requests": list(one["requests"]) if rivals_named else [],
                "numbers": dict(one["numbers"]),
            }
            for one in removals
        ],
        "points": stored["points"],
        "rival_points": stored["rival_points"],
        "missing": stored["missing"],
        "outranked": stored.get("outranked", ""),
    }


def cause_message(stored: Fields, language: str) -> str:
    """One sentence for the whole cause, without anybody's name or id."""
    removals: Sequence[Fields] = stored["removals"]
    if not removals:
        return sentence("cause_free", language)
    rivals = sum(len(one["requests"]) for one in removals if one["kind"] == "rival")
    numbers = {"place": stored["place"], "rivals": rivals, "count": sum(one["kind"] != "rival" for one in removals)}
    if any(one["rule"] in ROSTER_NAMES for one in removals):
        weights = {name: stored[name] for name in ("points", "rival_points")}
        return sentence("cause_seat" if numbers["count"] else "cause_seat_rival", language, **numbers, **weights)
    if stored["missing"] is not None:
        points = {name: stored[name] for name in ("points", "rival_points", "missing")}
        return sentence("cause_rival", language, **numbers, **points)
    if rivals and not numbers["count"]:
        return sentence(f"cause_rival_{stored['outranked']}", language, **numbers)
    return sentence("cause_rules_and_rivals" if rivals else "cause_rules", language, **numbers)


def _removal(one: Fields, language: str, first: date | str | None) -> str:
    numbers = {"place": one["place"], **one["numbers"]}
    if one["rule"] in ROSTER_NAMES:
        return sentence(f"cause_roster_{one['kind']}", language, first, limit=one["rule"], **numbers)
    own = f"cause_{one['rule']}"
    return sentence(own if own in SENTENCES else one["rule"], language, first, **numbers)
