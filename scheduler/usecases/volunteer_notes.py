"""Messages about volunteering, shifts and teams."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.ids import new_id
from scheduler.models import OutboxMessage, Shift, TeamRequest, Volunteer


def tell_person(session: Session, row: Volunteer, code: str, now: datetime) -> None:
    """Write to a volunteer about themselves."""
    message = _message(
        row.community_id, row.member_id, code, f"{row.id}:{row.row_version}", {"receipt": row.receipt}, now
    )
    queries.messages.put(session, [message])


def tell_team(session: Session, team: TeamRequest, shift: Shift, code: str, now: datetime) -> None:
    """Write to the people of an organisation whose team is asked for."""
    zone = queries.community.one(session, shift.community_id).zone
    messages = []
    for member in queries.teams.people_of(session, team.organisation_id):
        numbers = {
            "shift": shift.title_zh if member.language == "zh" else shift.title_en,
            "starts": calendar.local_text(shift.starts_at, zone),
            "seats": str(team.seats),
            "answer_by": calendar.local_text(team.answer_by, zone),
        }
        key = f"{team.id}:{member.id}:{team.row_version}"
        messages.append(_message(shift.community_id, member.id, code, key, numbers, now))
    queries.messages.put(session, messages)


def _message(
    community: UUID, member_id: UUID, code: str, key: str, numbers: Mapping[str, str], now: datetime
) -> OutboxMessage:
    return OutboxMessage(
        id=new_id(),
        community_id=community,
        member_id=member_id,
        dedupe_key=f"{code}:{key}",
        code=code,
        numbers=dict(numbers),
        created_at=now,
    )
