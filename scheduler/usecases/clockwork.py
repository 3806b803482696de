"""What happens by itself: rounds open and close on time, offers lapse, places are offered on, messages leave."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.actors import clockwork
from scheduler.db import Database
from scheduler.models import Round
from scheduler.office import Office
from scheduler.usecases import (
    agreement_turns,
    arrears,
    billing,
    booking_prices,
    decisions,
    dispute_turns,
    fairness,
    feedback,
    gate_files,
    hours,
    messages,
    offers,
    overstays,
    path_messages,
    proofs,
    registration,
    release,
    room_rights,
    room_turns,
    roster_turns,
    rounds,
    team_turns,
    way_turns,
)
from scheduler.usecases.turns import BATCH, apart

CREDITS = 500
"""Most seats that are credited in one turn; one that cannot be keeps no other waiting for long."""
LOOK_AGAIN = timedelta(hours=1)
"""After which those in line are looked at again, for cancelled bookings free places too."""
KEYS_KEPT = timedelta(days=2)
FAILURES_KEPT = timedelta(days=1)
KEPT_UP = timedelta(days=2)
"""For how long after its use a round's outcomes are brought up to date."""
log = structlog.get_logger()


def tick(office: Office, words: messages.Words | None = None) -> None:
    """Everything that is due now; each step is a transaction of its own, may be done again and stops no other."""
    for name, step in (
        ("rounds", _move_rounds),
        ("lapse", _lapse_all),
        ("agreements", agreement_turns.tick),
        ("ways", way_turns.lapse_all),
        ("offers", _offer_all),
        ("room_answers", room_turns.lapse_all),
        ("room_offers", room_turns.offer_all),
        ("room_reminders", room_turns.remind),
        ("seat_answers", roster_turns.lapse_all),
        ("team_answers", team_turns.lapse_all),
        ("path_reminders", path_messages.remind),
        ("gates", gate_files.read_all),
        ("overstays", overstays.look_at_all),
        ("lost_rights", overstays.end_rights),
        ("draws", roster_turns.draw_all),
        ("substitutes", roster_turns.ask_on),
        ("swaps", roster_turns.expire_swaps),
        ("shift_reminders", roster_turns.remind),
        ("shift_ends", roster_turns.end_all),
        ("hours", _credit_all),
        ("disputes", dispute_turns.pass_on_all),
        ("dispute_reminders", dispute_turns.remind_all),
        ("inboxes", partial(_fill_inboxes, words=words)),
        ("mails", partial(messages.send, words=words)),
    ):
        apart(name, partial(step, office))


def _move_rounds(office: Office) -> None:
    database = office.database
    with database.reading() as session:
        now = database.now(session)
        moves = [(row.community_id, row.id, "open") for row in queries.rounds.to_open(session, now)]
        moves += [(row.community_id, row.id, "close") for row in queries.rounds.to_close(session, now)]
    for community, round_id, action in moves:
        move = partial(_move, database, community, round_id, action)
        apart(action, partial(database.transact, move), str(round_id))


def _lapse_all(office: Office) -> None:
    database = office.database
    while database.transact(lambda session: lapse(session, now=database.now(session))) == BATCH:
        pass


def _offer_all(office: Office) -> None:
    with office.database.reading() as session:
        due = queries.rounds.offers_due(session, office.database.now(session) - LOOK_AGAIN)
    for round_id in due:
        apart("offer", partial(offers.offer_next, office, round_id), str(round_id))


def _credit_all(office: Office) -> None:
    """Credit the seats of shifts that are over, where people checked in and out, each by itself."""
    database = office.database
    with database.reading() as session:
        due = queries.hours.to_credit(session, database.now(session), CREDITS)
    for row in due:
        credit = partial(_credit, database, row.community_id, row.id)
        apart("credit", partial(database.transact, credit), str(row.id))


def _credit(database: Database, community: UUID, seat_id: UUID, session: Session) -> None:
    hours.credit_seat(session, actor=clockwork(community), seat_id=seat_id, now=database.now(session))


def _fill_inboxes(office: Office, words: messages.Words | None) -> None:
    while messages.to_inboxes(office, words):
        pass


def _move(database: Database, community: UUID, round_id: UUID, action: str, session: Session) -> None:
    row = queries.rounds.locked(session, community, round_id)
    if row is not None and row.state == ("draft" if action == "open" else "open"):
        rounds.step(session, row, action, clockwork(community), database.now(session))


def lapse(session: Session, *, now: datetime) -> int:
    """End allocations that nobody answered in time; how many, at most a batch."""
    due = queries.registrations.unanswered(session, now, BATCH)
    for found in due:
        row = queries.registrations.locked(session, found.community_id, found.id)
        if row is None or row.state != "allocated" or row.answer_by is None or row.answer_by > now:
            continue
        registration.move_on(session, row, "lapse", clockwork(row.community_id), now)
        release.release(session, [row.id], now)
        messages.tell(session, row=row, code="offer_lapsed", key=now.isoformat(), now=now)
    return len(due)


def nightly(office: Office) -> list[str]:
    """Begin and end rights by date, settle rounds, charge what is due, prove the chains; what was found amiss."""
    for name, step in (
        ("dates", _by_date),
        ("refill", _refill_all),
        ("invoices", billing.bill_all),
        ("booking_invoices", booking_prices.bill_all),
        ("invoice_reminders", arrears.remind_all),
        ("use", overstays.by_night),
        ("sweep", _sweep),
    ):
        apart(name, partial(step, office))
    found = proofs.by_night(office)
    for fault in found:
        log.error("proof_failed", fault=fault)
    return found


def _refill_all(office: Office) -> None:
    """Give groups the dates of a season that had to be left out and are free after all."""
    with office.database.reading() as session:
        seasons = [row.id for row in queries.rounds.in_use(session) if row.domain == "rooms"]
    for round_id in seasons:
        apart("refill", partial(room_rights.refill, office, round_id), str(round_id))


def _sweep(office: Office) -> None:
    database = office.database
    database.transact(lambda session: queries.records.sweep_keys(session, database.now(session) - KEYS_KEPT))
    database.transact(lambda session: queries.access.sweep_failures(session, database.now(session) - FAILURES_KEPT))
    with database.reading() as session:
        communities = [community.id for community in queries.community.all_of_them(session)]
    for community in communities:
        database.transact(partial(_forget_feedback, database, community))


def _forget_feedback(database: Database, community: UUID, session: Session) -> int:
    return feedback.forget(session, community=community, now=database.now(session))


def _by_date(office: Office) -> None:
    database = office.database
    with database.reading() as session:
        # In the order of their use: what is remembered late is remembered in the order in which it happened.
        in_use = sorted(queries.rounds.in_use(session), key=lambda row: (row.use_last, row.id))
        rows = [(row.community_id, row.id) for row in in_use]
    for community, round_id in rows:
        turn = partial(_turn, database, community, round_id)
        apart("dates", partial(database.transact, turn), str(round_id))


def _turn(database: Database, community: UUID, round_id: UUID, session: Session) -> None:
    """Begin and end the rights of a round by the date of its community, settle it where its time has come, and keep up
    the memory of what it brought to whom.
    """
    row = queries.rounds.locked(session, community, round_id)
    if row is None:
        return
    now, system = database.now(session), clockwork(community)
    today = calendar.date_of(now, queries.community.one(session, community).zone)
    if row.state == "settled" and (today <= row.use_last + KEPT_UP or queries.fairness.is_forgotten(session, row.id)):
        fairness.record(session, row, now)  # it reads the whole round: before the head of the audit chain is held
    if row.use_first <= today:
        registration.step_all(session, row, "activate", system, now)
    if row.use_last < today:
        registration.step_all(session, row, "end", system, now)
    if row.state == "settled" and row.use_last + KEPT_UP < today:
        # Only then: while outcomes are kept up, who waits has lost, and who was refused could not have been served.
        registration.step_all(session, row, "close_line", system, now)
    if row.state == "published" and _is_over(session, row, now, today):
        rounds.step(session, row, "settle", system, now)


def _is_over(session: Session, row: Round, now: datetime, today: date) -> bool:
    """Whether a notice has stood its time, nobody's answer is awaited, and no dispute may still change the plan."""
    if row.published_at is None or now < row.published_at + timedelta(days=row.display_days):
        return False
    if row.domain == "rosters" and row.use_last >= today:
        return False  # a roster lives to its last date: it is planned again, and people sign up
    if decisions.holding(session, row, today) is not None:
        return False
    return not queries.registrations.counts(session, row.id)["allocated"]
