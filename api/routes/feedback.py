"""Stars 星级 and comments on sites, rooms, organisations and shifts after their use."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response

from api.deps import IdempotencyKey, Planning, Public, Reading, Registering
from api.openapi import refusals
from api.routes.common import router_of
from api.routes.public import SHARED
from api.schemas.base import Page, next_of
from api.schemas.sharing import (
    FeedbackAsked,
    FeedbackSent,
    FeedbackShown,
    HideSent,
    Ratings,
    RatingsAsked,
    RatingShown,
)
from api.schemas.types import Id
from scheduler.usecases import feedback
from scheduler.usecases.feedback import Opinion

router = router_of("feedback")


@router.post("/feedback", status_code=201, response_model=FeedbackShown, responses=refusals(401, 404, 409))
def give_feedback(body: FeedbackSent, door: Registering, key: IdempotencyKey = None) -> Response:
    """Say what one thinks of something that one has used."""
    opinion = Opinion(**body.model_dump())
    vault = door.office.vault
    return door.create(
        lambda session, actor, now: _shown(
            vault, feedback.give(session, actor=actor, vault=vault, opinion=opinion, now=now)
        ),
        key,
    )


@router.get("/feedback", response_model=Page[FeedbackShown], responses=refusals(401))
def list_feedback(asked: Annotated[FeedbackAsked, Query()], door: Reading) -> Page[FeedbackShown]:
    """What was said: one's own; all for the office, of their sites for property staff."""
    return door.read(lambda session, actor, _now: _page(session, actor, door.office.vault, asked))


@router.post("/feedback/{feedback_id}/hide", response_model=FeedbackShown, responses=refusals(401, 404, 409))
def hide_feedback(feedback_id: Id, body: HideSent, door: Planning) -> FeedbackShown:
    """Leave an answer out of the averages, with a reason; for the office."""
    wanted: dict[str, Any] = {"feedback_id": feedback_id, "reason": body.reason}
    return door.write(
        lambda session, actor, now: _shown(door.office.vault, feedback.hide(session, actor=actor, now=now, **wanted))
    )


@router.get("/public/ratings", response_model=Ratings, responses=refusals(404))
def read_ratings(asked: Annotated[RatingsAsked, Query()], door: Public) -> Response:
    """What is thought of everything that enough people have used."""
    shown = door.read_public(
        lambda session, now: Ratings(
            items=[RatingShown.model_validate(one) for one in feedback.ratings(session, slug=asked.community, now=now)]
        )
    )
    return Response(shown.model_dump_json(), media_type="application/json", headers=SHARED)


def _page(session: Any, actor: Any, vault: Any, asked: FeedbackAsked) -> Page[FeedbackShown]:
    rows = feedback.listed(session, actor=actor, last=asked.last, limit=asked.limit + 1)
    return Page(items=[_shown(vault, row) for row in rows[: asked.limit]], next=next_of(rows, asked.limit))


def _shown(vault: Any, row: Any) -> FeedbackShown:
    return FeedbackShown(
        id=row.id,
        subject=row.subject,
        subject_id=row.subject_id,
        stars=row.stars,
        comment=feedback.comment_of(vault, row),
        given_at=row.given_at,
        hidden=row.hidden_at is not None,
    )
