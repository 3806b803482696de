"""Plans: what they give and refuse, how two differ, and the staff's locks."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response

from api.deps import IdempotencyKey, Planning, Reading
from api.openapi import refusals
from api.routes.common import EMPTY, router_of
from api.schemas.base import Page, PageAsked, cursor_of, number_cursor_of
from api.schemas.planning import (
    AssignmentShown,
    CauseShown,
    ChangeShown,
    Differences,
    DifferencesAsked,
    Locks,
    LockSent,
    LockShown,
    Plans,
    PlanShown,
    RefusalShown,
)
from api.schemas.types import Id
from api.telling import reasons_of
from api.telling_causes import told_cause
from scheduler.usecases import locks, looking, plan_files, planning, rounds

router = router_of("plans")
Wanted = dict[str, Any]


@router.get("/rounds/{round_id}/plans", response_model=Plans, responses=refusals(401, 403, 404))
def list_plans(round_id: Id, door: Reading) -> Plans:
    """Plans of a round, the newest first, at most 50; for staff and auditors."""
    return door.read(
        lambda session, actor, _now: Plans(
            items=[PlanShown.model_validate(plan) for plan in looking.plans_of(session, actor=actor, round_id=round_id)]
        )
    )


@router.get("/plans/{plan_id}", response_model=PlanShown, responses=refusals(401, 403, 404))
def read_plan(plan_id: Id, door: Reading) -> PlanShown:
    """One plan."""
    return door.read(
        lambda session, actor, _now: PlanShown.model_validate(planning.plan_seen(session, actor=actor, plan_id=plan_id))
    )


@router.get("/plans/{plan_id}/document", responses=refusals(401, 403, 404), response_class=Response)
def read_document(plan_id: Id, door: Reading) -> Response:
    """The plan file, as docs/files.md tells, to be verified with the problem file of its run; not for staff of single
    sites, since it tells of everybody.
    """
    content = door.read(lambda session, actor, _now: plan_files.plan_file(session, actor=actor, plan_id=plan_id))
    return Response(content, media_type="application/json")


@router.get("/plans/{plan_id}/assignments", response_model=Page[AssignmentShown], responses=refusals(401, 403, 404))
def list_assignments(plan_id: Id, asked: Annotated[PageAsked, Query()], door: Reading) -> Page[AssignmentShown]:
    """Who got what, in the order of the registrations; a page may hold one line more, for a right in two parts."""
    return door.read(lambda session, actor, _now: _assignments(session, actor, plan_id, asked))


@router.get("/plans/{plan_id}/refusals", response_model=Page[RefusalShown], responses=refusals(401, 403, 404))
def list_refusals(plan_id: Id, asked: Annotated[PageAsked, Query()], door: Reading) -> Page[RefusalShown]:
    """Who got nothing and why, in the order of rank; who stands in their way is named to the office and auditors."""
    return door.read(lambda session, actor, _now: _refusals(session, actor, plan_id, asked, door.language))


@router.get("/plans/{plan_id}/differences", response_model=Differences, responses=refusals(401, 403, 404))
def list_differences(plan_id: Id, asked: Annotated[DifferencesAsked, Query()], door: Reading) -> Differences:
    """What a plan does to people compared with the plan `before`."""

    def compared(session: Any, actor: Any, now: Any) -> Differences:
        found = planning.compare(session, actor=actor, before=asked.before, after=plan_id)
        wanted: Wanted = {"registrations": [change.registration_id for change in found], "clear": asked.names}
        names = looking.names(session, actor=actor, vault=door.office.vault, now=now, **wanted)
        # Staff bound to a site are told of the people whom they serve.
        items = [_change(change, names) for change in found if change.registration_id in names]
        return Differences(before=asked.before, after=plan_id, items=items)

    return door.write(compared) if asked.names else door.read(compared)


@router.get("/rounds/{round_id}/locks", response_model=Locks, responses=refusals(401, 403, 404))
def list_locks(round_id: Id, door: Reading) -> Locks:
    """Decisions of the staff that stand; why is told to those who decide."""
    return door.read(
        lambda session, actor, _now: Locks(
            items=[
                LockShown.model_validate(lock).model_copy(
                    update={"receipt": receipt, "reason": locks.reason_for(actor, lock)}
                )
                for lock, receipt in looking.locks_of(session, actor=actor, round_id=round_id)
            ]
        )
    )


@router.post(
    "/registrations/{registration_id}/locks",
    status_code=201,
    response_model=LockShown,
    responses=refusals(401, 404, 409),
)
def lock(registration_id: Id, body: LockSent, door: Planning, key: IdempotencyKey = None) -> Response:
    """Keep a registration where it is, forbid it a place, or fix it to one; the next run obeys."""
    wanted: Wanted = {"registration_id": registration_id, **body.model_dump()}
    return door.create(
        lambda session, actor, now: LockShown.model_validate(locks.lock(session, actor=actor, now=now, **wanted)),
        key,
        at="/api/v1/locks",
    )


@router.delete("/locks/{lock_id}", status_code=EMPTY, responses=refusals(401, 404, 409))
def unlock(lock_id: Id, door: Planning) -> Response:
    """Take a decision back; it stays on record."""
    door.write(lambda session, actor, now: locks.unlock(session, actor=actor, lock_id=lock_id, now=now))
    return Response(status_code=EMPTY)


def _assignments(session: Any, actor: Any, plan_id: Id, asked: PageAsked) -> Page[AssignmentShown]:
    plan = planning.own_plan_seen(session, actor=actor, plan_id=plan_id)
    lines = looking.assignments_of(session, actor=actor, plan=plan, after=asked.last, limit=asked.limit + 2)
    page = lines[: asked.limit]
    # Parts of one right stay together: the cursor names a registration.
    page += [line for line in lines[asked.limit :] if page and line.registration_id == page[-1].registration_id]
    more = len(lines) > len(page)
    return Page(
        items=[AssignmentShown.model_validate(line) for line in page],
        next=cursor_of(page[-1].registration_id) if more else None,
    )


def _refusals(session: Any, actor: Any, plan_id: Id, asked: PageAsked, language: str) -> Page[RefusalShown]:
    plan = planning.own_plan_seen(session, actor=actor, plan_id=plan_id)
    first = rounds.seen(session, actor=actor, round_id=plan.round_id).use_first
    named = looking.rivals_named(actor)
    found = looking.refusals_of(session, actor=actor, plan=plan, after=asked.last_number, limit=asked.limit + 1)
    shown = [
        RefusalShown(
            registration_id=refusal.registration_id,
            receipt=receipt,
            rank=refusal.rank,
            waitable=refusal.waitable,
            reasons=reasons_of(refusal.reasons, language, first),
            cause=None
            if refusal.cause is None
            else CauseShown.model_validate(told_cause(refusal.cause, language, first, rivals_named=named)),
        )
        for refusal, receipt in found[: asked.limit]
    ]
    return Page(items=shown, next=number_cursor_of(shown[-1].rank) if len(found) > asked.limit else None)


def _change(change: Any, names: Any) -> ChangeShown:
    receipt, name = names[change.registration_id]
    return ChangeShown(
        registration_id=change.registration_id,
        receipt=receipt,
        name=name,
        kind=change.kind,
        before=[str(place) for place in change.before],
        after=[str(place) for place in change.after],
    )
