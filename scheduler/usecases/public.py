"""What everybody may see without a login: rounds, notices 公示, and where spaces are free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.errors import NotFound
from scheduler.models import Community, Publication, PublicationRow, Round
from scheduler.usecases.vacancies import FreeAt, vacancies

VISIBLE = ("open", "closed", "planned", "published", "settled")


@dataclass(frozen=True, slots=True)
class Notice:
    """The version in force of a round, with how many registrations have which outcome.

    `displayed` tells whether its lines are still shown to everybody; later only who has a receipt finds theirs.
    """

    round: Round
    publication: Publication
    outcomes: Mapping[str, int]
    displayed: bool


def rounds_of(
    session: Session,
    *,
    slug: str | None = None,
    domain: str | None = None,
    before: UUID | None = None,
    limit: int = 50,
) -> list[tuple[Round, Community]]:
    """Rounds of one community or all, newest first, but no drafts."""
    return queries.rounds.of_everybody(session, VISIBLE, slug, before, limit, domain)


def round_seen(session: Session, *, round_id: UUID) -> tuple[Round, Community]:
    """One round.

    Raises
    ------
    NotFound
        If there is none, or a draft.
    """
    found = queries.rounds.public(session, round_id)
    if found is None or found.state not in VISIBLE:
        raise NotFound()
    return found, queries.community.one(session, found.community_id)


def notice(session: Session, *, round_id: UUID, now: datetime) -> Notice:
    """The notice of a round.

    Raises
    ------
    NotFound
        If there is no such round, or nothing is published of it.
    """
    round_, _ = round_seen(session, round_id=round_id)
    current = queries.publications.current(session, round_.id)
    if current is None:
        raise NotFound()
    displayed = current.published_at is not None and now < current.published_at + timedelta(days=round_.display_days)
    return Notice(round_, current, queries.publications.outcomes(session, current.id), displayed)


def lines(
    session: Session, *, notice: Notice, after: int = 0, limit: int = 50, outcome: str | None = None
) -> list[PublicationRow]:
    """Lines of a notice, in their order; none once it has been displayed for its days."""
    return queries.publications.rows(session, notice.publication.id, after, limit, outcome) if notice.displayed else []


def availability(session: Session, *, slug: str, now: datetime, at: datetime | None = None) -> Sequence[FreeAt]:
    """Room at the sites of a community for the hour from `at` on, or from now on.

    Raises
    ------
    NotFound, Rejected
        No such community; a time too far away.
    """
    community = queries.community.by_slug(session, slug)
    if community is None:
        raise NotFound()
    return vacancies(session, community, now, at)
