"""The covenant: read by everybody, drafted by the office, decided by the council."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path, Query
from fastapi.responses import Response

from api.deps import Administering, IdempotencyKey, Planning, Public, Reading
from api.openapi import refusals
from api.routes.common import router_of, tagged
from api.schemas.base import next_of, number_cursor_of
from api.schemas.covenants import (
    DifferencesShown,
    DraftLine,
    DraftMoved,
    Drafts,
    DraftsAsked,
    DraftSent,
    DraftShown,
    PreviewSent,
    PreviewShown,
    PreviewsShown,
    SettingsShown,
    SinceAsked,
    VersionNumber,
    Versions,
    VersionsAsked,
    VersionShown,
    WholeVersion,
)
from api.schemas.planning import RunShown
from api.schemas.types import Code, Id
from api.tags import Version
from api.telling_covenant import differing, draft_shown, explained, whole_version
from scheduler.usecases import covenant_previews, covenant_views, covenant_votes, covenants
from scheduler.usecases.covenant_votes import Resolution, Vote
from scheduler.usecases.covenants import Wanted
from scheduler.usecases.planning import Order

router = router_of("covenant")
Number = Annotated[VersionNumber, Path()]
HOME = "/public/communities/{slug}/covenant"


@router.get("/covenant-settings", response_model=SettingsShown)
def list_settings(door: Public) -> SettingsShown:
    """Every setting that a covenant may state, with its usual value and what it does."""
    return SettingsShown(items=explained(None))


@router.get(HOME, response_model=WholeVersion, responses=refusals(404))
def read_covenant(slug: Code, door: Public) -> WholeVersion:
    """The version in force, whole."""
    return door.read_public(lambda session, now: whole_version(covenant_views.in_force(session, slug=slug, now=now)))


@router.get(f"{HOME}/versions", response_model=Versions, responses=refusals(404))
def list_versions(slug: Code, asked: Annotated[VersionsAsked, Query()], door: Public) -> Versions:
    """All versions, the newest first, with how the council voted."""

    def found(session: Any, _now: Any) -> Versions:
        before = asked.last_number or None
        rows = covenant_views.versions(session, slug=slug, before=before, limit=asked.limit + 1)
        page = [VersionShown.model_validate(row) for row in rows[: asked.limit]]
        return Versions(items=page, next=number_cursor_of(page[-1].version) if len(rows) > asked.limit else None)

    return door.read_public(found)


@router.get(f"{HOME}/versions/{{number}}", response_model=WholeVersion, responses=refusals(404))
def read_version(slug: Code, number: Number, door: Public) -> WholeVersion:
    """One version, whole."""
    return door.read_public(
        lambda session, _now: whole_version(covenant_views.version(session, slug=slug, number=number))
    )


@router.get(f"{HOME}/versions/{{number}}/changes", response_model=DifferencesShown, responses=refusals(404))
def read_changes(slug: Code, number: Number, asked: Annotated[SinceAsked, Query()], door: Public) -> DifferencesShown:
    """Settings that differ between two versions."""
    wanted: dict[str, Any] = {"slug": slug, "since": asked.since, "number": number}
    return door.read_public(
        lambda session, _now: DifferencesShown(items=differing(covenant_views.changes_between(session, **wanted)))
    )


@router.get("/covenant-drafts", response_model=Drafts, responses=refusals(401, 403))
def list_drafts(asked: Annotated[DraftsAsked, Query()], door: Reading) -> Drafts:
    """Drafts of the community; for staff, the committee, the council and auditors."""

    def found(session: Any, actor: Any, _now: Any) -> Drafts:
        rows = covenants.listed(session, actor=actor, state=asked.state, **asked.part)
        return Drafts(
            items=[DraftLine.model_validate(row) for row in rows[: asked.limit]], next=next_of(rows, asked.limit)
        )

    return door.read(found)


@router.post("/covenant-drafts", status_code=201, response_model=DraftShown, responses=refusals(401, 403, 409))
def make_draft(body: DraftSent, door: Administering, key: IdempotencyKey = None) -> Response:
    """Write a draft of the next version down; nothing is in force by it."""
    wanted = Wanted(**body.model_dump())
    return door.create(
        lambda session, actor, now: draft_shown(session, covenants.make(session, actor=actor, wanted=wanted, now=now)),
        key,
    )


@router.get("/covenant-drafts/{draft_id}", response_model=DraftShown, responses=refusals(401, 404))
def read_draft(draft_id: Id, door: Reading) -> Response:
    """One draft, with what it would change."""
    shown = door.read(
        lambda session, actor, _now: draft_shown(session, covenants.seen(session, actor=actor, draft_id=draft_id))
    )
    return tagged(shown, shown.version)


@router.put("/covenant-drafts/{draft_id}", response_model=DraftShown, responses=refusals(401, 403, 404, 409, 412, 428))
def amend_draft(draft_id: Id, body: DraftSent, version: Version, door: Administering) -> Response:
    """State a draft anew, while it is not before the council."""
    wanted: dict[str, Any] = {"draft_id": draft_id, "version": version, "wanted": Wanted(**body.model_dump())}
    shown = door.write(
        lambda session, actor, now: draft_shown(session, covenants.amend(session, actor=actor, now=now, **wanted))
    )
    return tagged(shown, shown.version)


@router.post("/covenant-drafts/{draft_id}/moves", response_model=DraftShown, responses=refusals(401, 403, 404, 409))
def move_draft(draft_id: Id, body: DraftMoved, door: Administering) -> Response:
    """Put a draft to the council, take it back, record its vote and adopt or reject it, withdraw it."""
    vote = None if body.vote is None else Vote(**body.vote.model_dump())
    resolution = Resolution(body.reason, vote, body.in_force_from, body.annuls)
    wanted: dict[str, Any] = {"draft_id": draft_id, "action": body.action, "resolution": resolution}
    shown = door.write(
        lambda session, actor, now: draft_shown(session, covenant_votes.move(session, actor=actor, now=now, **wanted))
    )
    return tagged(shown, shown.version)


@router.post(
    "/covenant-drafts/{draft_id}/previews",
    status_code=201,
    response_model=RunShown,
    responses=refusals(401, 403, 404, 409),
)
def order_preview(draft_id: Id, body: PreviewSent, door: Planning, key: IdempotencyKey = None) -> Response:
    """Try a draft on the last round of a kind; follow and cancel the run like any other."""
    order = Order(work_limit=body.work_limit, seed=body.seed)
    wanted: dict[str, Any] = {"draft_id": draft_id, "domain": body.domain, "wanted": order}
    return door.create(
        lambda session, actor, now: RunShown.model_validate(
            covenant_previews.order(session, actor=actor, now=now, **wanted)
        ),
        key,
        at="/api/v1/runs",
        job="solve",
    )


@router.get("/covenant-drafts/{draft_id}/previews", response_model=PreviewsShown, responses=refusals(401, 404))
def list_previews(draft_id: Id, door: Reading) -> PreviewsShown:
    """What a draft would have changed: who gains and loses by number, income, fairness; nobody by receipt."""
    return door.read(
        lambda session, actor, _now: PreviewsShown(
            items=[_preview(one) for one in covenant_previews.previews(session, actor=actor, draft_id=draft_id)]
        )
    )


def _preview(one: Any) -> PreviewShown:
    run = one.run
    return PreviewShown(
        domain=one.domain,
        round_code=one.round.code,
        scenario_id=one.scenario.id,
        run_id=None if run is None else run.id,
        run_state=None if run is None else run.state,
        phase=None if run is None else run.phase,
        seconds=None if run is None else run.seconds,
        work_limit=None if run is None else run.work_limit,
        figures=one.figures,
    )
