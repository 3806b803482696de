"""Elders who are visited at home: known to the office alone; who looks at one is noted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, privacy, queries
from scheduler.actors import AUDITOR, OFFICE, Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected, Stale
from scheduler.ids import new_id
from scheduler.models import Elder
from scheduler.privacy import Vault
from scheduler.translation.volunteer_checks import check_place
from scheduler.usecases import roster_notices, seat_endings
from scheduler.usecases.facilities import check_office
from scheduler.usecases.roster_notices import Notice
from scheduler.usecases.volunteers import ROUNDED_TO, check_known

GENDERS = ("unknown", "woman", "man")
SEALED = ("name", "phone", "address")
"""Fields that are kept encrypted, each as ``elder.<field>``."""
MOST_VETOES = 200


@dataclass(frozen=True, slots=True)
class ElderTerms:
    """Somebody who is visited; contacts and vetoes are volunteers, `gender` and `language` what is asked of them."""

    code: str
    name: str
    address: str
    home_x: int
    home_y: int
    phone: str | None = None
    primary_id: UUID | None = None
    second_id: UUID | None = None
    vetoes: Sequence[UUID] = ()
    gender: str = "unknown"
    language: str | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class ElderSeen:
    """An elder as somebody may see them; in lists, and by auditors, name and home are not told."""

    id: UUID
    version: int
    code: str
    name: str
    phone: str | None
    address: str | None
    home_x: int | None
    home_y: int | None
    primary_id: UUID | None
    second_id: UUID | None
    vetoes: Sequence[UUID]
    gender: str
    language: str | None
    active: bool


def add(
    session: Session, *, actor: Actor, vault: Vault, terms: ElderTerms, now: datetime
) -> tuple[ElderSeen, list[Notice]]:
    """Take somebody in who is to be visited.

    Raises
    ------
    NotAllowed, Conflict, Rejected
        Not for this person; code in use; a value that cannot be.
    """
    check_office(actor)
    if queries.volunteers.elder_by_code(session, actor.community_id, terms.code) is not None:
        raise Conflict("code_in_use", "code", terms.code)
    row = Elder(id=new_id(), community_id=actor.community_id, row_version=1)
    _write(row, vault, {name: getattr(terms, name) for name in terms.__slots__})
    _check(session, actor, row, terms.__slots__)
    session.add(row)
    _note(session, actor, "add", row, now, code=row.code)
    return _clear(vault, row), _notices(session, row)


def amend(
    session: Session,
    *,
    actor: Actor,
    vault: Vault,
    elder_id: UUID,
    version: int,
    changes: Mapping[str, Any],
    now: datetime,
) -> tuple[ElderSeen, list[Notice]]:
    """Change what is stated of an elder, but the code; nobody retires while visits are to come.

    Whoever the elder does not want any more loses the visits to come there. The answer is masked.

    Raises
    ------
    NotFound, NotAllowed, Stale, Rejected
        No such elder; not for this person; changed meanwhile; a value that cannot be.
    Conflict
        ``elder_has_shifts``.
    """
    check_office(actor)
    row = queries.volunteers.elder(session, actor.community_id, elder_id, lock=True)
    if row is None:
        raise NotFound()
    if row.row_version != version:
        raise Stale("changed_meanwhile", "If-Match", str(version), str(row.row_version))
    if row.active and changes.get("active") is False:
        visits = queries.shifts.to_come_at_elder(session, row.id, now)
        if visits:
            raise Conflict("elder_has_shifts", "active", "false", "an elder without visits to come", shifts=visits)
    vetoes = set(row.vetoes)
    with session.no_autoflush:
        _write(row, vault, changes)
        _check(session, actor, row, changes.keys())
    row.row_version += 1
    unwanted = [UUID(one) for one in row.vetoes if one not in vetoes]
    there = queries.volunteers.visits_to_come(session, row.id, unwanted, now)
    taken = seat_endings.take_back(session, row.community_id, unwanted, there, actor, now)
    _note(session, actor, "amend", row, now, fields=sorted(changes), seats=taken)
    return _masked(vault, row), _notices(session, row)


def revealed(session: Session, *, actor: Actor, vault: Vault, elder_id: UUID, now: datetime) -> ElderSeen:
    """An elder in clear, which is noted.

    Raises
    ------
    NotAllowed, NotFound
        Not for this person; no such elder.
    """
    check_office(actor)
    row = queries.volunteers.elder(session, actor.community_id, elder_id)
    if row is None:
        raise NotFound()
    audit.record(session, row.community_id, actor.name, "elder.reveal", "elder", row.id, now)
    return _clear(vault, row)


def seen(session: Session, *, actor: Actor, vault: Vault, elder_id: UUID) -> ElderSeen:
    """An elder, masked; for the office and auditors.

    Raises
    ------
    NotFound
        If there is none that this person may know of.
    """
    row = queries.volunteers.elder(session, actor.community_id, elder_id)
    if row is None or not actor.has(*OFFICE, AUDITOR):
        raise NotFound()
    return _masked(vault, row)


def listed(
    session: Session,
    *,
    actor: Actor,
    vault: Vault,
    active: bool | None = None,
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = True,
) -> list[ElderSeen]:
    """Elders of the community, masked; for the office and auditors.

    Raises
    ------
    NotAllowed
        For everybody else.
    """
    if not actor.has(*OFFICE, AUDITOR):
        raise NotAllowed("not_for_this_role")
    rows = queries.volunteers.elders_listed(
        session, actor.community_id, active=active, last=last, limit=limit, newest=newest
    )
    return [_masked(vault, row) for row in rows]


def _write(row: Elder, vault: Vault, changes: Mapping[str, Any]) -> None:
    for name, value in changes.items():
        if name in SEALED:
            setattr(
                row,
                f"{name}_cipher",
                None if value is None else vault.seal(_plain(name, value), f"elder.{name}", row.id),
            )
        elif name == "vetoes":
            row.vetoes = [str(one) for one in dict.fromkeys(value)]
        elif name in ("home_x", "home_y"):
            setattr(row, name, (value + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO)
        else:
            setattr(row, name, value)


def _plain(name: str, value: str) -> str:
    if name == "name":
        return privacy.name_of(value)
    if name == "phone":
        return privacy.phone_of(value)
    if not value.strip():
        raise Rejected("missing_field", "address", None, "an address")
    return value.strip()


def _check(session: Session, actor: Actor, row: Elder, stated: Collection[str]) -> None:
    """What is stated of an elder can be: on the grid, contacts who serve here and are not among the vetoes."""
    check_place(row.home_x, row.home_y, ("home_x", "home_y"))
    if row.gender not in GENDERS:
        raise Rejected("not_offered", "gender", row.gender, ", ".join(GENDERS))
    if len(row.vetoes) > MOST_VETOES:
        raise Rejected("out_of_range", "vetoes", len(row.vetoes), f"at most {MOST_VETOES} volunteers")
    for field in ("primary_id", "second_id"):
        contact = getattr(row, field)
        if contact is not None:
            if field in stated:  # whoever has left meanwhile stays until somebody else is named
                check_known(session, actor, contact, field)
            if str(contact) in row.vetoes:
                raise Rejected("contact_vetoed", field, str(contact), "somebody whom the elder wants to come")
    if row.primary_id is not None and row.primary_id == row.second_id:
        raise Rejected("duplicate_id", "second_id", str(row.second_id), "each id once")
    for at, one in enumerate(row.vetoes):
        if queries.volunteers.one(session, actor.community_id, UUID(one)) is None:
            raise Rejected("unknown_id", f"vetoes.{at}", one, "a volunteer of the community")


def _notices(session: Session, row: Elder) -> list[Notice]:
    contacts = {one for one in (row.primary_id, row.second_id) if one is not None}
    required = queries.volunteers.pairs_of_kinds(session, row.community_id, ("required",))
    mine = [pair for pair in required if contacts & {pair.a_id, pair.b_id}]
    return [one for one in roster_notices.of_pairs(session, row.community_id, mine) if one.numbers["elder"] == row.code]


def _clear(vault: Vault, row: Elder) -> ElderSeen:
    phone = None if row.phone_cipher is None else vault.open_sealed(row.phone_cipher, "elder.phone", row.id)
    name = vault.open_sealed(row.name_cipher, "elder.name", row.id)
    return _seen(row, name, phone, vault.open_sealed(row.address_cipher, "elder.address", row.id), True)


def _masked(vault: Vault, row: Elder) -> ElderSeen:
    return _seen(row, privacy.masked_name(vault.open_sealed(row.name_cipher, "elder.name", row.id)), None, None, False)


def _seen(row: Elder, name: str, phone: str | None, address: str | None, home: bool) -> ElderSeen:
    return ElderSeen(
        id=row.id,
        version=row.row_version,
        code=row.code,
        name=name,
        phone=phone,
        address=address,
        home_x=row.home_x if home else None,
        home_y=row.home_y if home else None,
        primary_id=row.primary_id,
        second_id=row.second_id,
        vetoes=[UUID(one) for one in row.vetoes],
        gender=row.gender,
        language=row.language,
        active=row.active,
    )


def _note(session: Session, actor: Actor, action: str, row: Elder, now: datetime, **details: Any) -> None:
    session.flush()
    audit.record(session, row.community_id, actor.name, f"elder.{action}", "elder", row.id, now, details)
