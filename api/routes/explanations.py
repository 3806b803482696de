"""How one result came about, as figures and in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from api.deps import Door, Reading
from api.openapi import refusals
from api.pages.explaining import Teller, teller_of
from api.pages.reasons import NAMELESS
from api.routes.common import router_of
from api.schemas.explanations import CauseTold, CriterionShown, ExplanationShown, GroupShown, PartShown
from api.schemas.registrations import ReasonShown
from api.schemas.types import Id
from api.telling import reasons_of
from scheduler.actors import Actor
from scheduler.usecases import explanations

router = router_of("registrations")


@router.get(
    "/registrations/{registration_id}/explanation", response_model=ExplanationShown, responses=refusals(401, 403, 404)
)
def read_explanation(registration_id: Id, door: Reading) -> ExplanationShown:
    """How it came to what the notice in force says of a registration; nobody else is named in it."""
    return door.read(lambda session, actor, now: _told(session, actor, now, registration_id, door))


def _told(session: Any, actor: Actor, now: datetime, registration_id: Id, door: Door) -> ExplanationShown:
    found = explanations.explained(session, actor=actor, registration_id=registration_id)
    teller = teller_of(session, found, door.language, door.office.settings.hotline)
    line, certificate = found.line, found.certificate
    return ExplanationShown(
        registration_id=found.registration.id,
        round_id=found.round.id,
        publication_id=found.publication.id,
        number=found.publication.version,
        receipt=line.receipt,
        outcome=line.outcome,
        points=line.points,
        criteria=_criteria(teller),
        rank=line.rank,
        place_in_line=found.place_in_line,
        outcomes=dict(found.outcomes),
        by_points=[GroupShown(points=name, asked=asked, served=got) for name, (asked, got) in found.by_points.items()],
        lost_rounds=found.lost,
        most_lost_rounds=found.most_lost,
        lot=found.lot,
        draw_entries=found.entries,
        decisions=list(found.decisions),
        site_code=line.site_code,
        metres=found.metres,
        sessions=line.sessions,
        reasons=_reasons(teller),
        cause=_cause(teller),
        object_until=found.object_until,
        certificate_state=None if certificate is None else certificate.state,
        certificate_root=None if certificate is None else certificate.root or None,
        parts=[PartShown.model_validate(part, from_attributes=True) for part in teller.parts(session, now)],
    )


def _criteria(teller: Teller) -> list[CriterionShown]:
    return [
        CriterionShown(title=teller.criterion(one.name), counted=one.counted, **one._asdict())
        for one in teller.found.criteria
    ]


def _reasons(teller: Teller) -> list[ReasonShown]:
    """Reasons as the result tells them, without the household of one."""
    found = reasons_of(teller.found.line.reasons, teller.language, teller.found.round.use_first)
    return [one.model_copy(update={"place": "", "numbers": {}}) if one.rule in NAMELESS else one for one in found]


def _cause(teller: Teller) -> CauseTold | None:
    cause = teller.found.cause
    if cause is None:
        return None
    removals = cause["removals"]
    return CauseTold(
        message=next(iter(teller.cause()), ""),
        place=cause["place"],
        rules=list(dict.fromkeys(one["rule"] for one in removals)),
        rivals=sum(len(one["requests"]) for one in removals if one["kind"] == "rival"),
        **{name: cause[name] for name in ("points", "rival_points", "missing")},
        outranked=cause.get("outranked", ""),
    )
