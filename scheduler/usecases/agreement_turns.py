"""What happens to agreements by itself: drawn up, begun, ended, resumed by date; reminded of, lapsed unsigned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, numbers, queries
from scheduler.actors import clockwork
from scheduler.covenant import PathRules, settings_of
from scheduler.models import Agreement, Community, Registration
from scheduler.office import Office
from scheduler.states import AGREEMENT_LIVING, AGREEMENT_MOVES
from scheduler.usecases import agreement_drawing, agreement_endings, agreements
from scheduler.usecases.agreement_steps import may_be_signed, note, step, tell
from scheduler.usecases.turns import BATCH, apart

Move = Callable[[Office, Session, Agreement, datetime], None]


def tick(office: Office) -> None:
    """Do to agreements what is due, each in a transaction of its own."""
    with office.database.reading() as session:
        now = office.database.now(session)
        undrawn = queries.agreements.undrawn(session, now, BATCH)
        due: list[tuple[str, Move, Sequence[Agreement]]] = [
            ("agreement_rights", _end_with_right, queries.agreements.without_right(session, BATCH))
        ]
        for community in queries.community.all_of_them(session):
            due += _due_in(session, community, now)
    for row in undrawn:
        apart("agreement_drawn", partial(office.database.transact, partial(_draw_up, office, row)), str(row.id))
    for name, move, rows in due:
        for one in rows:
            apart(name, partial(office.database.transact, partial(_move, office, one.id, move)), str(one.id))


def _due_in(session: Session, community: Community, now: datetime) -> list[tuple[str, Move, Sequence[Agreement]]]:
    today = calendar.date_of(now, community.zone)
    covenant = queries.community.covenant_in_force(session, community.id, now)
    path = PathRules() if covenant is None else settings_of(covenant.settings).path
    soon = now + timedelta(days=path.remind_days)
    known = queries.agreements
    needed, free = _versions(session, community)
    return [
        ("agreement_activate", _activate, known.to_activate(session, community.id, today, free, BATCH)),
        ("agreement_resume", _resume, known.to_resume(session, community.id, today, BATCH)),
        ("agreement_end", _end, known.to_end(session, community.id, today, BATCH)),
        ("agreement_unsigned", _lapse, known.unsigned(session, community.id, now, needed, BATCH)),
        ("agreement_remind", _remind, known.unreminded(session, community.id, soon, BATCH)),
    ]


def _versions(session: Session, community: Community) -> tuple[list[int], list[int]]:
    """Versions of the covenant of agreements that are to be signed: those that want it before a use, and the others."""
    needed: list[int] = []
    free: list[int] = []
    for version in queries.agreements.unsigned_versions(session, community.id):
        settings = settings_of(queries.community.covenant(session, community.id, version).settings)
        (needed if settings.path.signature_needed else free).append(version)
    return needed, free


def _draw_up(office: Office, row: Registration, session: Session) -> None:
    numbers.lock(session, row.community_id)
    asked = queries.registrations.locked(session, row.community_id, row.id)
    if asked is not None and asked.state in ("accepted", "active"):
        now, system = office.database.now(session), clockwork(asked.community_id)
        agreement_drawing.draw_up(session, actor=system, vault=office.vault, row=asked, now=now)


def _move(office: Office, agreement_id: UUID, move: Move, session: Session) -> None:
    known = session.get_one(Agreement, agreement_id)
    numbers.lock(session, known.community_id)
    queries.registrations.locked(session, known.community_id, known.registration_id)
    row = queries.agreements.locked(session, agreement_id)
    if row.state in AGREEMENT_LIVING:
        move(office, session, row, office.database.now(session))


def _end_with_right(_office: Office, session: Session, row: Agreement, now: datetime) -> None:
    """End an agreement whose right is gone; where a later version gives another or none, the community is why."""
    other = queries.quotes.right_of(session, row.registration_id)
    asked = session.get_one(Registration, row.registration_id)
    given_up = asked.state in ("withdrawn", "ended")
    why = agreement_endings.RIGHT_RELEASED if given_up else agreement_endings.RIGHT_NOT_KEPT
    if other is not None:
        why = agreement_endings.RIGHT_CHANGED
    if other is None or other.id != row.allocation_id:
        agreement_endings.end(session, row, why, now)


def _activate(_office: Office, session: Session, row: Agreement, now: datetime) -> None:
    if row.state in AGREEMENT_MOVES["activate"].before:
        step(session, row, "activate", clockwork(row.community_id), now)


def _resume(_office: Office, session: Session, row: Agreement, now: datetime) -> None:
    if row.state == "suspended":
        agreement_endings.resume(session, row, clockwork(row.community_id), now)


def _end(_office: Office, session: Session, row: Agreement, now: datetime) -> None:
    agreement_endings.end(session, row, agreement_endings.TERM_OVER, now)


def _lapse(_office: Office, session: Session, row: Agreement, now: datetime) -> None:
    """Give a right without a signature to the next in line."""
    if row.state != "drawn_up" or row.sign_by > now:
        return
    why = agreement_endings.UNSIGNED
    agreement_endings.end(session, row, why, now)
    asked = session.get_one(Registration, row.registration_id)
    agreements.give_back_right(session, asked, clockwork(row.community_id), now, why)


def _remind(_office: Office, session: Session, row: Agreement, now: datetime) -> None:
    if may_be_signed(row):
        zone = queries.community.one(session, row.community_id).zone
        event = note(session, row, "remind", row.state, clockwork(row.community_id), now)
        tell(session, row, "agreement_remind", event.id, now, until=calendar.local_text(row.sign_by, zone))
