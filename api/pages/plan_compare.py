"""Two plans of a round side by side: how they were made, goals with bounds, what each class gets, who is moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import telling
from api.pages.desk import AtDesk, Context
from api.pages.what_if_told import class_told
from api.schemas.types import Id
from api.sentences import sentence
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import NotFound
from scheduler.usecases import looking, plan_sides, plan_views, planning, rounds

router = APIRouter(include_in_schema=False)
NEWEST = 2


class Row(NamedTuple):
    """Something of both plans, as texts, with what is proven of it."""

    name: str
    one: str
    other: str
    one_bound: str = ""
    other_bound: str = ""


@router.get("/office/rounds/{round_id}/compare")
def compare(round_id: Id, desk: AtDesk, one: Id | None = None, other: Id | None = None) -> Response:
    """Two plans of a round side by side: the newest two, or those that are named."""
    return desk.show(
        "office_compare", lambda session, actor, _now: _shown(session, actor, round_id, desk.language, (one, other))
    )


def _shown(session: Any, actor: Actor, round_id: Id, language: str, asked: Sequence[Id | None]) -> Context:
    plan_views.looking_on(actor)
    plans = looking.plans_of(session, actor=actor, round_id=round_id)
    chosen = _chosen(plans, asked)
    sides = plan_sides.side_by_side(session, actor=actor, plans=chosen)
    both = len(sides) == NEWEST
    return {
        "round": rounds.seen(session, actor=actor, round_id=round_id),
        "plans": plans,
        "runs": queries.plan_views.runs_of(session, plans),
        "current": queries.publications.current(session, round_id),
        "sides": sides,
        "summaries": [planning.summary_of(side.plan) for side in sides],
        "goals": _goals(sides, language) if both else [],
        "classes": _classes(sides, language) if both else [],
        "counts": _counts(session, actor, sides) if both else {},
    }


def _chosen(plans: Sequence[Any], asked: Sequence[Id | None]) -> list[Any]:
    """The older plan first: what the newer does is told compared with it.

    Raises
    ------
    NotFound
        If one that is named is no plan of the round.
    """
    known = {plan.id: plan for plan in plans}
    if any(plan_id is not None and plan_id not in known for plan_id in asked):
        raise NotFound()
    usual = list(reversed(plans[:NEWEST]))
    if len(usual) < NEWEST:
        return usual
    return [known[plan_id] if plan_id else usual[at] for at, plan_id in enumerate(asked)]


def _goals(sides: Sequence[Any], language: str) -> list[Row]:
    """Every goal of both plans in their order, with the bound that is proven for each; a re-plan has more of them."""
    one, other = ({tier["name"]: tier for tier in side.plan.tiers} for side in sides)
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    return [
        Row(
            sentence(name, language),
            *(_count(plan.get(name, {}).get(what), language) for what in ("value", "bound") for plan in (one, other)),
        )
        for name in dict.fromkeys((*longer, *shorter))
    ]


def _classes(sides: Sequence[Any], language: str) -> list[Row]:
    one, other = ({share.name: share for share in side.shares} for side in sides)
    names = dict.fromkeys((*one, *other))
    told = {name: [_share(plan.get(name), language) for plan in (one, other)] for name in names}
    return [Row(class_told(name, language), *shares) for name, shares in told.items()]


def _counts(session: Any, actor: Actor, sides: Sequence[Any]) -> Mapping[str, int]:
    found = plan_views.difference(
        session, actor=actor, plan_id=sides[1].plan.id, before=sides[0].plan.id, kind="", skip=0, limit=0
    )
    return found.counts


def _count(value: Any, language: str) -> str:
    return "–" if value is None else telling.count(value, language)


def _share(share: Any, language: str) -> str:
    if share is None:
        return "–"
    told = f"{telling.count(share.got, language)} / {telling.count(share.asked, language)}"
    return f"{told} ({round(100 * share.share)}%)"
