"""From a plan to a public notice: prepared by the worker, looked through and published by a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.notice import ALLOCATED, REFUSED, WAITLISTED, public_line
from scheduler.usecases import looking, planning, publication, publication_checks
from scheduler.usecases.publication import PUBLISHABLE

router = APIRouter(include_in_schema=False)
OUTCOMES = (ALLOCATED, WAITLISTED, REFUSED)


@router.post("/office/plans/{plan_id}/prepare")
def prepare(plan_id: Id, desk: AtDesk) -> Response:
    """Begin to prepare a plan for publication."""
    made: list[UUID] = []

    def begun(session: Any, actor: Actor, now: datetime) -> None:
        made.clear()  # what an earlier try made is gone
        made.append(publication.request(session, actor=actor, plan_id=plan_id, now=now).id)

    def is_begun(session: Any, actor: Actor, _now: datetime) -> bool:
        round_id = planning.own_plan_seen(session, actor=actor, plan_id=plan_id).round_id
        versions = looking.publications_of(session, actor=actor, round_id=round_id)
        return any(version.plan_id == plan_id and version.state != "abandoned" for version in versions)

    desk.write_once(begun, is_begun)
    for publication_id in made[-1:]:
        desk.door.enqueue("prepare", str(publication_id))
    plan = desk.read(lambda session, actor, _now: planning.own_plan_seen(session, actor=actor, plan_id=plan_id))
    return desk.go(f"/office/rounds/{plan.round_id}")


@router.get("/office/publications/{publication_id}")
def check(publication_id: Id, desk: AtDesk) -> Response:
    """The check list before a version is published."""
    return _check(desk, publication_id, Form(()))


@router.post("/office/publications/{publication_id}/publish")
def publish(publication_id: Id, desk: AtDesk) -> Response:
    """Make a prepared version public; its certificate is made afterwards."""

    def published() -> Response:
        answer = _moved(desk, publication_id, publication.publish, "published")
        desk.door.enqueue("certify", str(publication_id))
        return answer

    return desk.attempt(Form(()), published, lambda again, status: _check(desk, publication_id, again, status))


@router.post("/office/publications/{publication_id}/abandon")
def abandon(publication_id: Id, desk: AtDesk) -> Response:
    """Give a version up."""
    return _moved(desk, publication_id, publication.abandon, "abandoned")


def _moved(desk: Desk, publication_id: UUID, move: Callable[..., Any], wanted: str) -> Response:
    def seen(session: Any, actor: Actor, _now: datetime) -> Any:
        return looking.publication(session, actor=actor, publication_id=publication_id)

    desk.write_once(
        lambda session, actor, now: move(session, actor=actor, publication_id=publication_id, now=now),
        lambda session, actor, now: bool(seen(session, actor, now).state == wanted),
    )
    return desk.go(f"/office/rounds/{desk.read(seen).round_id}")


def _check(desk: Desk, publication_id: UUID, form: Form, status: int = 200) -> Response:
    def looked(session: Any, actor: Actor, now: datetime) -> Context:
        return {"form": form, **_check_list(session, actor, publication_id, now)}

    return desk.show("office_publish", looked, status)


def _check_list(session: Any, actor: Actor, publication_id: UUID, now: datetime) -> Context:
    found = publication_checks.check_list(session, actor=actor, publication_id=publication_id, now=now)
    outcomes = queries.publications.outcomes(session, found.version.id)
    zone = queries.community.one(session, actor.community_id).zone
    ready = found.version.state == "prepared" and found.round.state in PUBLISHABLE
    return {
        "list": found,
        "version": found.version,
        "round": found.round,
        "is_ready": ready,
        "may_publish": ready and found.hindrance is None,
        "outcomes": {outcome: outcomes.get(outcome, 0) for outcome in OUTCOMES},
        "summary": planning.summary_of(found.plan),
        "changes": _changes(session, actor, found.version),
        "late": found.is_late(zone),
        "lines": [public_line(line) for line in found.lines],
        "sites": {site.code: site for site in queries.supply.sites_of(session, actor.community_id)},
    }


def _changes(session: Any, actor: Actor, version: Any) -> Mapping[str, int] | None:
    """How many gain, lose or change their place compared with the version in force; None for the first version."""
    current = queries.publications.current(session, version.round_id)
    if current is None:
        return None
    found = planning.compare(session, actor=actor, before=current.plan_id, after=version.plan_id)
    return Counter(change.kind for change in found)
