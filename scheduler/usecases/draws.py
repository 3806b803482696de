"""The public draw of a round: committed to before anybody knows its number, frozen with the round, revealed by two.

committed → frozen (the round closed) → entered (one person gave the public number) → revealed (a second one gave the
same); while it is only committed to, and before the day of its number, it may be withdrawn. Nobody can choose the seed:
the secret is fixed by its commitment before the number exists, and the number comes from outside, after the day on
which the last request could be sent.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, lots, queries
from scheduler.actors import OFFICE, Actor
from scheduler.calendar import date_of
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected
from scheduler.ids import new_id
from scheduler.models import Draw, Round
from scheduler.privacy import Vault

COMMITTABLE = ("draft", "open")
SECRET_BYTES = 32
LATEST = timedelta(days=60)
"""How long after the close the number may come at most: until then nothing can be published."""
COLUMN = "draw.secret"


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of a number: the draw, and a refusal that is to be told once the draw's new start is kept."""

    draw: Draw
    refused: Conflict | None = None


def commit(
    session: Session, *, actor: Actor, vault: Vault, round_id: UUID, source: str, number_on: date, now: datetime
) -> Draw:
    """Commit to a draw with a fresh secret; `source` names the public number of the day `number_on`.

    Raises
    ------
    NotFound, NotAllowed
        No such round; not for this person.
    Conflict
        ``round_not_ready`` once it is closed; ``draw_committed_already``.
    Rejected
        ``out_of_range``: a day that is not after the close, or too long after it.
    """
    round_ = _for_office(session, actor, round_id)
    if round_.state not in COMMITTABLE:
        raise Conflict("round_not_ready", "state", round_.state, ", ".join(COMMITTABLE), action="draw")
    if queries.draws.of_round(session, round_.id) is not None:
        raise Conflict("draw_committed_already", "round_id")
    first = first_day(session, round_, now)
    last = first - timedelta(days=1) + LATEST
    if not first <= number_on <= last:
        raise Rejected("out_of_range", "number_on", number_on.isoformat(), f"{first} to {last}")
    secret, row_id = secrets.token_hex(SECRET_BYTES), new_id()
    draw = Draw(
        id=row_id,
        community_id=round_.community_id,
        round_id=round_.id,
        state="committed",
        source=source,
        number_on=number_on,
        commitment=lots.commitment_of(secret),
        secret_cipher=vault.seal(secret, COLUMN, row_id),
        committed_by=actor.account_id,
        committed_at=now,
    )
    session.add(draw)
    session.flush()
    _note(session, actor, "commit", draw, now, commitment=draw.commitment, number_on=number_on.isoformat())
    return draw


def first_day(session: Session, round_: Round, now: datetime) -> date:
    """The first day whose number may decide: the one after that on which the round closes."""
    return date_of(max(now, round_.apply_until), _zone(session, round_)) + timedelta(days=1)


def withdraw(session: Session, *, actor: Actor, round_id: UUID, reason: str, now: datetime) -> Draw:
    """Take back what was committed to, so that another draw may be: nobody knows yet what would have come of it.

    Raises
    ------
    NotFound, NotAllowed
        No such round, or it has no draw; not for this person.
    Conflict
        ``draw_is_fixed`` once the round has closed or the day of the number has come.
    Rejected
        ``reason_missing``.
    """
    round_ = _for_office(session, actor, round_id)
    draw = queries.draws.locked(session, round_.id)
    if draw is None:
        raise NotFound()
    if draw.state != "committed" or draw.number_on <= date_of(now, _zone(session, round_)):
        raise Conflict("draw_is_fixed", "state", draw.state, f"before {draw.number_on}")
    if not reason.strip():
        raise Rejected("reason_missing", "reason", "", "a sentence")
    draw.state, draw.withdrawn_at, draw.withdrawn_by = "withdrawn", now, actor.account_id
    draw.reason = reason  # what people write may name somebody: it stays out of the audit chain and of what is public
    _note(session, actor, "withdraw", draw, now, commitment=draw.commitment)
    return draw


def enter_number(
    session: Session, *, actor: Actor, vault: Vault, round_id: UUID, number: str, now: datetime
) -> Entered:
    """Take the public number from one person, and reveal the draw once a second one gives the same.

    A number that differs from the first is no error of the call: both are forgotten, which must be kept, and
    ``draw_numbers_differ`` is told afterwards.

    Raises
    ------
    NotFound, NotAllowed
        No such round, or it has no draw; not for this person.
    Conflict
        ``draw_revealed_already``, ``draw_too_early`` before the day of the number, ``draw_not_frozen`` while the round
        is open, ``draw_same_person``.
    Rejected
        ``draw_number_malformed``.
    """
    round_ = _for_office(session, actor, round_id)
    draw = queries.draws.locked(session, round_.id)
    if draw is None:
        raise NotFound()
    told = lots.number_of(number)
    _check_time(draw, date_of(now, _zone(session, round_)))
    if draw.state == "frozen":
        draw.number, draw.entered_by, draw.entered_at, draw.state = told, actor.account_id, now, "entered"
        _note(session, actor, "enter", draw, now)
        return Entered(draw)
    if draw.entered_by == actor.account_id:
        raise Conflict("draw_same_person", "number", allowed="a second person")
    if draw.number != told:
        draw.number, draw.entered_by, draw.entered_at, draw.state = "", None, None, "frozen"
        _note(session, actor, "differ", draw, now)
        return Entered(draw, Conflict("draw_numbers_differ", "number", allowed="the same number from two people"))
    _reveal(session, actor, vault, draw, now)
    return Entered(draw)


def seen(session: Session, *, actor: Actor, round_id: UUID) -> Draw:
    """The draw of a round, for the office; the last one that was withdrawn where none stands.

    Raises
    ------
    NotFound, NotAllowed
        No such round, or it has no draw; not for this person.
    """
    if not actor.has(*OFFICE, "auditor"):
        raise NotAllowed("not_for_this_role")
    round_ = queries.rounds.one(session, actor.community_id, round_id)
    found = () if round_ is None else queries.draws.all_of_round(session, round_.id)
    if not found:
        raise NotFound()
    return found[0]


# ---- what a round's moves and plans ask of its draw


def freeze(session: Session, round_: Round, actor: Actor, now: datetime) -> None:
    """Fix who takes part, as the round closes."""
    draw = queries.draws.locked(session, round_.id)
    if draw is None:
        return
    draw.entries = list(queries.draws.taking_part(session, round_))
    draw.entries_digest = lots.entries_digest(draw.entries)
    draw.state, draw.frozen_at = "frozen", now
    _note(session, actor, "freeze", draw, now, entries=len(draw.entries), digest=draw.entries_digest)


def thaw(session: Session, round_: Round, actor: Actor, now: datetime) -> None:
    """Let others take part again, as the round reopens; the audit chain keeps the digest that no longer holds."""
    draw = queries.draws.locked(session, round_.id)
    if draw is None:
        return
    details: dict[str, int | str] = {"entries": len(draw.entries), "digest": draw.entries_digest}
    draw.entries, draw.entries_digest, draw.frozen_at, draw.state = [], "", None, "committed"
    draw.number, draw.entered_by, draw.entered_at = "", None, None
    _note(session, actor, "thaw", draw, now, **details)


def check_close(session: Session, round_: Round, apply_until: datetime) -> None:
    """Refuse an end of the application period on or after the day on which the draw's number is known.

    Raises
    ------
    Conflict
        ``draw_day_comes_first``.
    """
    draw = queries.draws.of_round(session, round_.id)
    if draw is not None and draw.number_on <= date_of(apply_until, _zone(session, round_)):
        raise Conflict("draw_day_comes_first", "apply_until", apply_until.isoformat(), f"before {draw.number_on}")


def check_publishable(session: Session, round_id: UUID, planned_at: datetime) -> None:
    """Refuse to publish a plan whose round has a draw that is not revealed, or that was ordered before it was.

    Raises
    ------
    Conflict
        ``draw_not_revealed``, ``draw_not_in_plan``.
    """
    draw = queries.draws.of_round(session, round_id)
    if draw is None:
        return
    if draw.revealed_at is None:
        raise Conflict("draw_not_revealed", "plan_id", draw.state, "revealed")
    if planned_at < draw.revealed_at:
        raise Conflict("draw_not_in_plan", "plan_id", allowed="a plan made since the draw")


def _check_time(draw: Draw, today: date) -> None:
    if draw.state == "revealed":
        raise Conflict("draw_revealed_already", "round_id")
    if today < draw.number_on:
        raise Conflict("draw_too_early", "number_on", draw.number_on.isoformat(), f"{draw.number_on} or later")
    if draw.state == "committed":
        raise Conflict("draw_not_frozen", "state", draw.state, "a closed round")


def _reveal(session: Session, actor: Actor, vault: Vault, draw: Draw, now: datetime) -> None:
    draw.secret = vault.open_sealed(draw.secret_cipher, COLUMN, draw.id)
    draw.seed = lots.seed_of(draw.secret, draw.number)
    draw.confirmed_by, draw.revealed_at, draw.state = actor.account_id, now, "revealed"
    _note(session, actor, "reveal", draw, now, number=draw.number, seed=draw.seed)


def _for_office(session: Session, actor: Actor, round_id: UUID) -> Round:
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    round_ = queries.rounds.locked(session, actor.community_id, round_id)
    if round_ is None:
        raise NotFound()
    return round_


def _zone(session: Session, round_: Round) -> str:
    return queries.community.one(session, round_.community_id).zone


def _note(session: Session, actor: Actor, action: str, draw: Draw, now: datetime, **details: int | str) -> None:
    session.flush()
    audit.record(session, draw.community_id, actor.name, f"draw.{action}", "draw", draw.id, now, details)
