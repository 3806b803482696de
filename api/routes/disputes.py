"""Disputes: opened by whom they concern, heard by committee and council, counted for everybody."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response

from api.deps import IdempotencyKey, Public, Reading, Registering
from api.openapi import refusals
from api.routes.common import router_of, tagged
from api.schemas.base import next_of
from api.schemas.disputes import (
    DisputeMove,
    Disputes,
    DisputesAsked,
    DisputeSent,
    DisputeShown,
    DisputeStepShown,
    EffectShown,
    Grounds,
    GroundShown,
    HearingSent,
    NoteSent,
    Parties,
    PartyShown,
    TalliesAsked,
    TalliesShown,
    TallyShown,
    WholeDispute,
)
from api.schemas.types import Code, Id
from api.tags import Version
from scheduler.usecases import dispute_grounds, dispute_opening, dispute_views, disputes
from scheduler.usecases.dispute_effects import Effect
from scheduler.usecases.dispute_opening import Complaint
from scheduler.usecases.disputes import Verdict

router = router_of("disputes")
Wanted = dict[str, Any]


@router.get("/public/communities/{slug}/disputes", response_model=TalliesShown, responses=refusals(404))
def count_disputes(slug: Code, asked: Annotated[TalliesAsked, Query()], door: Public) -> TalliesShown:
    """How the cases came out that were closed in a year; small numbers are not told."""
    found = door.read_public(lambda session, now: dispute_views.tallies(session, slug=slug, year=asked.year, now=now))
    items = [TallyShown.model_validate(one) for one in found.lines]
    return TalliesShown(community=slug, year=found.year, fewest=dispute_views.FEWEST, items=items)


@router.get("/disputes/grounds", response_model=Grounds, responses=refusals(401, 403))
def list_grounds(door: Reading) -> Grounds:
    """What one may open a case on now."""
    found = door.read(lambda session, actor, now: dispute_grounds.own(session, actor=actor, now=now))
    return Grounds(items=[GroundShown.model_validate(one) for one in found])


@router.post("/disputes", status_code=201, response_model=DisputeShown, responses=refusals(401, 404, 409))
def open_dispute(body: DisputeSent, door: Registering, key: IdempotencyKey = None) -> Response:
    """Open a case on what concerns oneself, or, by staff, somebody whom they serve."""
    wanted: Wanted = {"complaint": Complaint(**body.model_dump(exclude={"channel"})), "channel": body.channel}
    vault = door.office.vault
    return door.create(
        lambda session, actor, now: DisputeShown.model_validate(
            dispute_opening.open_case(session, actor=actor, vault=vault, now=now, **wanted)
        ),
        key,
    )


@router.get("/disputes", response_model=Disputes, responses=refusals(401, 403))
def list_disputes(asked: Annotated[DisputesAsked, Query()], door: Reading) -> Disputes:
    """Cases: all for those who hear them, the office and auditors; else one's own, and those one wrote for others."""
    states = () if asked.state is None else (asked.state,)

    def found(session: Any, actor: Any, now: Any) -> Disputes:
        rows = dispute_views.listed(session, actor=actor, states=states, own=asked.own, **asked.part)
        return Disputes(items=[_shown(row, now) for row in rows[: asked.limit]], next=next_of(rows, asked.limit))

    return door.read(found)


@router.get("/disputes/{dispute_id}", response_model=WholeDispute, responses=refusals(401, 403, 404))
def read_dispute(dispute_id: Id, door: Reading) -> Response:
    """A case with what was said in it, as far as one may read it."""
    shown = door.read(lambda session, actor, now: _whole(session, actor, door.office.vault, dispute_id, now))
    return tagged(shown, shown.version)


@router.post("/disputes/{dispute_id}/moves", response_model=DisputeShown, responses=refusals(401, 404, 409))
def move_dispute(dispute_id: Id, body: DisputeMove, door: Registering) -> Response:
    """Take one step of a case; docs/states.md says who may take which from where."""
    effects = [Effect(**one.model_dump()) for one in body.effects]
    wanted: Wanted = {
        "dispute_id": dispute_id,
        "action": body.action,
        "verdict": Verdict(body.reason, body.upheld, effects),
    }
    vault = door.office.vault
    shown = door.write(
        lambda session, actor, now: _shown(disputes.move(session, actor=actor, vault=vault, now=now, **wanted), now)
    )
    return tagged(shown, shown.version)


@router.put("/disputes/{dispute_id}/hearing", response_model=DisputeShown, responses=refusals(401, 404, 409, 412, 428))
def set_hearing(dispute_id: Id, body: HearingSent, version: Version, door: Registering) -> Response:
    """State when both sides are heard, and invite them."""
    wanted: Wanted = {"vault": door.office.vault, "dispute_id": dispute_id, "version": version, "at": body.at}
    shown = door.write(
        lambda session, actor, now: _shown(disputes.set_hearing(session, actor=actor, now=now, **wanted), now)
    )
    return tagged(shown, shown.version)


@router.post(
    "/disputes/{dispute_id}/notes", status_code=201, response_model=DisputeStepShown, responses=refusals(401, 404, 409)
)
def add_note(dispute_id: Id, body: NoteSent, door: Registering, key: IdempotencyKey = None) -> Response:
    """Add what one has to say, or notes of a hearing."""
    wanted: Wanted = {"vault": door.office.vault, "dispute_id": dispute_id, **body.model_dump()}

    def noted(session: Any, actor: Any, now: Any) -> DisputeStepShown:
        return _step(disputes.note(session, actor=actor, now=now, **wanted), body.text)

    return door.create(noted, key)


@router.get("/disputes/{dispute_id}/parties", response_model=Parties, responses=refusals(401, 403, 404))
def read_parties(dispute_id: Id, door: Registering) -> Parties:
    """Who the sides are and how they are reached, for those who hear the case; put on record."""
    wanted: Wanted = {"vault": door.office.vault, "dispute_id": dispute_id}
    found = door.write(lambda session, actor, now: dispute_views.parties(session, actor=actor, now=now, **wanted))
    return Parties(items=[PartyShown.model_validate(one) for one in found])


def _shown(row: Any, now: Any) -> DisputeShown:
    return DisputeShown.model_validate(row).model_copy(update={"days_late": dispute_views.days_late(row, now)})


def _whole(session: Any, actor: Any, vault: Any, dispute_id: Id, now: Any) -> WholeDispute:
    found: Any = dispute_views.told(session, actor=actor, vault=vault, dispute_id=dispute_id)
    return WholeDispute.model_construct(
        **dict(_shown(found.row, now)),
        readable=found.sight.text,
        statement=found.statement,
        outcome=found.outcome,
        steps=[_step(one.event, one.text) for one in found.steps],
        effects=[EffectShown.model_validate(one) for one in found.effects],
        actions=found.actions,
    )


def _step(event: Any, text: str) -> DisputeStepShown:
    names = ("action", "before", "after", "at", "inner")
    return DisputeStepShown(**{name: getattr(event, name) for name in names}, text=text)
