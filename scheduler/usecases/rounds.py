"""Rounds: set up, moved through their states, settled."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import OFFICE, STAFF, Actor
from scheduler.calendar import MAX_DAYS, date_of
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected, Stale
from scheduler.ids import new_id
from scheduler.models import Round
from scheduler.states import ROUND_MOVES, SYSTEM
from scheduler.translation import DOMAINS, walks
from scheduler.translation.sections import outside
from scheduler.usecases import decisions, draws, fairness, registration, release, serving, shift_endings

AMENDABLE = ("draft", "open", "closed", "planned")
MOVES = ("open", "close", "reopen", "settle", "cancel")
"""Moves that are nothing but a move; a plan and a publication move a round by what they write."""
ENDS = {
    "cancel": ("round_cancelled", "registration_cancelled"),
    "settle": ("round_settled", "registration_undecided"),
}
"""Moves after which nothing is decided: why a version that was to come is given up, and what people are told."""
DATES_OF_USE = frozenset({"use_first", "use_last"})
LONGEST_PERIOD = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class RoundTerms:
    """What a round is set up with; its domain stays."""

    code: str
    title_zh: str
    title_en: str
    apply_from: datetime
    apply_until: datetime
    use_first: date
    use_last: date
    criteria_zh: str = ""
    criteria_en: str = ""
    display_days: int = 7
    accept_days: int = 7
    domain: str = "parking"


def set_up(session: Session, *, actor: Actor, terms: RoundTerms, now: datetime) -> Round:
    """A new round, a draft until it opens, under the covenant version now in force.

    Raises
    ------
    NotAllowed, Conflict, Rejected
        Not for this person; code in use, or no covenant in force; dates that cannot be.
    """
    _office_only(actor)
    covenant = queries.community.covenant_in_force(session, actor.community_id, now)
    # What was sent is told first, then what the community lacks.
    _check_terms(terms, "UTC" if covenant is None else queries.community.one(session, actor.community_id).zone)
    if covenant is None:
        raise Conflict("no_covenant")
    if terms.domain not in DOMAINS:
        raise Rejected("not_offered", "domain", terms.domain, ", ".join(DOMAINS))
    if queries.rounds.by_code(session, actor.community_id, terms.code) is not None:
        raise Conflict("code_in_use", "code", terms.code)
    fields = {name: getattr(terms, name) for name in terms.__slots__}
    round_ = Round(id=new_id(), community_id=actor.community_id, covenant_version=covenant.version, **fields)
    session.add(round_)
    _note(session, actor, "set_up", round_, now)
    return round_


def amend(
    session: Session, *, actor: Actor, round_id: UUID, version: int, changes: Mapping[str, Any], now: datetime
) -> Round:
    """Change the terms of a round that is not published; dates of use only while nothing is planned.

    Raises
    ------
    NotFound, NotAllowed, Stale, Conflict, Rejected
        As the names say; ``run_under_way``, ``use_does_not_fit`` where the dates of use would change.
    """
    round_ = _for_office(session, actor, round_id)
    if round_.row_version != version:
        raise Stale("changed_meanwhile", "If-Match", str(version), str(round_.row_version))
    if round_.state not in AMENDABLE:
        raise Conflict("round_is_settled", "state", round_.state, ", ".join(AMENDABLE))
    fields = {name: getattr(round_, name) for name in RoundTerms.__slots__}
    terms = RoundTerms(**{**fields, **changes})
    moves_use = not DATES_OF_USE.isdisjoint(changes)
    if moves_use:
        _check_unplanned(session, round_)
    _check_terms(terms, queries.community.one(session, round_.community_id).zone)
    draws.check_close(session, round_, terms.apply_until)
    if moves_use:
        _check_uses(session, round_, terms)
    for name, value in changes.items():
        setattr(round_, name, value)
    round_.row_version += 1
    _note(session, actor, "amend", round_, now, fields=sorted(changes))
    return round_


def move(session: Session, *, actor: Actor, round_id: UUID, action: str, now: datetime, reason: str = "") -> Round:
    """Take a round to its next state by one of `MOVES`.

    Raises
    ------
    NotFound, NotAllowed, Conflict, Rejected
        No such round; not for this person; not from this state, or disputed (``round_is_disputed``,
        ``decision_waits_for_plan``); no such move, or a reason is missing.
    """
    if action not in MOVES:
        raise Rejected("no_such_action", "action", action, ", ".join(MOVES))
    round_ = queries.rounds.locked(session, actor.community_id, round_id)
    if round_ is None:
        raise NotFound()
    if action == "settle" and round_.state == "published" and actor.has(*OFFICE):
        held = decisions.holding(session, round_, decisions.today_of(session, round_, now))
        if held is not None:
            raise held
    step(session, round_, action, actor, now, reason)
    if action == "reopen" and round_.apply_until <= now:
        raise Conflict("application_period_over", "apply_until", round_.apply_until.isoformat(), "a later end")
    return round_


def step(session: Session, round_: Round, action: str, actor: Actor, now: datetime, reason: str = "") -> None:
    """Move a locked round by an action of `states.ROUND_MOVES`.

    Raises
    ------
    NotAllowed, Conflict, Rejected
        Not for this person; not from this state; a reason is missing.
    """
    known = ROUND_MOVES.get(action)
    if known is None:
        raise Rejected("no_such_action", "action", action, ", ".join(ROUND_MOVES))
    if not (actor.roles & known.actors or (actor.account_id is None and SYSTEM in known.actors)):
        raise NotAllowed("not_for_this_role")
    if round_.state not in known.before:
        raise Conflict("round_not_ready", "state", round_.state, ", ".join(known.before), action=action)
    if known.needs_reason and not reason.strip():
        raise Rejected("reason_missing", "reason", "", "a sentence")
    before, round_.state = round_.state, known.after
    if known.needs_reason:
        round_.reason = reason  # what people write may name somebody: it stays out of the audit chain
    round_.row_version += 1
    if action == "settle":
        # All of the round is read, which takes long: before the head of the audit chain is held, not while.
        fairness.record(session, round_, now)
    _note(session, actor, action, round_, now, before=before)
    _follow(session, round_, action, actor, now)
    if action in ENDS:
        why, told = ENDS[action]
        release.abandon_coming(session, round_.id, why, now)
        registration.annul(session, round_, told, actor, now)
    if action == "cancel":
        shift_endings.of_round(session, actor, round_, now, reason)


def _follow(session: Session, round_: Round, action: str, actor: Actor, now: datetime) -> None:
    """What a move does to the draw of a round."""
    if action == "close":
        draws.freeze(session, round_, actor, now)
    elif action == "reopen":
        draws.thaw(session, round_, actor, now)


def seen(session: Session, *, actor: Actor, round_id: UUID) -> Round:
    """A round as people of the community see it: drafts only by staff.

    Raises
    ------
    NotFound
        If there is none that this person may know of.
    """
    round_ = queries.rounds.one(session, actor.community_id, round_id)
    if round_ is None or (round_.state == "draft" and not actor.has(*STAFF, "auditor")):
        raise NotFound()
    return round_


def tally(session: Session, *, actor: Actor, round_id: UUID) -> Counter[str]:
    """How many registrations are in which state; staff bound to sites are told of those of their people.

    Raises
    ------
    NotFound, NotAllowed
        No such round; not for this person.
    """
    round_ = seen(session, actor=actor, round_id=round_id)
    if not actor.has(*STAFF, "auditor"):
        raise NotAllowed("not_for_this_role")
    return queries.registrations.counts(session, round_.id, serving.homes_of(actor))


def _for_office(session: Session, actor: Actor, round_id: UUID) -> Round:
    _office_only(actor)
    round_ = queries.rounds.locked(session, actor.community_id, round_id)
    if round_ is None:
        raise NotFound()
    return round_


def _office_only(actor: Actor) -> None:
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")


def _check_unplanned(session: Session, round_: Round) -> None:
    """Dates of use stay while a plan or a run speaks of them."""
    if round_.state == "planned":
        raise Conflict("round_is_planned", "use_first", allowed="a round without a plan")
    if queries.runs.under_way(session, round_.id):
        raise Conflict("run_under_way", "use_first")


def _check_uses(session: Session, round_: Round, terms: RoundTerms) -> None:
    """Dates of use hold all that people asked for."""
    for row in queries.registrations.sections_in(session, round_.id):
        if outside(row, terms.use_first, terms.use_last) is not None:
            raise Conflict("use_does_not_fit", "use_first", receipt=row.receipt)
    period = walks.Period(round_.community_id, terms.use_first, terms.use_last)
    known: set[str] = set()
    for receipt, uses in queries.registrations.uses_in(session, round_.id):
        told = json.dumps(uses, sort_keys=True)
        if told in known:
            continue
        known.add(told)
        try:
            walks.stored_uses(session, uses, period)
        except Rejected as error:
            raise Conflict("use_does_not_fit", "use_first", receipt=receipt) from error


def _check_terms(terms: RoundTerms, zone: str) -> None:
    if terms.apply_until <= terms.apply_from:
        raise Rejected(
            "inverted_dates", "apply_until", terms.apply_until.isoformat(), "an instant after applications begin"
        )
    if terms.apply_until - terms.apply_from > LONGEST_PERIOD:
        raise Rejected("period_too_long", "apply_until", terms.apply_until.isoformat(), "at most 400 days")
    if terms.use_last < terms.use_first:
        raise Rejected("inverted_dates", "use_last", terms.use_last.isoformat(), f"{terms.use_first} or later")
    if (terms.use_last - terms.use_first).days >= MAX_DAYS:
        raise Rejected("horizon_too_long", "use_last", terms.use_last.isoformat(), f"at most {MAX_DAYS} dates")
    if terms.use_last < date_of(terms.apply_until, zone):
        raise Rejected("used_before_applied", "use_last", terms.use_last.isoformat(), "a date after applications end")


def _note(session: Session, actor: Actor, action: str, round_: Round, now: datetime, **details: Any) -> None:
    session.flush()
    audit.record(
        session,
        round_.community_id,
        actor.name,
        f"round.{action}",
        "round",
        round_.id,
        now,
        {"state": round_.state, **details},
    )
