"""Publication 公示: a plan, prepared with all its dated rows, made public by flipping one pointer.

A later version wakes the rights that it prepared in the transaction that releases those that differ.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from scheduler import audit, notice, queries
from scheduler.actors import OFFICE, Actor
from scheduler.db import conflict_of
from scheduler.errors import Conflict, NotAllowed, NotFound
from scheduler.ids import new_id
from scheduler.models import Plan, Publication, Round, Run
from scheduler.states import HOLDING
from scheduler.translation.season import stored_line
from scheduler.translation.seasons import supply_now
from scheduler.usecases import certificates, draws, messages, planning, release, roster_publication, rounds, ways
from scheduler.usecases.preparation import prepare as prepare
from scheduler.usecases.season_equipment import short_item

PUBLISHABLE = ("planned", "published")


def request(session: Session, *, actor: Actor, plan_id: UUID, now: datetime) -> Publication:
    """Begin to prepare a plan for publication; a person publishes it once it is prepared.

    Raises
    ------
    NotFound, NotAllowed, Conflict
        No such plan; not for this person; a scenario's plan; round not planned, a run or another version under way,
        not the newest plan, published already.
    """
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    plan = planning.plan_seen(session, actor=actor, plan_id=plan_id)
    if plan.scenario_id is not None:
        raise Conflict("plan_of_a_scenario", "plan_id", allowed="a plan of the round itself")
    round_ = queries.rounds.locked(session, actor.community_id, plan.round_id)
    if round_ is None or round_.state not in PUBLISHABLE:
        raise Conflict(
            "round_not_ready", "state", round_.state if round_ else "", ", ".join(PUBLISHABLE), action="publish"
        )
    versions = queries.publications.of_round(session, round_.id)
    if any(version.state in ("preparing", "prepared") for version in versions):
        raise Conflict("publication_under_way", "plan_id")
    current = queries.publications.current(session, round_.id)
    if current is not None and current.plan_id == plan.id:
        raise Conflict("published_already", "plan_id")
    if queries.runs.under_way(session, round_.id):
        raise Conflict("run_under_way", "plan_id")
    newest = queries.plans.newest(session, round_.id)
    if newest is None or newest.id != plan.id:
        raise Conflict("publication_stale", "plan_id", allowed="the newest plan of the round")
    _check_fresh(session, plan)
    made = Publication(
        id=new_id(),
        community_id=plan.community_id,
        round_id=plan.round_id,
        plan_id=plan.id,
        version=1 + max((version.version for version in versions), default=0),
        runs_made=queries.plans.runs_made(session, round_.id),
        requested_by=actor.account_id,
        created_at=now,
    )
    session.add(made)
    session.flush()
    audit.record(session, made.community_id, actor.name, "publication.request", "publication", made.id, now)
    return made


# ---- the flip, by a person


def publish(session: Session, *, actor: Actor, publication_id: UUID, now: datetime) -> Publication:
    """Make a prepared version the one in force, with all that follows from it, in one transaction.

    Raises
    ------
    NotFound, NotAllowed
        No such publication; not for this person.
    Conflict
        ``publication_not_prepared``, ``published_already``; ``publication_stale`` where a place was given since the
        plan was made; ``space_taken`` where a booking came in the way of a moved right.
    """
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    known = queries.publications.one(session, actor.community_id, publication_id)
    if known is None:
        raise NotFound()
    round_ = queries.rounds.locked(session, actor.community_id, known.round_id)
    publication = queries.publications.locked(session, publication_id)
    if round_ is None or publication.state == "published":
        raise Conflict("published_already", "publication_id")
    if publication.state != "prepared":
        raise Conflict("publication_not_prepared", "state", publication.state, "prepared")
    _check_fresh(session, session.get_one(Plan, publication.plan_id))
    if round_.domain == "rosters":
        roster_publication.apply(session, publication, round_, actor, now)
    else:
        _give_rights(session, publication, round_, actor, now)
    publication.state, publication.published_by, publication.published_at = "published", actor.account_id, now
    round_.published_at = now
    queries.publications.point_to(session, publication)
    if round_.domain != "rosters":
        messages.announce(session, publication=publication, now=now)
    # What the audit chain is told comes last: its head is where all writers of a community queue.
    rounds.step(session, round_, "publish", actor, now)
    details = {"version": publication.version, "content": publication.content_digest}
    audit.record(
        session, round_.community_id, actor.name, "publication.publish", "publication", publication.id, now, details
    )
    certificates.ask_for(session, publication, actor, now)
    ways.ask_for(session, publication, round_, now)
    return publication


def hindrance(session: Session, *, actor: Actor, publication_id: UUID) -> Conflict | None:
    """Why a version that is prepared cannot be published as things stand; None where nothing is known against it.

    Raises
    ------
    NotFound, NotAllowed
        No such publication; not for this person.
    """
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    known = queries.publications.one(session, actor.community_id, publication_id)
    if known is None:
        raise NotFound()
    try:
        _check_fresh(session, session.get_one(Plan, known.plan_id))
    except Conflict as conflict:
        return conflict
    return None


def _give_rights(session: Session, publication: Publication, round_: Round, actor: Actor, now: datetime) -> None:
    if round_.domain == "rooms":
        _check_season(session, publication, round_, now)
    taking_part = queries.registrations.taking_part(session, round_.id)
    _leave_out_who_left(session, publication, taking_part)
    ways.give_way(session, publication, now)
    _swap_rights(session, publication, taking_part, now)
    _move_people(session, publication, round_, actor, now)


def _check_fresh(session: Session, plan: Plan) -> None:
    """Refuse a plan that does not know of a place given since its run was ordered, nor of the round's draw."""
    run = session.get_one(Run, plan.run_id)
    draws.check_publishable(session, plan.round_id, run.created_at)
    if queries.publications.given_since(session, plan.round_id, run.created_at):
        raise Conflict("publication_stale", "plan_id", allowed="a plan made since the last offer")
    if queries.publications.dates_changed_since(session, plan.round_id, run.created_at):
        raise Conflict("publication_stale", "plan_id", allowed="a plan made since a date was given back")


def _check_season(session: Session, publication: Publication, round_: Round, now: datetime) -> None:
    """Refuse a season that was planned for other hours or rooms, or whose equipment was lent meanwhile."""
    for facility in sorted(one.id for one in queries.rooms.facilities_of(session, round_.community_id)):
        queries.rooms.lock_facility(session, facility)
    if publication.supply_digest != supply_now(session, round_):
        raise Conflict("publication_stale", "plan_id", allowed="a plan made since hours or rooms changed")
    coming: dict[UUID, list[dict[str, Any]]] = {}
    for line in queries.plans.session_lines(session, publication.plan_id):
        coming.setdefault(line.registration_id, []).append(stored_line(line))
    short = short_item(session, round_, coming, now, instead=True)
    if short is not None:
        raise Conflict("equipment_lent", "publication_id", short, "a plan made around the booking")


def _leave_out_who_left(session: Session, publication: Publication, taking_part: Set[UUID]) -> None:
    """Rewrite the lines of a version where somebody withdrew since it was prepared."""
    if queries.publications.listed(session, publication.id) <= taking_part:
        return
    lines = queries.publications.rows(session, publication.id)
    fresh = notice.renumbered([line for line in lines if line.registration_id in taking_part])
    queries.publications.rewrite_lines(session, publication, fresh)
    publication.content_digest = notice.content_digest(fresh)
    publication.state = "prepared"
    session.flush()


def _swap_rights(session: Session, publication: Publication, taking_part: Set[UUID], now: datetime) -> None:
    """Old rights that the version does not keep go, those that it prepared come; who left meanwhile gets none."""
    served = queries.plans.served(session, publication.plan_id)
    prepared = queries.publications.prepared(session, publication.id)
    coming = {right.registration_id for right in prepared}
    going = [right for right in prepared if right.registration_id not in taking_part] + [
        right
        for right in queries.publications.held_in(session, publication.round_id)
        if right.registration_id in coming or right.registration_id not in served
    ]
    for right in going:
        right.state, right.released_at = "released", now
    session.flush()
    queries.occupation.free_allocations(session, [right.id for right in going], now)
    try:
        queries.occupation.wake_allocations(session, publication, now)
    except DBAPIError as error:
        if conflict_of(error) == "occupation_no_overlap":
            raise Conflict("space_taken", "publication_id", allowed="a plan made around the booking") from error
        raise
    queries.publications.hold_prepared(session, publication.id)


def _move_people(session: Session, publication: Publication, round_: Round, actor: Actor, now: datetime) -> None:
    answer_by = now + timedelta(days=round_.accept_days)

    def move(outcome: str, action: str, before: Sequence[str], given_only: bool = False) -> None:
        queries.publications.move_all(
            session,
            publication.id,
            outcome=outcome,
            action=action,
            after=outcome,
            before=before,
            actor=actor.account_id,
            now=now,
            answer_by=answer_by if outcome == notice.ALLOCATED else None,
            given_only=given_only,
        )

    # First those who held another place, so that nobody is moved twice.
    move(notice.ALLOCATED, "allocate", HOLDING, given_only=True)
    move(notice.ALLOCATED, "allocate", ("competing", "refused", "waitlisted"))
    queries.publications.rank_all(session, publication.id)
    move(notice.WAITLISTED, "waitlist", ("competing", "refused", *HOLDING))
    move(notice.REFUSED, "refuse", ("competing", "waitlisted", *HOLDING))


def abandon(session: Session, *, actor: Actor, publication_id: UUID, now: datetime) -> Publication:
    """Give up a version that was prepared, or is being prepared.

    Raises
    ------
    NotFound, NotAllowed, Conflict
        No such publication; not for this person; published already.
    """
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    known = queries.publications.one(session, actor.community_id, publication_id)
    if known is None:
        raise NotFound()
    publication = queries.publications.locked(session, publication_id)
    if publication.state not in ("preparing", "prepared"):
        raise Conflict("publication_not_prepared", "state", publication.state, "preparing, prepared")
    release.abandon_version(session, publication, "given_up", actor.name, now)
    return publication
