"""Seats, open posts, asks and swaps as they are answered."""

from __future__ import annotations

from typing import Any

from api.problems import problem_of
from api.schemas.seats import (
    AskShown,
    DrawShown,
    LotShown,
    ObstacleShown,
    OpenPostShown,
    PointShown,
    SeatDetail,
    SeatShown,
    SeatStepShown,
    SwapShown,
    VisitShown,
)

OF_SEAT = (
    "id",
    "shift_id",
    "volunteer_id",
    "role",
    "position",
    "state",
    "source",
    "channel",
    "operator_id",
    "answer_by",
    "waived",
    "created_at",
    "checked_in_at",
    "checked_out_at",
    "place_told",
    "credited_minutes",
)
OF_ASK = ("id", "shift_id", "role", "volunteer_id", "wave", "rank", "state", "asked_at", "answer_by")
OF_SWAP = (
    "id",
    "seat_id",
    "to_volunteer_id",
    "to_seat_id",
    "state",
    "reason",
    "answer_by",
    "created_at",
    "decided_at",
)


def seat_fields(found: Any) -> dict[str, Any]:
    """What is told of a seat, its shift and its person."""
    return {
        **{name: getattr(found.seat, name) for name in OF_SEAT},
        **_of_shift(found.shift),
        "version": found.seat.row_version,
        "shift_state": found.shift.state,
        "receipt": found.volunteer.receipt,
    }


def seat_shown(found: Any) -> SeatShown:
    """A seat."""
    return SeatShown(**seat_fields(found))


def detail_shown(detail: Any) -> SeatDetail:
    """A seat with its steps, place and visit."""
    return SeatDetail(
        **seat_fields(detail.at),
        steps=[SeatStepShown.model_validate(one) for one in detail.events],
        point=None if detail.point is None else PointShown.model_validate(detail.point),
        visit=None if detail.visit is None else VisitShown.model_validate(detail.visit),
    )


def post_shown(post: Any, language: str) -> OpenPostShown:
    """An open post, and what speaks against it in the reader's language."""
    refused = None if post.against is None else problem_of(post.against, language)
    return OpenPostShown(
        **_of_shift(post.shift),
        shift_id=post.shift.id,
        point_id=post.shift.point_id,
        role=post.role.id,
        least=post.role.least,
        target=post.role.target,
        free=post.free,
        opens_at=post.opens_at,
        draw_at=post.draw_at,
        wish=None if post.wish is None else post.wish.state,
        against=None if refused is None else ObstacleShown(code=refused.code, message=refused.detail),
    )


def draw_shown(shift_id: Any, draw: Any) -> DrawShown:
    """The draw of a shift."""
    lines = [LotShown(receipt=name, role=role, rank=rank, state=state) for name, role, rank, state in draw.lines]
    return DrawShown(shift_id=shift_id, seed=draw.seed, draw_at=draw.draw_at, drawn_at=draw.drawn_at, lines=lines)


def ask_shown(found: Any) -> AskShown:
    """Somebody asked to stand in."""
    fields = {name: getattr(found.ask, name) for name in OF_ASK}
    return AskShown(**fields, **_of_shift(found.shift), receipt=found.volunteer.receipt)


def swap_shown(row: Any) -> SwapShown:
    """A swap."""
    return SwapShown(version=row.row_version, **{name: getattr(row, name) for name in OF_SWAP})


def _of_shift(shift: Any) -> dict[str, Any]:
    return {
        "shift_code": shift.code,
        "title_zh": shift.title_zh,
        "title_en": shift.title_en,
        "starts_at": shift.starts_at,
        "ends_at": shift.ends_at,
    }
