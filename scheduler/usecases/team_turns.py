"""What happens to teams by itself: seats kept for those who do not answer, or name nobody in time, come free."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.office import Office
from scheduler.usecases import teams
from scheduler.usecases.turns import apart


def lapse_all(office: Office) -> None:
    """Keep no more seats for teams whose answer or names are overdue, each by itself."""
    with office.database.reading() as session:
        due = teams.due(session, office.database.now(session))
    for team_id in due:
        apart("team", partial(office.database.transact, partial(_lapse, office, team_id)), str(team_id))


def _lapse(office: Office, team_id: UUID, session: Session) -> None:
    teams.lapse(session, team_id=team_id, now=office.database.now(session))
