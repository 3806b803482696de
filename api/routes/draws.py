"""Public draws: committed to and revealed by the office, worked out again by anybody."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response

from api.deps import IdempotencyKey, Planning, Public, Reading
from api.openapi import refusals
from api.routes.common import router_of
from api.schemas.base import PageAsked, number_cursor_of
from api.schemas.draws import DrawSent, DrawShown, DrawWithdrawn, EarlierDraw, LotShown, NumberSent, PublicDraw
from api.schemas.types import Id
from scheduler.usecases import draw_views, draws

router = router_of("draws")
OF_DRAW = ("round_id", "state", "source", "number_on", "commitment", "committed_at", "entries_digest", "frozen_at")
REVEALED = ("secret", "seed", "revealed_at", "withdrawn_at")


@router.get("/public/rounds/{drawn_round_id}/draw", response_model=PublicDraw, responses=refusals(404))
def read_public_draw(drawn_round_id: Id, asked: Annotated[PageAsked, Query()], door: Public) -> PublicDraw:
    """A round's draw: what was committed to, who takes part and, once it is revealed, the seed and every lot."""
    return door.read_public(lambda session, now: _public(session, drawn_round_id, asked, now))


@router.post(
    "/rounds/{drawn_round_id}/draw", status_code=201, response_model=DrawShown, responses=refusals(401, 403, 404, 409)
)
def commit_to_draw(drawn_round_id: Id, body: DrawSent, door: Planning, key: IdempotencyKey = None) -> Response:
    """Commit to a draw: a secret is made and kept sealed, its digest is public at once."""
    wanted: dict[str, Any] = {"round_id": drawn_round_id, "vault": door.office.vault, **body.model_dump()}
    return door.create(
        lambda session, actor, now: DrawShown.model_validate(draws.commit(session, actor=actor, now=now, **wanted)),
        key,
    )


@router.get("/rounds/{drawn_round_id}/draw", response_model=DrawShown, responses=refusals(401, 403, 404))
def read_draw(drawn_round_id: Id, door: Reading) -> DrawShown:
    """A round's draw as the office sees it."""
    return door.read(
        lambda session, actor, _now: DrawShown.model_validate(draws.seen(session, actor=actor, round_id=drawn_round_id))
    )


@router.post("/rounds/{drawn_round_id}/draw/withdraw", response_model=DrawShown, responses=refusals(401, 403, 404, 409))
def withdraw_draw(drawn_round_id: Id, body: DrawWithdrawn, door: Planning) -> DrawShown:
    """Take back what was committed to, before the round closes and before the day of the number."""
    wanted: dict[str, Any] = {"round_id": drawn_round_id, "reason": body.reason}
    return door.write(
        lambda session, actor, now: DrawShown.model_validate(draws.withdraw(session, actor=actor, now=now, **wanted))
    )


@router.post("/rounds/{drawn_round_id}/draw/number", response_model=DrawShown, responses=refusals(401, 403, 404, 409))
def enter_number(drawn_round_id: Id, body: NumberSent, door: Planning) -> DrawShown:
    """Give the public number, on its day or later; the same number from a second person reveals the draw."""
    wanted: dict[str, Any] = {"round_id": drawn_round_id, "vault": door.office.vault, "number": body.number}

    def once(session: Any, actor: Any, now: Any) -> tuple[DrawShown, Any]:
        entered = draws.enter_number(session, actor=actor, now=now, **wanted)
        return DrawShown.model_validate(entered.draw), entered.refused

    shown, refused = door.write(once)
    if refused is not None:
        raise refused
    return shown


def _public(session: Any, round_id: Id, asked: PageAsked, now: Any) -> PublicDraw:
    found = draw_views.draw_seen(session, round_id=round_id, now=now)
    rest = found.items[asked.last_number :]
    page = rest[: asked.limit]
    return PublicDraw(
        **{name: getattr(found.draw, name) for name in (*OF_DRAW, *REVEALED)},
        number=found.number,
        withdrawn=[EarlierDraw.model_validate(one) for one in found.withdrawn],
        entries=found.entries,
        joined=list(found.joined),
        left=list(found.left),
        items=[LotShown.model_validate(item) for item in page],
        next=number_cursor_of(page[-1].position) if len(rest) > asked.limit else None,
    )
