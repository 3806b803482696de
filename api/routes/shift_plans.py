"""Meeting points and templates of shifts; the shifts of a round, made from templates or one by one."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response

from api.deps import IdempotencyKey, Planning, Reading
from api.openapi import refusals
from api.routes.common import router_of, tagged
from api.routes.roster_shapes import changes_of, fields_of, making_shown, placed, shift_made, shift_shown
from api.schemas.base import Page, SortedPageAsked, next_of
from api.schemas.shifts import (
    MakingShown,
    PointChange,
    PointSent,
    PointShown,
    ShiftMade,
    ShiftsAsked,
    ShiftSent,
    ShiftShown,
    ShiftsMade,
    TemplateChange,
    TemplatesAsked,
    TemplateSent,
    TemplateShown,
)
from api.schemas.types import Id
from api.tags import Version
from scheduler import queries
from scheduler.usecases import meeting_points, shift_making, shift_templates, shift_views, shifts
from scheduler.usecases.meeting_points import PointTerms
from scheduler.usecases.shift_templates import TemplateTerms
from scheduler.usecases.shifts import ShiftSpec

router = router_of("shifts")
Wanted = dict[str, Any]
EMPTIED = frozenset({"capacity", "facility_id"})
"""What a change of a meeting point may take away."""


# ---- meeting points


@router.get("/meeting-points", response_model=Page[PointShown], responses=refusals(401, 403))
def list_points(asked: Annotated[SortedPageAsked, Query()], door: Reading) -> Page[PointShown]:
    """Where shifts meet."""

    def found(session: Any, actor: Any, _now: Any) -> Page[PointShown]:
        rows = queries.shifts.points_listed(session, actor.community_id, **asked.part)
        items = [PointShown.model_validate(row) for row in rows[: asked.limit]]
        return Page(items=items, next=next_of(rows, asked.limit))

    return door.read(found)


@router.post("/meeting-points", status_code=201, response_model=PointShown, responses=refusals(401, 409))
def add_point(body: PointSent, door: Planning, key: IdempotencyKey = None) -> Response:
    """Add a meeting point; for the office."""
    terms = PointTerms(**body.model_dump())
    return door.create(
        lambda session, actor, now: PointShown.model_validate(
            meeting_points.add(session, actor=actor, terms=terms, now=now)
        ),
        key,
    )


@router.get("/meeting-points/{point_id}", response_model=PointShown, responses=refusals(401, 403, 404))
def read_point(point_id: Id, door: Reading) -> Response:
    """One meeting point."""
    shown = door.read(
        lambda session, actor, _now: PointShown.model_validate(
            meeting_points.seen(session, actor=actor, point_id=point_id)
        )
    )
    return tagged(shown, shown.version)


@router.patch("/meeting-points/{point_id}", response_model=PointShown, responses=refusals(401, 404, 412, 428))
def amend_point(point_id: Id, body: PointChange, version: Version, door: Planning) -> Response:
    """Change what is stated of a meeting point; for the office."""
    wanted: Wanted = {"point_id": point_id, "version": version, "changes": changes_of(body, EMPTIED)}
    shown = door.write(
        lambda session, actor, now: PointShown.model_validate(
            meeting_points.amend(session, actor=actor, now=now, **wanted)
        )
    )
    return tagged(shown, shown.version)


# ---- templates


@router.get("/shift-templates", response_model=Page[TemplateShown], responses=refusals(401, 403))
def list_templates(asked: Annotated[TemplatesAsked, Query()], door: Reading) -> Page[TemplateShown]:
    """Needs that come back; for the office and auditors."""

    def found(session: Any, actor: Any, _now: Any) -> Page[TemplateShown]:
        rows = shift_templates.listed(session, actor=actor, retired=asked.retired, **asked.part)
        items = [TemplateShown.model_validate(row) for row in rows[: asked.limit]]
        return Page(items=items, next=next_of(rows, asked.limit))

    return door.read(found)


@router.post("/shift-templates", status_code=201, response_model=TemplateShown, responses=refusals(401, 409))
def add_template(body: TemplateSent, door: Planning, key: IdempotencyKey = None) -> Response:
    """Add a need that comes back; for the office."""
    template = TemplateTerms(**fields_of(body))
    return door.create(
        lambda session, actor, now: TemplateShown.model_validate(
            shift_templates.add(session, actor=actor, template=template, now=now)
        ),
        key,
    )


@router.get("/shift-templates/{template_id}", response_model=TemplateShown, responses=refusals(401, 403, 404))
def read_template(template_id: Id, door: Reading) -> Response:
    """One template."""
    shown = door.read(
        lambda session, actor, _now: TemplateShown.model_validate(
            shift_templates.seen(session, actor=actor, template_id=template_id)
        )
    )
    return tagged(shown, shown.version)


@router.patch(
    "/shift-templates/{template_id}", response_model=TemplateShown, responses=refusals(401, 404, 409, 412, 428)
)
def amend_template(template_id: Id, body: TemplateChange, version: Version, door: Planning) -> Response:
    """Change what is stated of a template; shifts made before stay as they are."""
    wanted: Wanted = {"template_id": template_id, "version": version, "changes": placed(changes_of(body))}
    shown = door.write(
        lambda session, actor, now: TemplateShown.model_validate(
            shift_templates.amend(session, actor=actor, now=now, **wanted)
        )
    )
    return tagged(shown, shown.version)


@router.post("/shift-templates/{template_id}/retire", response_model=TemplateShown, responses=refusals(401, 404, 409))
def retire_template(template_id: Id, door: Planning) -> TemplateShown:
    """Make no more shifts of a template."""
    return door.write(
        lambda session, actor, now: TemplateShown.model_validate(
            shift_templates.retire(session, actor=actor, template_id=template_id, now=now)
        )
    )


# ---- shifts of a round


@router.get("/rounds/{round_id}/shifts", response_model=Page[ShiftShown], responses=refusals(401, 403, 404))
def list_shifts(round_id: Id, asked: Annotated[ShiftsAsked, Query()], door: Reading) -> Page[ShiftShown]:
    """Shifts of a round: all for the office and auditors, those published for volunteers, none for others."""
    wanted: Wanted = {
        "round_id": round_id,
        "first": asked.first,
        "until": asked.until,
        "template_id": asked.template_id,
    }
    wanted |= {"states": () if asked.state is None else (asked.state,), **asked.part}

    def found(session: Any, actor: Any, _now: Any) -> Page[ShiftShown]:
        rows = shift_views.listed(session, actor=actor, **wanted)
        items = [shift_shown(one) for one in rows[: asked.limit]]
        return Page(items=items, next=next_of([one.row for one in rows], asked.limit))

    return door.read(found)


@router.post("/rounds/{round_id}/shifts", status_code=201, response_model=ShiftMade, responses=refusals(401, 404, 409))
def add_shift(round_id: Id, body: ShiftSent, door: Planning, key: IdempotencyKey = None) -> Response:
    """Add a single shift to a round of rosters; for the office."""
    wanted: Wanted = {"round_id": round_id, "spec": ShiftSpec(**fields_of(body))}

    def made(session: Any, actor: Any, now: Any) -> ShiftMade:
        row, notices = shifts.add(session, actor=actor, now=now, **wanted)
        return shift_made(shift_views.shown(session, actor, [row])[0], notices, door.language)

    return door.create(made, key, at="/api/v1/shifts")


@router.post("/rounds/{round_id}/shifts/from-templates", response_model=MakingShown, responses=refusals(401, 404, 409))
def make_shifts(round_id: Id, body: ShiftsMade, door: Planning) -> MakingShown:
    """Make the shifts of templates by the work calendar; what is there already is not made again."""
    wanted: Wanted = {"round_id": round_id, **body.model_dump()}
    return door.write(
        lambda session, actor, now: making_shown(
            shift_making.from_templates(session, actor=actor, now=now, **wanted), door.language
        )
    )
