"""Fairness over rounds: one's own, anybody's for the office, all in sum for everybody."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query

from api.deps import Public, Reading
from api.openapi import refusals
from api.routes.common import router_of
from api.schemas.base import Page, cursor_of
from api.schemas.fairness import (
    FairnessAsked,
    OverallShown,
    OwnFairness,
    PublicFairness,
    PublicFairnessAsked,
    SumsShown,
)
from scheduler.usecases import fairness_views

router = router_of("fairness")
FIGURES = ("rounds", "asked", "got", "used", "wasted", "lost", "losing_streak", "share")


@router.get("/public/fairness", response_model=PublicFairness, responses=refusals(404))
def read_public_fairness(asked: Annotated[PublicFairnessAsked, Query()], door: Public) -> PublicFairness:
    """How evenly the settled rounds of a community served all; small groups are not told apart."""
    found = door.read_public(lambda session, _now: fairness_views.in_sum(session, slug=asked.community))
    return PublicFairness(items=[OverallShown.model_validate(one) for one in found])


@router.get("/me/fairness", response_model=OwnFairness, responses=refusals(401))
def read_own_fairness(door: Reading) -> OwnFairness:
    """What rounds brought to whoever asks, to their household and their organisation."""
    found = door.read(lambda session, actor, _now: fairness_views.own(session, actor=actor))
    return OwnFairness(items=[_shown(kind, one) for kind, one in found])


@router.get("/fairness", response_model=Page[SumsShown], responses=refusals(401, 403))
def list_fairness(asked: Annotated[FairnessAsked, Query()], door: Reading) -> Page[SumsShown]:
    """What rounds brought to each person, household or organisation, by number, or to the one named; for the office."""
    wanted: dict[str, Any] = {"kind": asked.kind, "domain": asked.domain, "subject": asked.subject}
    wanted |= {"last": asked.last, "limit": asked.limit + 1}
    found = door.read(lambda session, actor, _now: fairness_views.listed(session, actor=actor, **wanted))
    subjects = list(dict.fromkeys(one.subject_id for one in found))
    page = set(subjects[: asked.limit])
    return Page(
        items=[_shown(asked.kind, one) for one in found if one.subject_id in page],
        next=cursor_of(subjects[asked.limit - 1]) if len(subjects) > asked.limit else None,
    )


def _shown(kind: str, one: fairness_views.Whose) -> SumsShown:
    figures = {name: getattr(one.sums, name) for name in FIGURES}
    return SumsShown.model_validate({"kind": kind, "subject_id": one.subject_id, "domain": one.domain, **figures})
