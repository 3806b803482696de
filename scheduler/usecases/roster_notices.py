"""What an answer tells besides: nothing that is refused, but that somebody should know of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.models import Elder, Shift, VolunteerPair
from scheduler.translation.volunteer_checks import could_fill
from scheduler.usecases.volunteers import rules_of


@dataclass(frozen=True, slots=True)
class Notice:
    """A code and the numbers that fill its sentence."""

    code: str
    numbers: Mapping[str, int | str]


def of_posts(session: Session, community: UUID, shifts: Sequence[Shift], now: datetime) -> list[Notice]:
    """Posts that fewer people could fill than are needed at least, by what people are, whatever their time."""
    people = queries.rosters.active_volunteers(session, community)
    rules, zone = rules_of(session, community, now).rosters, queries.community.one(session, community).zone
    return [
        Notice(
            "role_without_people",
            {"shift": post.shift_code, "role": post.role, "needed": max(1, post.least), "people": post.people},
        )
        for post in could_fill(people, shifts, rules, zone)
        if post.people < max(1, post.least)
    ]


def of_pairs(session: Session, community: UUID, pairs: Iterable[VolunteerPair]) -> list[Notice]:
    """Required pairs of whom one is a contact of an elder who does not want the other."""
    required = [pair for pair in pairs if pair.kind == "required"]
    ids = {one for pair in required for one in (pair.a_id, pair.b_id)}
    elders = queries.volunteers.elders_known_to(session, community, ids) if ids else []
    return [
        Notice("pair_against_veto", {"elder": elder.code})
        for elder in elders
        if any(_splits(elder, pair) for pair in required)
    ]


def of_shared(session: Session, pair: VolunteerPair, now: datetime) -> list[Notice]:
    """Shifts to come that two share who must not: a coordinator decides who stays."""
    if pair.kind != "prohibited":
        return []
    shared = queries.volunteers.shared_to_come(session, pair.a_id, pair.b_id, now)
    return [Notice("pair_on_shift", {"shift": row.code}) for row in shared]


def _splits(elder: Elder, pair: VolunteerPair) -> bool:
    contacts = {elder.primary_id, elder.second_id}
    return any(
        one in contacts and str(other) in elder.vetoes
        for one, other in ((pair.a_id, pair.b_id), (pair.b_id, pair.a_id))
    )
