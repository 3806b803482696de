"""What may be seen of volunteers: all by themselves and the office, little by auditors, nothing by others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import AUDITOR, OFFICE, Actor
from scheduler.errors import NotFound
from scheduler.models import Member, Volunteer
from scheduler.privacy import Vault, masked_name
from scheduler.usecases.serving import may_ask_for

NAME = "member.name"


@dataclass(frozen=True, slots=True)
class VolunteerSeen:
    """A volunteer as somebody may see them: the name masked but for oneself, to auditors little more than a state."""

    id: UUID
    version: int
    receipt: str
    member_id: UUID
    name: str
    organisation_id: UUID | None
    state: str
    neighbour: bool
    lead_minutes: int
    channel: str
    created_at: datetime
    born: date | None
    home_x: int | None
    home_y: int | None
    terms: Mapping[str, Any] | None


def seen(session: Session, *, actor: Actor, vault: Vault, volunteer_id: UUID) -> VolunteerSeen:
    """A volunteer whom this person may know of.

    Raises
    ------
    NotFound
        If there is none.
    """
    row = queries.volunteers.one(session, actor.community_id, volunteer_id)
    if row is None or not (actor.has(AUDITOR) or may_ask_for(session, actor, row.member_id)):
        raise NotFound()
    return shown(session, actor, vault, [row])[0]


def own(session: Session, *, actor: Actor, vault: Vault) -> VolunteerSeen:
    """The volunteer that somebody is.

    Raises
    ------
    NotFound
        If they are none.
    """
    row = own_row(session, actor)
    if row is None:
        raise NotFound()
    return shown(session, actor, vault, [row])[0]


def own_row(session: Session, actor: Actor) -> Volunteer | None:
    """The row of the volunteer that somebody is."""
    if actor.member_id is None:
        return None
    return queries.volunteers.of_member(session, actor.community_id, actor.member_id)


def listed(
    session: Session,
    *,
    actor: Actor,
    vault: Vault,
    states: Sequence[str] = (),
    organisation_id: UUID | None = None,
    member_id: UUID | None = None,
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = True,
) -> list[VolunteerSeen]:
    """Volunteers: all of the community for the office and auditors, else oneself or `member_id` whom one serves.

    Raises
    ------
    NotFound
        No such person for this actor.
    """
    everybody = actor.has(*OFFICE, AUDITOR)
    if member_id is not None and not (everybody or may_ask_for(session, actor, member_id)):
        raise NotFound()
    member = member_id or (None if everybody else actor.member_id)
    if member is None and not everybody:
        return []
    only: dict[str, Any] = {"states": states, "organisation_id": organisation_id, "member_id": member}
    part: dict[str, Any] = {"last": last, "limit": limit, "newest": newest}
    return shown(session, actor, vault, queries.volunteers.listed(session, actor.community_id, **only, **part))


def shown(session: Session, actor: Actor, vault: Vault, rows: Sequence[Volunteer]) -> list[VolunteerSeen]:
    """Volunteers as an actor may see them."""
    people = queries.volunteers.members(session, [row.member_id for row in rows])
    return [_seen(actor, vault, row, people[row.member_id]) for row in rows]


def _seen(actor: Actor, vault: Vault, row: Volunteer, member: Member) -> VolunteerSeen:
    name, mine = vault.open_sealed(member.name_cipher, NAME, member.id), actor.member_id == member.id
    bare = not mine and actor.has(AUDITOR) and not actor.has(*OFFICE)
    return VolunteerSeen(
        id=row.id,
        version=row.row_version,
        receipt=row.receipt,
        member_id=row.member_id,
        name=name if mine else masked_name(name),
        organisation_id=row.organisation_id,
        state=row.state,
        neighbour=row.neighbour,
        lead_minutes=row.lead_minutes,
        channel=row.channel,
        created_at=row.created_at,
        born=None if bare else row.born,
        home_x=None if bare else row.home_x,
        home_y=None if bare else row.home_y,
        terms=None if bare else row.terms,
    )
