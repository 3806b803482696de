"""Registrations 登记: written, amended, moved along their path."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import STAFF, Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected, Stale
from scheduler.ids import new_id, new_receipt
from scheduler.models import Member, Registration, Round
from scheduler.privacy import Vault
from scheduler.states import AMENDABLE, OWN_CHANNELS, OWNER, REGISTRATION_MOVES, STAFF_CHANNELS, SYSTEM
from scheduler.translation import walks
from scheduler.usecases import blocks, messages, path_checks, path_messages, release, wishes
from scheduler.usecases.serving import check_not_own
from scheduler.usecases.serving import may_see as may_see
from scheduler.usecases.serving import vehicle_for as vehicle_for
from scheduler.usecases.wishes import Wish as Wish

JUDGED = ("endorse", "approve")
"""Steps by which staff decide for somebody; never for themselves."""


def register(
    session: Session,
    *,
    actor: Actor,
    vault: Vault,
    round_id: UUID,
    wish: Wish,
    channel: str,
    now: datetime,
    submit: bool = True,
) -> Registration:
    """Take a registration into an open round, for oneself or, by staff, on behalf of the vehicle's keeper.

    Raises
    ------
    NotFound, NotAllowed
        No such round or vehicle for this person; a channel that is not theirs.
    Conflict
        ``round_not_open``, ``application_period_over``, ``vehicle_blocked``, ``already_registered``.
    Rejected
        For the first value that cannot be.
    """
    round_ = queries.rounds.shared(session, actor.community_id, round_id)
    if round_ is None or (round_.state == "draft" and not actor.has(*STAFF)):
        raise NotFound()
    check_open(round_, "parking", now)
    vehicle = vehicle_for(session, actor, wish.vehicle_id, lock=True)
    check_channel(actor, vehicle.member_id, channel)
    merits = queries.path.merits(session, vehicle.community_id, vehicle.id, vehicle.member_id, now)
    blocks.check(session, vehicle.community_id, merits.blocked_until)
    uses = walks.stored_uses(session, wish.uses, round_)
    wishes.check_single(session, round_, vehicle, uses)
    member = session.get_one(Member, vehicle.member_id)
    row = Registration(
        id=new_id(),
        community_id=round_.community_id,
        round_id=round_.id,
        receipt=new_receipt(),
        member_id=member.id,
        vehicle_id=vehicle.id,
        household_id=member.household_id,
        channel=channel,
        operator_id=None if actor.member_id == member.id else actor.account_id,
        created_at=now,
        state="draft",
        row_version=1,
    )
    wishes.fill(session, actor, vault, row, round_, vehicle, wish, uses, now, merits)
    add(session, row, actor, now, submit)
    return row


def add(session: Session, row: Registration, actor: Actor, now: datetime, submit: bool) -> None:
    """Write a new registration, sent at once or left a draft."""
    steps = [_Step("create", "", row.state)]
    if submit:
        steps.append(_moved(row, "submit", actor, now))
    session.add(row)
    _note(session, row, steps, actor, now)


def amend(
    session: Session, *, actor: Actor, vault: Vault, registration_id: UUID, version: int, wish: Wish, now: datetime
) -> Registration:
    """Change what is asked for while the round is open and nobody has decided on it.

    Raises
    ------
    NotFound, NotAllowed, Stale, Conflict, Rejected
        Not there for this person; not theirs to change; changed meanwhile; too late; a value that cannot be.
    """
    row, round_ = amendable(session, actor, registration_id, version, "parking", now)
    if wish.vehicle_id != row.vehicle_id:
        raise Rejected("vehicle_is_fixed", "vehicle_id", allowed="the vehicle of the registration")
    vehicle = queries.community.vehicle(session, actor.community_id, wish.vehicle_id)
    if vehicle is None:
        raise NotFound()
    uses = walks.stored_uses(session, wish.uses, round_)
    wishes.check_single(session, round_, vehicle, uses, but=row.id)
    wishes.fill(session, actor, vault, row, round_, vehicle, wish, uses, now)
    note_amended(session, row, actor, now)
    return row


def amendable(
    session: Session, actor: Actor, registration_id: UUID, version: int, domain: str, now: datetime
) -> tuple[Registration, Round]:
    """A registration that may still be changed, with its round.

    Raises
    ------
    NotFound, NotAllowed, Stale, Conflict
        Not there for this person; not theirs to change; changed meanwhile; too late, or of another domain.
    """
    row = locked_for(session, actor, registration_id)
    if not _parts(actor, row) & REGISTRATION_MOVES["submit"].actors:
        raise NotAllowed("not_for_this_role")
    if row.row_version != version:
        raise Stale("changed_meanwhile", "If-Match", str(version), str(row.row_version))
    round_ = queries.rounds.shared(session, actor.community_id, row.round_id)
    if round_ is None:
        raise NotFound()
    check_open(round_, domain, now)
    if row.state not in AMENDABLE:
        raise Conflict("not_amendable", "state", row.state, ", ".join(AMENDABLE))
    return row, round_


def note_step(session: Session, row: Registration, action: str, actor: Actor, now: datetime, reason: str) -> None:
    """Note something that happened to a registration and leaves its state as it is."""
    row.row_version += 1
    _note(session, row, [_Step(action, row.state, row.state, reason)], actor, now)


def note_amended(session: Session, row: Registration, actor: Actor, now: datetime) -> None:
    """Raise the version of a registration that was changed, and note it."""
    row.row_version += 1
    _note(session, row, [_Step("amend", row.state, row.state)], actor, now)


def act(
    session: Session, *, actor: Actor, registration_id: UUID, action: str, now: datetime, reason: str = ""
) -> Registration:
    """Take one step of the path; `states.REGISTRATION_MOVES` says who may take which from where.

    Raises
    ------
    NotFound, NotAllowed, Conflict, Rejected
        Not there for this person; not theirs to do; not from this state; unknown, or a reason is missing.
    """
    row = locked_for(session, actor, registration_id)
    if action in JUDGED:
        check_not_own(session, actor, row.member_id)
    if action == "submit":
        round_ = queries.rounds.shared(session, actor.community_id, row.round_id)
        if round_ is None:
            raise NotFound()
        # What the staff asked for may come after the close, as long as nothing is planned.
        if row.state != "needs_information" or round_.state not in ("open", "closed"):
            check_open(round_, round_.domain, now)
    if action == "accept" and row.answer_by is not None and row.answer_by <= now:
        raise Conflict("answer_overdue", "answer_by", row.answer_by.isoformat(), "an answer in time")
    step = _moved(row, action, actor, now, reason)
    path_checks.check(session, row, action, now)
    _note(session, row, [step], actor, now)
    path_messages.tell(session, row, action, now)
    if action in ("decline", "withdraw"):
        release.release(session, [row.id], now)
    return row


def step_all(
    session: Session,
    round_: Round,
    action: str,
    actor: Actor,
    now: datetime,
    homes: Sequence[UUID] | None = None,
) -> int:
    """Take every registration of a round that waits for it one step on, noted once for all; how many there were."""
    ids = queries.steps.lock_all(session, round_.id, REGISTRATION_MOVES[action].before, homes)
    step_these(session, round_, action, ids, actor, now)
    return len(ids)


def step_these(session: Session, round_: Round, action: str, ids: Sequence[UUID], actor: Actor, now: datetime) -> None:
    """Take locked registrations of a round one step on, noted once for all."""
    after = REGISTRATION_MOVES[action].after
    queries.steps.step_these(session, ids, action, after, actor.account_id, now)
    if ids:
        details = {"after": after, "count": len(ids)}
        name = f"registrations.{action}"
        audit.record(session, round_.community_id, actor.name, name, "round", round_.id, now, details)


def annul(session: Session, round_: Round, code: str, actor: Actor, now: datetime) -> int:
    """End what is undecided in a round that ends, and have its people told under a code; how many there were."""
    count = step_all(session, round_, "annul", actor, now)
    if count:
        messages.tell_all(session, round_=round_, code=code, now=now)
    return count


def move_on(session: Session, row: Registration, action: str, actor: Actor, now: datetime, reason: str = "") -> None:
    """Move a registration by an action of `states.REGISTRATION_MOVES` and note it.

    Raises
    ------
    NotAllowed, Conflict, Rejected
        Not for this person; not from this state; unknown action, or a reason is missing.
    """
    _note(session, row, [_moved(row, action, actor, now, reason)], actor, now)


def _moved(row: Registration, action: str, actor: Actor, now: datetime, reason: str = "") -> _Step:
    """The step that a registration takes, and takes here."""
    known = REGISTRATION_MOVES.get(action)
    if known is None:
        raise Rejected("no_such_action", "action", action, ", ".join(REGISTRATION_MOVES))
    if not _parts(actor, row) & known.actors:
        raise NotAllowed("not_for_this_role")
    if row.state not in known.before:
        raise Conflict("registration_not_ready", "state", row.state, ", ".join(known.before), action=action)
    if known.needs_reason and not reason.strip():
        raise Rejected("reason_missing", "reason", "", "a sentence")
    before, row.state = row.state, known.after
    row.row_version += 1
    if action == "submit":
        row.submitted_at = row.submitted_at or now
    if action == "allocate":
        row.waitlist_rank = None
    if known.after != "allocated":
        row.answer_by = None
    return _Step(action, before, row.state, reason)


# ---- who may see and do what


def seen(session: Session, *, actor: Actor, registration_id: UUID) -> Registration:
    """A registration that this person may see.

    Raises
    ------
    NotFound
        If there is none.
    """
    row = queries.registrations.one(session, actor.community_id, registration_id)
    if row is None or not may_see(actor, row):
        raise NotFound()
    return row


def note_of(row: Registration, vault: Vault) -> str:
    """What somebody told the office with a registration, in clear, for those who may see it."""
    return "" if row.note_cipher is None else vault.open_sealed(row.note_cipher, "registration.note", row.id)


def locked_for(session: Session, actor: Actor, registration_id: UUID) -> Registration:
    """A registration that this person may see, kept from other writers.

    Raises
    ------
    NotFound
        If there is none.
    """
    row = queries.registrations.locked(session, actor.community_id, registration_id)
    if row is None or not may_see(actor, row):
        raise NotFound()
    return row


def _parts(actor: Actor, row: Registration) -> frozenset[str]:
    """In which parts somebody acts on a registration."""
    parts = set(actor.roles)
    if actor.account_id is None:
        parts.add(SYSTEM)
    if actor.member_id is not None and actor.member_id == row.member_id:
        parts.add(OWNER)
    return frozenset(parts)


# ---- checks


def check_open(round_: Round, domain: str, now: datetime) -> None:
    """Refuse what comes for another domain, or at another time than a round takes registrations.

    Raises
    ------
    Conflict
        ``round_of_other_domain``, ``round_not_open``, ``application_period_over``.
    """
    if round_.domain != domain:
        raise Conflict("round_of_other_domain", "round_id", round_.domain, domain)
    if round_.state != "open":
        raise Conflict("round_not_open", "state", round_.state, "open")
    if not round_.apply_from <= now < round_.apply_until:
        raise Conflict("application_period_over", "apply_until", round_.apply_until.isoformat(), "a call in time")


def check_channel(actor: Actor, member_id: UUID, channel: str) -> None:
    """Refuse an end 端 by which this person does not write for somebody.

    Raises
    ------
    Rejected
        If the channel is not theirs.
    """
    allowed = OWN_CHANNELS if actor.member_id == member_id else STAFF_CHANNELS
    if channel not in allowed:
        raise Rejected("out_of_range", "channel", channel, ", ".join(allowed))


class _Step(NamedTuple):
    action: str
    before: str
    after: str
    reason: str = ""


def _note(session: Session, row: Registration, steps: Sequence[_Step], actor: Actor, now: datetime) -> None:
    """Write steps that a registration took, in its events and in the audit chain."""
    session.flush()
    common = {"registration_id": row.id, "actor_id": actor.account_id, "at": now}
    queries.registrations.add_steps(session, [{"id": new_id(), **common, **step._asdict()} for step in steps])
    notes = [
        audit.Note(f"registration.{step.action}", "registration", row.id, {"before": step.before, "after": step.after})
        for step in steps
    ]
    audit.record_all(session, row.community_id, actor.name, notes, now)
