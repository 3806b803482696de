"""The notice slip 告知单 of a section: before it is sent, what is met, what is missing, where it could be held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import STAFF, Actor
from scheduler.errors import Conflict, NotFound, Rejected
from scheduler.models import Registration, Round
from scheduler.translation.room_reach import RoomReach, reaches_of
from scheduler.translation.sections import checked_section
from scheduler.usecases import applications
from scheduler.usecases.applications import Application
from scheduler.usecases.eligibility import Line


@dataclass(frozen=True, slots=True)
class SectionSlip:
    """What came out for one section; `eligible` where nothing is missing."""

    eligible: bool
    met: tuple[Line, ...]
    missing: tuple[Line, ...]
    rooms: tuple[RoomReach, ...]


def slips(
    session: Session, *, actor: Actor, round_id: UUID, application: Application, now: datetime
) -> list[SectionSlip]:
    """Look at the sections of an application as they stand; nothing is written.

    Raises
    ------
    NotFound, NotAllowed, Conflict, Rejected
        No such round or person for this actor; not for this organisation; a round of another domain; a value that
        cannot be.
    """
    round_ = queries.rounds.one(session, actor.community_id, round_id)
    if round_ is None or (round_.state == "draft" and not actor.has(*STAFF)):
        raise NotFound()
    if round_.domain != "rooms":
        raise Conflict("round_of_other_domain", "round_id", round_.domain, "rooms")
    member = applications.member_for(session, actor, application)
    own = queries.registrations.sections_of(session, round_.id, application.organisation_id, member.id)
    most = applications.rules_of(session, round_).most_sections
    if not 1 <= len(application.sections) <= most:
        raise Rejected("out_of_range", "sections", len(application.sections), f"1 to {most} sections")
    within = len(own) + len(application.sections) <= most
    known = queries.rooms.codes(session, round_.community_id)
    stored = [
        checked_section(wish.terms, known, round_, f"sections.{at}") for at, wish in enumerate(application.sections)
    ]
    return [_slip(round_, reach, own, (within, most), now) for reach in reaches_of(session, round_, stored)]


def _slip(
    round_: Round, reach: Sequence[RoomReach], own: Sequence[Registration], count: tuple[bool, int], now: datetime
) -> SectionSlip:
    until = round_.apply_until.isoformat()
    checks: list[tuple[bool, str, dict[str, int | str]]] = [
        (round_.state == "open" and round_.apply_from <= now < round_.apply_until, "slip_round_open", {"until": until}),
        (
            bool(reach),
            "slip_room_suits",
            {"rooms": len(reach), "slots": sum(found.slots for found in reach)},
        ),
        (count[0], "slip_sections_allowed", {"count": len(own), "most": count[1]}),
    ]
    met = tuple(Line(code, numbers) for passed, code, numbers in checks if passed)
    missing = tuple(Line(code, numbers) for passed, code, numbers in checks if not passed)
    return SectionSlip(not missing, met, missing, tuple(reach))
