"""Publications, the pointer to the one in force, and the rights that come of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, delete, func, insert, select, update
from sqlalchemy.orm import Session

from scheduler.models import (
    Allocation,
    CurrentPublication,
    Occupation,
    Publication,
    PublicationRow,
    Registration,
    RegistrationEvent,
    Resource,
    Space,
)
from scheduler.queries.steps import write_steps


def one(session: Session, community: UUID, publication_id: UUID) -> Publication | None:
    """A publication of the community."""
    found = session.get(Publication, publication_id)
    return found if found is not None and found.community_id == community else None


def locked(session: Session, publication_id: UUID) -> Publication:
    """A publication, kept from other writers until the transaction ends."""
    wanted = select(Publication).where(Publication.id == publication_id).with_for_update()
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one()


def of_round(session: Session, round_id: UUID) -> list[Publication]:
    """All versions of a round, newest first."""
    wanted = select(Publication).where(Publication.round_id == round_id).order_by(Publication.version.desc())
    return list(session.execute(wanted).scalars())


def current(session: Session, round_id: UUID) -> Publication | None:
    """The version in force."""
    wanted = (
        select(Publication)
        .join(CurrentPublication, CurrentPublication.publication_id == Publication.id)
        .where(CurrentPublication.round_id == round_id)
    )
    return session.execute(wanted).scalar_one_or_none()


def pending(session: Session) -> list[Publication]:
    """Versions whose preparation is not done."""
    return list(session.execute(select(Publication).where(Publication.state == "preparing")).scalars())


def point_to(session: Session, publication: Publication) -> None:
    """Flip the pointer of a round."""
    pointer = session.get(CurrentPublication, publication.round_id)
    if pointer is None:
        session.add(CurrentPublication(round_id=publication.round_id, publication_id=publication.id, epoch=1))
    else:
        pointer.publication_id, pointer.epoch = publication.id, pointer.epoch + 1
    session.flush()


def rows(
    session: Session, publication_id: UUID, after: int = 0, limit: int | None = None, outcome: str | None = None
) -> list[PublicationRow]:
    """Lines of a notice, in their order."""
    wanted = (
        select(PublicationRow)
        .where(PublicationRow.publication_id == publication_id, PublicationRow.position > after)
        .order_by(PublicationRow.position)
        .limit(limit)
    )
    if outcome is not None:
        wanted = wanted.where(PublicationRow.outcome == outcome)
    return list(session.execute(wanted).scalars())


def listed(session: Session, publication_id: UUID) -> set[UUID]:
    """Ids of the registrations that a version speaks of."""
    wanted = select(PublicationRow.registration_id).where(PublicationRow.publication_id == publication_id)
    return set(session.execute(wanted).scalars())


def outcomes(session: Session, publication_id: UUID) -> Mapping[str, int]:
    """How many lines have which outcome."""
    wanted = (
        select(PublicationRow.outcome, func.count())
        .where(PublicationRow.publication_id == publication_id)
        .group_by(PublicationRow.outcome)
    )
    return {row[0]: row[1] for row in session.execute(wanted)}


def by_points(session: Session, publication_id: UUID, points: int) -> Mapping[str, tuple[int, int]]:
    """Of those with more points than some, as many and fewer: how many are in a version, and how many it serves."""
    line, served = PublicationRow.points, PublicationRow.outcome == "allocated"
    groups = {"more": line > points, "as_many": line == points, "fewer": line < points}
    counted = [func.sum(case((which, 1), else_=0)) for group in groups.values() for which in (group, group & served)]
    found = session.execute(select(*counted).where(PublicationRow.publication_id == publication_id)).one()
    return {name: (int(found[2 * at] or 0), int(found[2 * at + 1] or 0)) for at, name in enumerate(groups)}


def row_of(session: Session, publication_id: UUID, registration_id: UUID) -> PublicationRow | None:
    """The line of a registration."""
    wanted = select(PublicationRow).where(
        PublicationRow.publication_id == publication_id, PublicationRow.registration_id == registration_id
    )
    return session.execute(wanted).scalar_one_or_none()


# ---- rights


def held(session: Session, registrations: Sequence[UUID]) -> list[Allocation]:
    """Rights that registrations hold, or would hold by a version that is being prepared."""
    wanted = select(Allocation).where(
        Allocation.registration_id.in_(list(registrations)), Allocation.state.in_(("held", "prepared"))
    )
    return list(session.execute(wanted).scalars())


def held_in(session: Session, round_id: UUID) -> list[Allocation]:
    """All rights held in a round."""
    wanted = select(Allocation).where(Allocation.round_id == round_id, Allocation.state == "held")
    return list(session.execute(wanted.order_by(Allocation.id)).scalars())


def prepared(session: Session, publication_id: UUID) -> list[Allocation]:
    """Rights that a version would give."""
    wanted = select(Allocation).where(Allocation.publication_id == publication_id, Allocation.state == "prepared")
    return list(session.execute(wanted.order_by(Allocation.id)).scalars())


def resources(session: Session, community: UUID, kind: str = "vehicle") -> Mapping[UUID, int]:
    """Numbers under which the vehicles, or others of a kind, of a community are occupied."""
    wanted = select(Resource.subject_id, Resource.id).where(Resource.community_id == community, Resource.kind == kind)
    return {row[0]: row[1] for row in session.execute(wanted)}


def hold_prepared(session: Session, publication_id: UUID) -> None:
    """Make the rights of a version held."""
    session.execute(
        update(Allocation)
        .where(Allocation.publication_id == publication_id, Allocation.state == "prepared")
        .values(state="held")
    )


def drop_preparation(session: Session, publication_id: UUID) -> None:
    """Take back all that was written for a version that is not to be."""
    rights = select(Allocation.id).where(Allocation.publication_id == publication_id, Allocation.state == "prepared")
    session.execute(delete(Occupation).where(Occupation.allocation_id.in_(rights)))
    session.execute(
        delete(Allocation).where(Allocation.publication_id == publication_id, Allocation.state == "prepared")
    )
    session.execute(delete(PublicationRow).where(PublicationRow.publication_id == publication_id))


def add_rights(session: Session, rights: Sequence[Allocation]) -> None:
    """Write rights; the rows themselves are not attached, so that a transaction may be tried again."""
    columns = [column.key for column in Allocation.__table__.columns]
    rows = [{name: getattr(right, name) for name in columns} for right in rights]
    if rows:
        session.execute(insert(Allocation), rows)


def given_since(session: Session, round_id: UUID, since: datetime) -> bool:
    """Whether a right that is held was given after an instant."""
    wanted = select(Allocation.id).where(
        Allocation.round_id == round_id, Allocation.state == "held", Allocation.created_at > since
    )
    return session.execute(wanted.limit(1)).first() is not None


def dates_changed_since(session: Session, round_id: UUID, since: datetime) -> bool:
    """Whether a single date of a right was given back, or given after all, after an instant."""
    wanted = (
        select(RegistrationEvent.id)
        .join(Registration, RegistrationEvent.registration_id == Registration.id)
        .where(
            Registration.round_id == round_id,
            RegistrationEvent.action.in_(("give_back", "refill")),
            RegistrationEvent.at > since,
        )
    )
    return session.execute(wanted.limit(1)).first() is not None


def coming(session: Session, round_id: UUID) -> bool:
    """Whether a version of a round is being prepared, or waits to be published."""
    wanted = select(Publication.id).where(
        Publication.round_id == round_id, Publication.state.in_(("preparing", "prepared"))
    )
    return session.execute(wanted.limit(1)).first() is not None


def held_codes(session: Session, round_id: UUID) -> dict[str, list[str]]:
    """Codes of the spaces that are held in a round, by receipt."""
    rights = session.execute(
        select(Registration.receipt, Allocation.space_ids)
        .join(Registration, Allocation.registration_id == Registration.id)
        .where(Allocation.round_id == round_id, Allocation.state == "held")
        .order_by(Allocation.id)
    ).all()
    site_ids = select(Allocation.site_id).where(Allocation.round_id == round_id, Allocation.state == "held")
    codes = {
        str(space): code
        for space, code in session.execute(select(Space.id, Space.code).where(Space.site_id.in_(site_ids)))
    }
    return {receipt: [codes[space] for space in spaces] for receipt, spaces in rights}


def held_sessions(session: Session, round_id: UUID) -> dict[str, list[Any]]:
    """Weekly slots that are held in a round, by receipt."""
    rights = session.execute(
        select(Registration.receipt, Allocation.sessions)
        .join(Registration, Allocation.registration_id == Registration.id)
        .where(Allocation.round_id == round_id, Allocation.state == "held")
        .order_by(Allocation.id)
    )
    return {row[0]: row[1] for row in rights}


def sessions_held(session: Session, round_id: UUID) -> dict[UUID, list[Any]]:
    """Weekly slots that are held in a round, by registration."""
    wanted = select(Allocation.registration_id, Allocation.sessions).where(
        Allocation.round_id == round_id, Allocation.state == "held"
    )
    return {row[0]: row[1] for row in session.execute(wanted.order_by(Allocation.id))}


def last_sessions(session: Session, registration_id: UUID) -> list[Any]:
    """Weekly slots that a registration holds, or held last; empty for who never held any."""
    wanted = (
        select(Allocation.sessions)
        .where(Allocation.registration_id == registration_id, Allocation.state.in_(("held", "released")))
        .order_by(Allocation.created_at.desc(), Allocation.id.desc())
        .limit(1)
    )
    return session.execute(wanted).scalar_one_or_none() or []


def rewrite_lines(session: Session, publication: Publication, lines: Sequence[PublicationRow]) -> None:
    """Put other lines in the place of a version's; it is being prepared again meanwhile."""
    publication.state = "preparing"
    session.flush()
    session.execute(delete(PublicationRow).where(PublicationRow.publication_id == publication.id))
    session.add_all(lines)
    session.flush()


# ---- what a publication does to registrations, in one statement for all


def move_all(
    session: Session,
    publication_id: UUID,
    outcome: str,
    action: str,
    after: str,
    before: Sequence[str],
    actor: UUID | None,
    now: datetime,
    answer_by: datetime | None,
    given_only: bool = False,
) -> None:
    """Move every registration of one outcome from one of the states `before`, with a step for each.

    `given_only` restricts it to those whose right the version made.
    """
    of_outcome = select(PublicationRow.registration_id).where(
        PublicationRow.publication_id == publication_id, PublicationRow.outcome == outcome
    )
    chosen = [Registration.id.in_(of_outcome), Registration.state.in_(before)]
    if given_only:
        rights = select(Allocation.registration_id).where(Allocation.publication_id == publication_id)
        chosen.append(Registration.id.in_(rights))
    # Locked first: who withdraws meanwhile would else have a step without a move.
    session.execute(select(Registration.id).where(*chosen).order_by(Registration.id).with_for_update())
    write_steps(session, chosen, action, after, actor, now)
    rank = (
        select(PublicationRow.rank)
        .where(PublicationRow.publication_id == publication_id, PublicationRow.registration_id == Registration.id)
        .scalar_subquery()
    )
    session.execute(
        update(Registration)
        .where(*chosen)
        .values(
            state=after,
            answer_by=answer_by,
            waitlist_rank=rank if after == "waitlisted" else None,
            row_version=Registration.row_version + 1,
        )
        .execution_options(synchronize_session=False)
    )


def rank_all(session: Session, publication_id: UUID) -> None:
    """Freeze the waitlist's order as the version states it, also for those who were waiting before."""
    rank = (
        select(PublicationRow.rank)
        .where(PublicationRow.publication_id == publication_id, PublicationRow.registration_id == Registration.id)
        .scalar_subquery()
    )
    of_version = select(PublicationRow.registration_id).where(
        PublicationRow.publication_id == publication_id, PublicationRow.outcome == "waitlisted"
    )
    session.execute(
        update(Registration)
        .where(Registration.id.in_(of_version), Registration.state == "waitlisted")
        .values(waitlist_rank=rank)
        .execution_options(synchronize_session=False)
    )
