"""Registrations: made, amended, moved along their path; the notice slip; one's own results and rights."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response

from api.deps import IdempotencyKey, Reading, Registering
from api.openapi import refusals
from api.problems import problem_of
from api.routes.applications import section_shown
from api.routes.billing import price_shown
from api.routes.common import router_of, tagged
from api.schemas.base import Page, next_of
from api.schemas.registrations import (
    LeftShown,
    Moved,
    ReachShown,
    RegistrationMove,
    RegistrationsAsked,
    RegistrationSent,
    RegistrationShown,
    RegistrationsMove,
    ResultShown,
    Rights,
    RightShown,
    SlipShown,
    SpaceNamed,
    Steps,
    StepShown,
    WishSent,
)
from api.schemas.types import Id
from api.tags import Version
from api.telling import line_of, reasons_of
from scheduler import queries
from scheduler.usecases import acceptance, checking, eligibility, looking, quotes, registration, rounds
from scheduler.usecases.registration import Wish

router = router_of("registrations")
Wanted = dict[str, Any]


@router.post("/rounds/{round_id}/eligibility", response_model=SlipShown, responses=refusals(401, 404, 409))
def check_eligibility(round_id: Id, body: WishSent, door: Registering) -> SlipShown:
    """The notice slip: what is met, what is missing and what to bring; nothing is written."""
    wish = _wish(body)
    return door.read(
        lambda session, actor, now: _slip(
            eligibility.slip(session, actor=actor, round_id=round_id, wish=wish, now=now), door.language
        )
    )


@router.post(
    "/rounds/{round_id}/registrations",
    status_code=201,
    response_model=RegistrationShown,
    responses=refusals(401, 404, 409),
)
def register(round_id: Id, body: RegistrationSent, door: Registering, key: IdempotencyKey = None) -> Response:
    """Register in an open round, for oneself or, by staff, on behalf of the vehicle's keeper."""
    wanted: Wanted = {"round_id": round_id, "wish": _wish(body), "channel": body.channel, "submit": body.submit}
    return door.create(
        lambda session, actor, now: _shown(
            registration.register(session, actor=actor, vault=door.office.vault, now=now, **wanted)
        ),
        key,
        at="/api/v1/registrations",
    )


@router.post("/rounds/{round_id}/registrations/moves", response_model=Moved, responses=refusals(401, 404))
def move_registrations(round_id: Id, body: RegistrationsMove, door: Registering) -> Moved:
    """Endorse or approve every registration of a round that waits for it, or those named; what cannot be is told."""
    wanted: Wanted = {"round_id": round_id, "action": body.action, "chosen": body.registration_ids}
    return door.write(
        lambda session, actor, now: _moved(checking.act_on_all(session, actor=actor, now=now, **wanted), door.language)
    )


@router.get("/registrations", response_model=Page[RegistrationShown], responses=refusals(401, 403, 404))
def list_registrations(asked: Annotated[RegistrationsAsked, Query()], door: Reading) -> Page[RegistrationShown]:
    """Registrations: a round's, for its staff; else one's own."""
    return door.read(lambda session, actor, _now: _page(session, actor, asked))


@router.get("/registrations/{registration_id}", response_model=RegistrationShown, responses=refusals(401, 403, 404))
def read_registration(registration_id: Id, door: Reading) -> Response:
    """One registration."""
    shown = door.read(
        lambda session, actor, _now: section_shown(
            registration.seen(session, actor=actor, registration_id=registration_id), door.office.vault
        )
    )
    return tagged(shown, shown.version)


@router.put(
    "/registrations/{registration_id}",
    response_model=RegistrationShown,
    responses=refusals(401, 404, 409, 412, 428),
)
def amend_registration(registration_id: Id, body: WishSent, version: Version, door: Registering) -> Response:
    """Ask for something else while the round is open and nobody has decided."""
    wanted: Wanted = {"registration_id": registration_id, "version": version, "wish": _wish(body)}
    shown = door.write(
        lambda session, actor, now: _shown(
            registration.amend(session, actor=actor, vault=door.office.vault, now=now, **wanted)
        )
    )
    return tagged(shown, shown.version)


@router.post(
    "/registrations/{registration_id}/moves", response_model=RegistrationShown, responses=refusals(401, 404, 409)
)
def move_registration(registration_id: Id, body: RegistrationMove, door: Registering) -> Response:
    """Take one step of the path; docs/states.md says who may take which from where."""
    wanted: Wanted = {"registration_id": registration_id, "action": body.action, "reason": body.reason}
    shown = door.write(
        lambda session, actor, now: _shown(
            acceptance.act(session, actor=actor, vault=door.office.vault, now=now, **wanted)
        )
    )
    return tagged(shown, shown.version)


@router.get("/registrations/{registration_id}/steps", response_model=Steps, responses=refusals(401, 403, 404))
def list_steps(registration_id: Id, door: Reading) -> Steps:
    """What happened to a registration, in order."""
    return door.read(lambda session, actor, _now: _steps(session, actor, registration_id))


@router.get("/registrations/{registration_id}/result", response_model=ResultShown, responses=refusals(401, 403, 404))
def read_result(registration_id: Id, door: Reading) -> ResultShown:
    """What the notice in force says of a registration, with the reasons where it got nothing."""
    return door.read(lambda session, actor, now: _result(session, actor, registration_id, door.language, now))


@router.get("/rights", response_model=Rights, responses=refusals(401, 403))
def list_rights(door: Reading) -> Rights:
    """One's own rights: the spaces that one may use."""
    return door.read(
        lambda session, actor, _now: Rights(items=[_right(right) for right in looking.rights(session, actor=actor)])
    )


def _wish(body: WishSent) -> Wish:
    uses = [use.model_dump(mode="json", exclude_none=True) for use in body.uses]
    rest = body.model_dump(exclude={"uses", "channel", "submit"})
    return Wish(uses=uses, **rest)


def _shown(row: Any) -> RegistrationShown:
    return RegistrationShown.model_validate(row)


def _page(session: Any, actor: Any, asked: RegistrationsAsked) -> Page[RegistrationShown]:
    states = () if asked.state is None else (asked.state,)
    rows = looking.registrations_of(session, actor=actor, round_id=asked.round_id, states=states, **asked.part)
    return Page(items=[_shown(row) for row in rows[: asked.limit]], next=next_of(rows, asked.limit))


def _moved(taken: Any, language: str) -> Moved:
    left = [
        LeftShown(
            registration_id=one.registration_id,
            receipt=one.receipt,
            code=one.why.code,
            message=problem_of(one.why, language).detail,
        )
        for one in taken.left
    ]
    return Moved(count=taken.taken, left=left)


def _steps(session: Any, actor: Any, registration_id: Id) -> Steps:
    row = registration.seen(session, actor=actor, registration_id=registration_id)
    return Steps(items=[StepShown.model_validate(step) for step in queries.registrations.steps(session, row.id)])


def _slip(found: Any, language: str) -> SlipShown:
    groups = {
        name: [line_of(line.code, line.numbers, language) for line in getattr(found, name)]
        for name in ("met", "missing", "bring")
    }
    reach = [ReachShown.model_validate(one) for one in found.reach]
    return SlipShown(eligible=found.eligible, reach=reach, points=found.points, **groups)


def _result(session: Any, actor: Any, registration_id: Id, language: str, now: Any) -> ResultShown:
    publication, line = looking.result(session, actor=actor, registration_id=registration_id)
    first = rounds.seen(session, actor=actor, round_id=publication.round_id).use_first
    price = quotes.shown_if_any(session, actor=actor, registration_id=registration_id, now=now)
    return ResultShown(
        publication_id=publication.id,
        number=publication.version,
        receipt=line.receipt,
        outcome=line.outcome,
        points=line.points,
        site_code=line.site_code,
        rank=line.rank,
        reasons=reasons_of(line.reasons, language, first),
        sessions=line.sessions,
        price=None if price is None else price_shown(price),
    )


def _right(right: Any) -> RightShown:
    return RightShown(
        id=right.allocation.id,
        registration_id=right.allocation.registration_id,
        round_id=right.allocation.round_id,
        site_id=right.site.id,
        site_code=right.site.code,
        site_name_zh=right.site.name_zh,
        site_name_en=right.site.name_en,
        spaces=[SpaceNamed.model_validate(space) for space in right.spaces],
        agreement_id=right.agreement_id,
    )
