"""What is somebody's own, by the indices there are: they begin with the community."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, and_, select

from scheduler.models import Agreement, Booking, Invoice, Member, Registration


def is_of(rows: type[Agreement | Booking | Invoice | Registration], member_id: UUID) -> ColumnElement[bool]:
    """Whether rows are a person's, in the community that is theirs: else those of everybody would be gone through."""
    home = select(Member.community_id).where(Member.id == member_id).scalar_subquery()
    return and_(rows.community_id == home, rows.member_id == member_id)
