"""How spaces are used: what gates tell, who stands where, plates checked, violations and blocks."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response

from api.deps import Door, IdempotencyKey, Reading, Registering
from api.openapi import refusals
from api.problems import problem_of
from api.routes.common import router_of, tagged
from api.schemas.base import Page, SortedPageAsked, next_of
from api.schemas.types import Id
from api.schemas.use import (
    BlockShown,
    PassageFault,
    PassagesSent,
    PassagesShown,
    PlateAsked,
    PlateShown,
    StaysAsked,
    StayShown,
    ViolationSent,
    ViolationShown,
    WhySent,
)
from api.sentences import sentence
from api.tags import Version
from scheduler.gates import Told
from scheduler.privacy import masked_plate
from scheduler.usecases import blocks, passages, plate_checks, violations
from scheduler.usecases.passages import Intake
from scheduler.usecases.violations import Sighting

router = router_of("use")
Wanted = dict[str, Any]


@router.post("/sites/{site_id}/passages", response_model=PassagesShown, responses=refusals(401, 404))
def tell_passages(site_id: Id, body: PassagesSent, door: Registering) -> PassagesShown:
    """Tell what passed the gates of a site; told again, nothing is counted twice."""
    told = [Told(one.plate, one.direction, one.at, one.reference) for one in body.passages]
    wanted: Wanted = {"vault": door.office.vault, "site_id": site_id, "told": told, "source": body.source}
    intake = door.write(lambda session, actor, now: passages.record(session, actor=actor, now=now, **wanted))
    return _intake(door, intake)


@router.get("/stays", response_model=Page[StayShown], responses=refusals(401, 403, 404))
def list_stays(asked: Annotated[StaysAsked, Query()], door: Reading) -> Page[StayShown]:
    """Who stands or stood at the sites of whoever asks."""

    def found(session: Any, actor: Any, _now: Any) -> Page[StayShown]:
        rows = passages.stays(session, actor=actor, site_id=asked.site_id, only=asked.only, **asked.part)
        shown = [_stay(door, row) for row in rows[: asked.limit]]
        return Page(items=shown, next=next_of(rows, asked.limit))

    return door.read(found)


@router.post("/plate-checks", response_model=PlateShown, responses=refusals(401, 404))
def check_plate(body: PlateAsked, door: Reading) -> PlateShown:
    """May this car stand here now? A plate is never part of an address; nothing is written."""
    wanted: Wanted = {"vault": door.office.vault, "plate": body.plate, "site_id": body.site_id}
    found = door.read(lambda session, actor, now: plate_checks.check(session, actor=actor, now=now, **wanted))
    fields = {name: getattr(found, name) for name in PlateShown.model_fields if name != "detail"}
    return PlateShown(**fields, detail=sentence(found.reason, door.language))


@router.get("/violations", response_model=Page[ViolationShown], responses=refusals(401, 403))
def list_violations(asked: Annotated[SortedPageAsked, Query()], door: Reading) -> Page[ViolationShown]:
    """One's own violations; those at their sites for staff, all for the office and auditors."""

    def found(session: Any, actor: Any, _now: Any) -> Page[ViolationShown]:
        rows = violations.listed(session, actor=actor, **asked.part)
        shown = [ViolationShown.model_validate(row) for row in rows[: asked.limit]]
        return Page(items=shown, next=next_of(rows, asked.limit))

    return door.read(found)


@router.post("/violations", status_code=201, response_model=ViolationShown, responses=refusals(401, 404))
def record_violation(body: ViolationSent, door: Registering, key: IdempotencyKey = None) -> Response:
    """Record what was seen at a site that one runs; a block follows at once where it is one too many."""
    sighting = Sighting(body.site_id, body.plate, body.kind, body.note, body.at)
    wanted: Wanted = {"vault": door.office.vault, "sighting": sighting}
    return door.create(
        lambda session, actor, now: ViolationShown.model_validate(
            violations.record(session, actor=actor, now=now, **wanted)
        ),
        key,
    )


@router.get("/violations/{violation_id}", response_model=ViolationShown, responses=refusals(401, 403, 404))
def read_violation(violation_id: Id, door: Reading) -> Response:
    """One violation."""
    shown = door.read(
        lambda session, actor, _now: ViolationShown.model_validate(
            violations.seen(session, actor=actor, violation_id=violation_id)
        )
    )
    return tagged(shown, shown.version)


@router.post(
    "/violations/{violation_id}/waive",
    response_model=ViolationShown,
    responses=refusals(401, 403, 404, 409, 412, 428),
)
def waive_violation(violation_id: Id, body: WhySent, version: Version, door: Registering) -> Response:
    """Waive a violation, with what was charged for it and the block that stood on it."""
    wanted: Wanted = {"violation_id": violation_id, "version": version, "reason": body.reason}
    shown = door.write(
        lambda session, actor, now: ViolationShown.model_validate(
            violations.waive(session, actor=actor, now=now, **wanted)
        )
    )
    return tagged(shown, shown.version)


@router.get("/blocks", response_model=Page[BlockShown], responses=refusals(401, 403))
def list_blocks(asked: Annotated[SortedPageAsked, Query()], door: Reading) -> Page[BlockShown]:
    """Blocks of one's own vehicles; all for staff and auditors."""

    def found(session: Any, actor: Any, _now: Any) -> Page[BlockShown]:
        rows = blocks.listed(session, actor=actor, **asked.part)
        shown = [BlockShown.model_validate(row) for row in rows[: asked.limit]]
        return Page(items=shown, next=next_of(rows, asked.limit))

    return door.read(found)


@router.post("/blocks/{block_id}/lift", response_model=BlockShown, responses=refusals(401, 403, 404, 409))
def lift_block(block_id: Id, body: WhySent, door: Registering) -> BlockShown:
    """End a block before its time."""
    wanted: Wanted = {"block_id": block_id, "reason": body.reason}
    return door.write(
        lambda session, actor, now: BlockShown.model_validate(blocks.lift(session, actor=actor, now=now, **wanted))
    )


def _intake(door: Door, intake: Intake) -> PassagesShown:
    refused = []
    for fault in intake.faults:
        problem = problem_of(fault.refused, door.language)
        code, field = fault.refused.code, fault.refused.field
        refused.append(PassageFault(at=fault.at, code=code, detail=problem.detail, field=field))
    return PassagesShown(recorded=intake.recorded, known=intake.known, refused=refused)


def _stay(door: Door, row: Any) -> StayShown:
    plate = masked_plate(door.office.vault.open_sealed(row.plate_cipher, "stay.plate", row.id))
    fields = {name: getattr(row, name) for name in StayShown.model_fields if name != "plate"}
    return StayShown(**fields, plate=plate)
