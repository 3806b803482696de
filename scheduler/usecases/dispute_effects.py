"""What a settlement or decision brings about by itself: in later plans, in money, in points, in what counts.

Every effect concerns one of the two sides. What it writes elsewhere names the receipt of the dispute as its reason,
never what was said in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import numbers, queries
from scheduler.actors import Actor, clockwork
from scheduler.covenant import settings_of
from scheduler.errors import Conflict, Rejected
from scheduler.ids import new_id
from scheduler.models import Block, Dispute, DisputeEffect, Invoice, Registration, Violation
from scheduler.states import EFFECTS
from scheduler.usecases import blocks, invoices, locks, refunds, registration, rounds, violations
from scheduler.usecases.decisions import ENTERING, PLANNED, TAKING_PART, may_enter, today_of
from scheduler.usecases.dispute_parts import is_side
from solvers.parking.checks import MOST_POINTS

MOST = 1_000
"""Most points that a decision gives or takes."""
MOST_EFFECTS = 10
MOST_FEN = 100_000_000
OF_MONEY = ("compensate", "waive")
LOCKS = {"pin": "fix", "forbid": "forbid"}
_PLACES = ("site_id", "space_id", "room_id")
TERMS: Mapping[str, Sequence[str]] = {
    "pin": _PLACES,
    "forbid": _PLACES,
    "correct_points": ("amount",),
    "compensate": ("site_id", "amount"),
    "waive": (),
    "lift_block": (),
}
"""What an effect of a kind may say beside its subject."""


@dataclass(frozen=True, slots=True)
class Effect:
    """An effect as it is decided: on a registration, a person, a violation, an invoice or a block.

    `amount` are points, or fen of the site whose fund pays. A pin, or what is forbidden, names a place.
    """

    kind: str
    subject_id: UUID
    site_id: UUID | None = None
    space_id: UUID | None = None
    room_id: UUID | None = None
    amount: int | None = None


def apply(
    session: Session, actor: Actor, row: Dispute, effects: Sequence[Effect], allowed: Sequence[str], now: datetime
) -> list[DisputeEffect]:
    """Bring effects about, all or none.

    Raises
    ------
    Rejected, Conflict
        ``not_offered`` for a kind that is not `allowed` here; ``unknown_id`` for what concerns neither side; an amount
        or place that cannot be; a round that is planned no more; money that is not there.
    """
    if len(effects) > MOST_EFFECTS:
        raise Rejected("out_of_range", "effects", len(effects), f"at most {MOST_EFFECTS} effects")
    for at, effect in enumerate(effects):
        if effect.kind not in EFFECTS or effect.kind not in allowed:
            raise Rejected("not_offered", f"effects.{at}.kind", effect.kind, ", ".join(allowed))
        known = ("subject_id", *TERMS[effect.kind])
        for name in (*_PLACES, "amount"):
            if getattr(effect, name) is not None and name not in known:
                raise Rejected("not_offered", f"effects.{at}.{name}", None, ", ".join(known))
    if any(effect.kind in OF_MONEY for effect in effects):
        # The ledger is locked before the audit chain by everybody.
        numbers.lock(session, row.community_id)
    # So are rounds, and before their registrations.
    planned = [effect.subject_id for effect in effects if effect.kind in ENTERING]
    for round_id in queries.dispute_matters.rounds_of(session, planned):
        queries.rounds.locked(session, row.community_id, round_id)
    return [_applied(session, actor, row, effect, f"effects.{at}", now) for at, effect in enumerate(effects)]


def _applied(session: Session, actor: Actor, row: Dispute, effect: Effect, field: str, now: datetime) -> DisputeEffect:
    made = DisputeEffect(
        id=new_id(),
        community_id=row.community_id,
        dispute_id=row.id,
        kind=effect.kind,
        subject_id=effect.subject_id,
        site_id=effect.site_id,
        space_id=effect.space_id,
        room_id=effect.room_id,
        amount=effect.amount,
        applied_at=now,
    )
    made.applied_id = _ACTS[effect.kind](session, actor, row, made, field, now)
    session.add(made)
    session.flush()
    return made


def _reason(row: Dispute) -> str:
    return f"争议 / dispute {row.receipt}"


# ---- places in later plans


def _lock(session: Session, actor: Actor, row: Dispute, made: DisputeEffect, field: str, now: datetime) -> UUID:
    """A decision that binds every later plan of the round; what the staff had decided against it is taken back."""
    of = _registration(session, row, made, field, now)
    kind = LOCKS[made.kind]
    stated = locks.Place(made.site_id, made.space_id, None, made.room_id)
    where = locks.place_of(session, of, kind, _reason(row), stated)
    for lock in queries.dispute_matters.locks_on(session, of.id):
        if kind == "fix" or lock.kind in ("keep", "fix"):
            locks.remove(session, actor, lock, now)
    return locks.put(session, actor, of, kind, _reason(row), where, now).id


def _correct_points(
    session: Session, actor: Actor, row: Dispute, made: DisputeEffect, field: str, now: datetime
) -> UUID:
    """Points that weigh from the next plan on; never so few that the registration takes part in none."""
    of = _registration(session, row, made, field, now)
    if of.vehicle_id is None:
        raise Rejected("points_not_used", f"{field}.subject_id", str(of.id), "a registration of a vehicle")
    if made.amount is None or not made.amount or abs(made.amount) > MOST:
        raise Rejected("out_of_range", f"{field}.amount", made.amount, f"points from -{MOST} to {MOST}, but not 0")
    round_ = queries.rounds.one(session, of.community_id, of.round_id)
    version = row.covenant_version if round_ is None else round_.covenant_version
    rules = settings_of(queries.community.covenant(session, of.community_id, version).settings).parking
    points = {**of.points, "decision": int(of.points.get("decision", 0)) + made.amount}
    if "decision" not in rules.criteria:
        raise Rejected("points_not_used", f"{field}.kind", made.kind, "a criterion of the covenant")
    if not 1 <= rules.weighted(points) <= MOST_POINTS:
        total = rules.weighted(points)
        raise Rejected("points_do_not_count", f"{field}.amount", total, f"a weighted sum of 1 to {MOST_POINTS}")
    of.points = points
    registration.note_step(session, of, "correct_points", actor, now, _reason(row))
    return of.id


def _registration(session: Session, row: Dispute, made: DisputeEffect, field: str, now: datetime) -> Registration:
    """A registration of one of the sides that a plan may still serve, kept from other writers.

    A round that is settled, but whose use is not over, is published again, so that a plan can be made.
    """
    of = queries.registrations.locked(session, row.community_id, made.subject_id)
    if of is None or not is_side(row, of.member_id):
        raise Rejected("unknown_id", f"{field}.subject_id", str(made.subject_id), "a registration of one of the sides")
    round_ = queries.rounds.one(session, row.community_id, of.round_id)
    if round_ is None or not may_enter(round_, today_of(session, round_, now)):
        state = "" if round_ is None else round_.state
        raise Conflict("planned_no_more", f"{field}.subject_id", state, ", ".join(PLANNED))
    if of.state not in TAKING_PART or (of.state == "refused" and not of.entered):
        raise Conflict("planned_no_more", f"{field}.subject_id", of.state, ", ".join(TAKING_PART))
    if round_.state == "settled":
        rounds.step(session, round_, "resume", clockwork(row.community_id), now)
    return of


# ---- money, and what counts


def _compensate(session: Session, actor: Actor, row: Dispute, made: DisputeEffect, field: str, now: datetime) -> UUID:
    """Money for one of the sides out of the community fund of a site."""
    if not is_side(row, made.subject_id):
        raise Rejected("unknown_id", f"{field}.subject_id", str(made.subject_id), "a person of one of the sides")
    if made.site_id is None or queries.supply.site(session, row.community_id, made.site_id) is None:
        raise Rejected("unknown_id", f"{field}.site_id", str(made.site_id), "a site of the community")
    if made.amount is None or not 1 <= made.amount <= MOST_FEN:
        raise Rejected("out_of_range", f"{field}.amount", made.amount, f"1 to {MOST_FEN} fen")
    refund = refunds.compensate(
        session,
        actor=actor,
        member_id=made.subject_id,
        site_id=made.site_id,
        fen=made.amount,
        cause="dispute",
        cause_id=made.id,
        reason=_reason(row),
        now=now,
    )
    return refund.id


def _waive(session: Session, actor: Actor, row: Dispute, made: DisputeEffect, field: str, now: datetime) -> UUID:
    """A violation that counts no longer, with what was charged for it; or an invoice that is owed no longer."""
    found = queries.dispute_matters.subject(session, Violation, row.community_id, made.subject_id, lock=True)
    if found is not None and is_side(row, found.member_id):
        _check_settled(session, row, found.id, field)
        return violations.take_back(session, found, actor, _reason(row), now).id
    invoice = queries.dispute_matters.subject(session, Invoice, row.community_id, made.subject_id, lock=True)
    if invoice is None or not is_side(row, invoice.member_id):
        allowed = "a violation or an invoice of one of the sides"
        raise Rejected("unknown_id", f"{field}.subject_id", str(made.subject_id), allowed)
    if invoice.state == "cancelled":
        raise Conflict("invoice_cancelled", f"{field}.subject_id", invoice.state, "issued, paid")
    _check_settled(session, row, invoice.id, field)
    invoices.waive(session, actor, invoice.id, _reason(row), now)
    return invoice.id


def is_bound(session: Session, row: Dispute, subject_id: UUID) -> bool:
    """Whether a settlement must leave a violation or an invoice: another matter than that of the case, paid for.

    What was paid is divided already: to take it back from fund and owners is for the council.
    """
    charged = queries.invoices.named(session, row.community_id, subject_id)
    if row.subject_id is not None and row.subject_id in (subject_id, *(one.cause_id for one in charged)):
        return False
    return any(one.settled_fen for one in charged if one.state != "cancelled")


def _check_settled(session: Session, row: Dispute, subject_id: UUID, field: str) -> None:
    if row.state == "settled" and is_bound(session, row, subject_id):
        raise Conflict("council_decides", f"{field}.subject_id", allowed="the matter of the case, or what is not paid")


def _lift_block(session: Session, actor: Actor, row: Dispute, made: DisputeEffect, field: str, now: datetime) -> UUID:
    """A vehicle that may be registered and stand again."""
    block = queries.dispute_matters.subject(session, Block, row.community_id, made.subject_id)
    vehicle = None if block is None else queries.community.vehicle(session, row.community_id, block.vehicle_id)
    if block is None or vehicle is None or not is_side(row, vehicle.member_id):
        raise Rejected("unknown_id", f"{field}.subject_id", str(made.subject_id), "a block of one of the sides")
    if not blocks.lift_all(session, vehicle.id, actor, _reason(row), now):
        raise Conflict("block_is_over", f"{field}.subject_id")
    return block.id


Act = Callable[[Session, Actor, Dispute, DisputeEffect, str, datetime], UUID]
_ACTS: Mapping[str, Act] = {
    "pin": _lock,
    "forbid": _lock,
    "correct_points": _correct_points,
    "compensate": _compensate,
    "waive": _waive,
    "lift_block": _lift_block,
}
