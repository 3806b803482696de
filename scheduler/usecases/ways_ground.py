"""A round as its ways forward are looked for, and what was found written in the place of what was found before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.covenant import WaysRules, settings_of
from scheduler.ids import new_id
from scheduler.models import Alternative, Round
from scheduler.planning.wayfinding import Answer, Ground
from scheduler.planning.ways import Way
from scheduler.usecases.standing_round import Line, is_moving

UNSERVED = ("refused", "waitlisted")
IN_USE = ("published", "settled")
"""States of a round in which places are still given."""


def keep(session: Session, line: Line, ids: Mapping[str, UUID], answers: Sequence[Answer], now: datetime) -> int:
    """Write what was found in the place of what was found before; how many ways there are."""
    queries.rounds.locked(session, line.round.community_id, line.round.id)
    if not stands(session, line):
        return 0
    rows = queries.registrations.several(session, line.round.community_id, [ids[one.receipt] for one in answers])
    unserved = {row.receipt for row in rows if row.state in UNSERVED}
    queries.ways.drop_found(session, line.round.id, now, [row.id for row in rows])
    sites, spaces = queries.ways.codes(session, line.round.community_id)
    # What is held for them already is not found once more.
    kept = [
        _place_of(way_of(one, sites, spaces)) for one in queries.ways.open_of_all(session, [row.id for row in rows])
    ]
    site_ids, space_ids = ({code: key for key, code in known.items()} for known in (sites, spaces))
    made = [
        Alternative(
            id=new_id(),
            community_id=line.round.community_id,
            round_id=line.round.id,
            registration_id=ids[one.receipt],
            publication_id=line.version,
            rank=rank,
            kind=way["kind"],
            site_id=site_ids.get(way["site"]),
            space_ids=[space_ids[code] for code in way["spaces"]],
            uses=way["uses"],
            walk=way["walk"],
            sessions=way["sessions"],
            numbers=way["numbers"],
            found_at=now,
        )
        for one in answers
        if one.receipt in unserved
        for rank, way in enumerate(one.ways, start=1)
        if _place_of(way) not in kept
    ]
    session.add_all(made)
    session.flush()
    return len(made)


def _place_of(way: Way) -> tuple[Any, ...]:
    return way["spaces"], way["uses"], way["sessions"]


def stands(session: Session, line: Line) -> bool:
    """Whether a round is still at the version that was looked at, and not moving."""
    current = queries.publications.current(session, line.round.id)
    return current is not None and current.id == line.version and not is_moving(session, line.round.id)


def ground_of(session: Session, line: Line, but: str = "") -> Ground:
    """A round as its ways are looked for: rights, and what is held for others than the receipt `but`."""
    sites, spaces = queries.ways.codes(session, line.round.community_id)
    out = {
        receipt: way_of(one, sites, spaces)
        for receipt, one in queries.ways.held_in(session, line.round.id)
        if receipt != but
    }
    return Ground(line.problem, line.held, out)


def way_of(row: Alternative, sites: Mapping[UUID, str], spaces: Mapping[str, str]) -> Way:
    """A way as the core's translation knows it."""
    return {
        "kind": row.kind,
        "site": "" if row.site_id is None else sites[row.site_id],
        "spaces": [spaces[space] for space in row.space_ids],
        "uses": row.uses,
        "walk": row.walk,
        "sessions": row.sessions,
        "numbers": row.numbers,
    }


def rules_of(session: Session, round_: Round) -> WaysRules:
    """Rules of the round's covenant about ways forward."""
    covenant = queries.community.covenant(session, round_.community_id, round_.covenant_version)
    return settings_of(covenant.settings).ways
