"""Agreements: listed, read, signed, suspended, ended, changed; verified by whoever holds the paper."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response

from api.deps import IdempotencyKey, Public, Reading, Registering
from api.openapi import refusals
from api.routes.common import PREFIX, router_of, tagged
from api.schemas.agreements import (
    AgreementChangeSent,
    AgreementsAsked,
    AgreementShown,
    AgreementSteps,
    AgreementStepShown,
    ClauseShown,
    EndSent,
    SignatureSent,
    SuspensionSent,
    TermsShown,
    VerifiedShown,
)
from api.schemas.base import Page, next_of
from api.schemas.types import Id
from api.sentences import sentence
from api.tags import Version
from scheduler.usecases import agreement_changes, agreement_steps, agreement_views, agreements
from scheduler.usecases.agreement_changes import Change

router = router_of("agreements")
CHANGED = refusals(401, 404, 409, 412, 428)
PRIVATE = {"Cache-Control": "no-store"}
Wanted = dict[str, Any]


@router.get("/agreements", response_model=Page[AgreementShown], responses=refusals(401, 403))
def list_agreements(asked: Annotated[AgreementsAsked, Query()], door: Reading) -> Page[AgreementShown]:
    """One's own agreements; for staff and auditors those of the people and places that they serve."""
    return door.read(lambda session, actor, now: _page(session, actor, asked, now))


@router.get("/agreements/{agreement_id}", response_model=AgreementShown, responses=refusals(401, 403, 404))
def read_agreement(agreement_id: Id, door: Reading) -> Response:
    """One agreement, without what names person and plate."""
    shown = door.read(
        lambda session, actor, _now: _shown(agreement_steps.seen(session, actor=actor, agreement_id=agreement_id))
    )
    return tagged(shown, shown.version)


@router.get("/agreements/{agreement_id}/terms", response_model=TermsShown, responses=refusals(401, 404))
def read_terms(agreement_id: Id, door: Registering) -> TermsShown:
    """The terms as they were printed; put on record where somebody else reads them."""
    wanted: Wanted = {"agreement_id": agreement_id, "vault": door.office.vault}
    row, terms = door.write(lambda session, actor, now: agreement_views.read(session, actor=actor, now=now, **wanted))
    clauses = [
        ClauseShown(message=sentence(one["code"], door.language, **one["numbers"]), **one) for one in terms["clauses"]
    ]
    verify_at = door.address(f"/agreements/verify/{row.code}")
    return TermsShown.model_validate({**terms, "clauses": clauses, "verify_at": verify_at})


@router.get("/agreements/{agreement_id}/steps", response_model=AgreementSteps, responses=refusals(401, 403, 404))
def list_agreement_steps(agreement_id: Id, door: Reading) -> AgreementSteps:
    """What happened to an agreement, in order."""
    return door.read(
        lambda session, actor, _now: AgreementSteps(
            items=[
                AgreementStepShown.model_validate(one)
                for one in agreement_views.steps_of(session, actor=actor, agreement_id=agreement_id)
            ]
        )
    )


@router.post("/agreements/{agreement_id}/sign", response_model=AgreementShown, responses=CHANGED)
def sign_agreement(agreement_id: Id, body: SignatureSent, version: Version, door: Registering) -> Response:
    """Record that it was signed, on which day and at which end."""
    return _moved(door, agreements.sign, agreement_id, version, body.model_dump())


@router.post("/agreements/{agreement_id}/suspend", response_model=AgreementShown, responses=CHANGED)
def suspend_agreement(agreement_id: Id, body: SuspensionSent, version: Version, door: Registering) -> Response:
    """Let the right rest for some days, which are paid back."""
    return _moved(door, agreements.suspend, agreement_id, version, body.model_dump())


@router.post("/agreements/{agreement_id}/resume", response_model=AgreementShown, responses=CHANGED)
def resume_agreement(agreement_id: Id, version: Version, door: Registering) -> Response:
    """End a suspension today."""
    return _moved(door, agreements.resume, agreement_id, version, {})


@router.post("/agreements/{agreement_id}/end", response_model=AgreementShown, responses=CHANGED)
def end_agreement(agreement_id: Id, body: EndSent, version: Version, door: Registering) -> Response:
    """End it today: the right is free for the next in line."""
    return _moved(door, agreements.end, agreement_id, version, body.model_dump())


@router.post("/agreements/{agreement_id}/changes", status_code=201, response_model=AgreementShown, responses=CHANGED)
def change_agreement(
    agreement_id: Id, body: AgreementChangeSent, version: Version, door: Registering, key: IdempotencyKey = None
) -> Response:
    """Replace it by a new one on another vehicle, address or class, priced anew from today on."""
    wanted: Wanted = {"agreement_id": agreement_id, "version": version, "change": Change(**body.model_dump())}
    return door.create(
        lambda session, actor, now: _shown(
            agreement_changes.change(session, actor=actor, vault=door.office.vault, now=now, **wanted)
        ),
        key,
        at=f"{PREFIX}/agreements",
    )


@router.get("/public/agreements/{agreement_code}", response_model=VerifiedShown, responses=refusals(404))
def verify_agreement(agreement_code: str, door: Public) -> Response:
    """Whether a printed agreement is true and in force, by the code on it."""
    wanted: Wanted = {"vault": door.office.vault, "code": agreement_code}
    found = door.read_public(lambda session, now: agreement_views.verify(session, now=now, **wanted))
    shown = VerifiedShown.model_validate(found)
    return Response(shown.model_dump_json(), media_type="application/json", headers=PRIVATE)


def _page(session: Any, actor: Any, asked: AgreementsAsked, now: Any) -> Page[AgreementShown]:
    wanted: Wanted = {"of_all": asked.whose == "served", "round_id": asked.round_id, "overdue": asked.overdue}
    states = () if asked.state is None else (asked.state,)
    rows = agreement_views.listed(session, actor=actor, now=now, states=states, **wanted, **asked.part)
    return Page(items=[_shown(row) for row in rows[: asked.limit]], next=next_of(rows, asked.limit))


def _moved(door: Any, use_case: Any, agreement_id: Id, version: int, given: Wanted) -> Response:
    wanted: Wanted = {"agreement_id": agreement_id, "version": version, **given}
    shown = door.write(lambda session, actor, now: _shown(use_case(session, actor=actor, now=now, **wanted)))
    return tagged(shown, shown.version)


def _shown(row: Any) -> AgreementShown:
    return AgreementShown.model_validate(row)
