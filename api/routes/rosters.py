"""Planned rosters: who serves, what stays empty and why, what publishing would change, how volunteering stands."""

from __future__ import annotations

from typing import Any

from api.deps import Reading
from api.openapi import refusals
from api.routes.common import router_of
from api.schemas.planning import CauseShown
from api.schemas.rosters import (
    AtRiskShown,
    Gaps,
    GapShown,
    LeftOutShown,
    LoadShown,
    PlannedSeats,
    PlannedSeatShown,
    RosterChanges,
    RosterReview,
    ScarceShown,
    WhyShown,
    named,
)
from api.schemas.types import Id
from api.telling import line_of, reasons_of
from api.telling_causes import told_cause
from scheduler.usecases import roster_answers, roster_publication, roster_review, rounds

router = router_of("rosters")
LOADS = ("most", "never_asked")
COUNTS = ("since", "volunteers", "minutes", "mean", "top_tenth", "never_asked_count")


@router.get("/plans/{roster_plan_id}/seats", response_model=PlannedSeats, responses=refusals(401, 403, 404))
def list_planned_seats(roster_plan_id: Id, door: Reading) -> PlannedSeats:
    """Who serves where in the plan of a roster; for the office and auditors."""
    return door.read(
        lambda session, actor, _now: PlannedSeats(
            items=[
                PlannedSeatShown(**named(one.shift), role=one.role, volunteer_id=one.volunteer_id, receipt=one.receipt)
                for one in roster_answers.seats_of(session, actor=actor, plan_id=roster_plan_id)
            ]
        )
    )


@router.get("/plans/{roster_plan_id}/gaps", response_model=Gaps, responses=refusals(401, 403, 404))
def list_gaps(roster_plan_id: Id, door: Reading) -> Gaps:
    """What the plan of a roster leaves empty, with the funnel of candidates and what would bring more."""
    return door.read(lambda session, actor, _now: _gaps(session, actor, roster_plan_id, door.language))


@router.get("/plans/{roster_plan_id}/roster-changes", response_model=RosterChanges, responses=refusals(401, 403, 404))
def show_changes(roster_plan_id: Id, door: Reading) -> RosterChanges:
    """What publishing the plan of a roster now would change: seats that come, that go, that cannot be given."""
    return door.read(
        lambda session, actor, now: _changes(
            roster_publication.difference_seen(session, actor=actor, plan_id=roster_plan_id, now=now), door.language
        )
    )


@router.get(
    "/plans/{roster_plan_id}/volunteers/{volunteer_id}/why", response_model=WhyShown, responses=refusals(401, 403, 404)
)
def why(roster_plan_id: Id, volunteer_id: Id, door: Reading) -> WhyShown:
    """Why a volunteer serves where a plan has them and what else they could take; one's own once it is published."""
    return door.read(
        lambda session, actor, now: _why(session, actor, now, (roster_plan_id, volunteer_id), door.language)
    )


@router.get("/rosters/review", response_model=RosterReview, responses=refusals(401, 403))
def show_review(door: Reading) -> RosterReview:
    """How volunteering stands in the community, by receipts; for the office and auditors."""
    return door.read(lambda session, actor, now: _review(roster_review.review(session, actor=actor, now=now)))


def _gaps(session: Any, actor: Any, roster_plan_id: Id, language: str) -> Gaps:
    found = roster_answers.gaps_of(session, actor=actor, plan_id=roster_plan_id)
    return Gaps(items=[_gap(session, actor, gap, shift, language) for gap, shift in found])


def _gap(session: Any, actor: Any, gap: Any, shift: Any, language: str) -> GapShown:
    first = rounds.seen(session, actor=actor, round_id=shift.round_id).use_first
    cause = None if gap.cause is None else CauseShown.model_validate(told_cause(gap.cause, language, first))
    reasons = reasons_of(gap.reasons, language, first)
    return GapShown(**named(shift), role=gap.role, empty=gap.empty, reasons=reasons, cause=cause)


def _changes(found: Any, language: str) -> RosterChanges:
    return RosterChanges(
        coming=[_seat(one.shift, one.volunteer, one.role) for one in found.coming],
        going=[_seat(one.shift, one.volunteer, one.seat.role) for one in found.going],
        left_out=[
            LeftOutShown(
                code=one.shift and one.shift.code,
                receipt=one.volunteer and one.volunteer.receipt,
                role=one.role,
                because=line_of(one.code, {}, language),
            )
            for one in found.left_out
        ],
        kept=found.kept,
    )


def _seat(shift: Any, volunteer: Any, role: str) -> PlannedSeatShown:
    return PlannedSeatShown(**named(shift), role=role, volunteer_id=volunteer.id, receipt=volunteer.receipt)


def _why(session: Any, actor: Any, now: Any, asked: tuple[Id, Id], language: str) -> WhyShown:
    found, first = roster_answers.why(session, actor=actor, plan_id=asked[0], volunteer_id=asked[1], now=now)
    return WhyShown(
        reasons=reasons_of(found.reasons, language, first), alternatives=reasons_of(found.alternatives, language, first)
    )


def _review(found: Any) -> RosterReview:
    return RosterReview(
        **{name: getattr(found, name) for name in COUNTS},
        **{name: [LoadShown.model_validate(one) for one in getattr(found, name)] for name in LOADS},
        scarce=[ScarceShown.model_validate(one) for one in found.scarce],
        at_risk=[
            AtRiskShown(**named(one.shift), role=one.role, seats=one.seats, least=one.least, expected=one.expected)
            for one in found.at_risk
        ],
    )
