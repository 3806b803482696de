"""What happens to disputes by itself: reminders, and arbitration of what was not settled in time."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import clockwork
from scheduler.errors import NotFound
from scheduler.office import Office
from scheduler.usecases import dispute_notes, disputes
from scheduler.usecases.dispute_grounds import rules_in_force
from scheduler.usecases.turns import BATCH, apart, in_batches


def pass_on_all(office: Office) -> None:
    """Send to arbitration what was not settled in time, each case in a transaction of its own."""
    database = office.database

    def due() -> list[tuple[UUID, UUID]]:
        with database.reading() as session:
            found = queries.disputes.overdue(session, database.now(session), BATCH)
            return [(row.community_id, row.id) for row in found]

    def move(case: tuple[UUID, UUID]) -> bool:
        return apart("dispute", partial(database.transact, partial(_pass_on, office, case)), str(case[1]))

    in_batches(due, move)


def remind_all(office: Office) -> None:
    """Remind those who are to act of what is due soon, once for each step of a case."""
    database = office.database
    with database.reading() as session:
        communities = [community.id for community in queries.community.all_of_them(session)]
    for community in communities:
        apart("dispute_reminders", partial(database.transact, partial(remind, office, community)), str(community))


def remind(office: Office, community: UUID, session: Session) -> int:
    """Remind of the cases of a community, at most a batch; how many there were."""
    now = office.database.now(session)
    try:
        _, rules = rules_in_force(session, community, now)
    except NotFound:
        return 0
    until = now + timedelta(days=rules.disputes.remind_days)
    due = queries.disputes.to_remind(session, community, until, BATCH)
    for row in due:
        disputes.write_step(session, clockwork(community), office.vault, row, queries.disputes.REMIND, row.state, now)
        dispute_notes.tell_hearers(session, row, now)
    return len(due)


def _pass_on(office: Office, case: tuple[UUID, UUID], session: Session) -> bool:
    now = office.database.now(session)
    return disputes.pass_on(session, actor=clockwork(case[0]), vault=office.vault, dispute_id=case[1], now=now)
