"""What applicants are told of the path of their registration: what is asked of them, until when, and reminders."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.covenant import PathRules, settings_of
from scheduler.db import Database
from scheduler.models import Registration, Round
from scheduler.office import Office
from scheduler.queries.path import Cut
from scheduler.usecases import messages
from scheduler.usecases.turns import BATCH, apart

FIRST_MINUTES = 5
"""Minutes of an hour in which reminders are looked for: they are told in days."""


class Reminder(NamedTuple):
    """A message that is due: to whom, with which code, until when they may act."""

    row: Registration
    code: str
    by: datetime

    @property
    def key(self) -> str:
        """What makes a second writing harmless; a later date is told anew."""
        return f"{self.by.isoformat(timespec='minutes')}"


def tell(session: Session, row: Registration, action: str, now: datetime) -> None:
    """Tell an applicant of a step that staff took with their registration, where it asks something or ends it."""
    if action == "request_information":
        round_ = session.get_one(Round, row.round_id)
        by = now + timedelta(days=rules_of(session, round_).information_days)
        _write(session, Reminder(row, "information_wanted", by), now)
    elif action == "reject":
        messages.tell(session, row=row, code="registration_rejected", key=now.isoformat(), now=now)


def rules_of(session: Session, round_: Round) -> PathRules:
    """The path of a round, by the covenant version that it was set up under."""
    covenant = queries.community.covenant(session, round_.community_id, round_.covenant_version)
    return settings_of(covenant.settings).path


def remind(office: Office) -> None:
    """Once an hour: remind applicants who have to bring something or to answer soon, once for each date."""
    database = office.database
    with database.reading() as session:
        now = database.now(session)
        if now.minute >= FIRST_MINUTES:
            return
        found = [one for community in queries.community.all_of_them(session) for one in due(session, community.id, now)]
        keys = {f"{one.code}:{one.row.id}:{one.key}": one for one in found}
        told = queries.seat_turns.told(session, keys)
    fresh = [one for key, one in keys.items() if key not in told]
    for at in range(0, len(fresh), BATCH):
        apart("remind", partial(_remind, database, fresh[at : at + BATCH]))


def due(session: Session, community: object, now: datetime) -> list[Reminder]:
    """Reminders that are due in a community."""
    found = []
    for round_ in queries.path.rounds_under_way(session, community):  # type: ignore[arg-type]
        rules = rules_of(session, round_)
        soon = now + timedelta(days=rules.remind_days)
        days = timedelta(days=rules.information_days)
        cut = Cut(round_.id, "needs_information", soon - days)
        for waiting in queries.path.waiting(session, [cut], limit=MOST):
            by = waiting.since + days
            if by > now:
                found.append(Reminder(waiting.row, "information_due", by))
        for row in queries.path.to_answer(session, round_.id, now, soon):
            if row.answer_by is not None:
                found.append(Reminder(row, "answer_due", row.answer_by))
    return found


MOST = 10_000
"""More than wait for information in any round."""


def _remind(database: Database, found: list[Reminder]) -> None:
    def write(session: Session) -> None:
        for one in found:
            _write(session, one, database.now(session))

    database.transact(write)


def _write(session: Session, one: Reminder, now: datetime) -> None:
    zone = queries.community.one(session, one.row.community_id).zone
    until = calendar.local_text(one.by, zone)
    messages.tell(session, row=one.row, code=one.code, key=one.key, now=now, until=until)
