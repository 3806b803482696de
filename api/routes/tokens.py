"""Tokens for programs; each person makes their own."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response

from api.deps import IdempotencyKey, InPerson
from api.openapi import refusals
from api.routes.common import EMPTY, router_of
from api.schemas.access import TokenMade, TokenSent, TokenShown
from api.schemas.base import Page, PageAsked, next_of
from api.schemas.types import Id
from scheduler.usecases import tokens

router = router_of("tokens")
Wanted = dict[str, Any]


@router.get("/tokens", response_model=Page[TokenShown], responses=refusals(401, 403))
def list_tokens(asked: Annotated[PageAsked, Query()], door: InPerson) -> Page[TokenShown]:
    """One's own tokens, in the order in which they were made."""
    return door.read(lambda session, actor, _now: _page(session, actor, asked))


@router.post("/tokens", status_code=201, response_model=TokenMade, responses=refusals(401, 403))
def create_token(body: TokenSent, door: InPerson, key: IdempotencyKey = None) -> Response:
    """Make a token; its secret is told in this answer only."""
    wanted: Wanted = {"name": body.name, "scopes": frozenset(body.scopes), "ends_at": body.ends_at}
    return door.create(
        lambda session, actor, now: _made(*tokens.create(session, actor=actor, now=now, **wanted)),
        key,
    )


@router.delete("/tokens/{token_id}", status_code=EMPTY, responses=refusals(401, 403, 404))
def revoke_token(token_id: Id, door: InPerson) -> Response:
    """End a token for good."""
    door.write(lambda session, actor, now: tokens.revoke(session, actor=actor, token_id=token_id, now=now))
    return Response(status_code=EMPTY)


def _made(token: Any, secret: str) -> TokenMade:
    return TokenMade.model_validate(token).model_copy(update={"secret": secret})


def _page(session: Any, actor: Any, asked: PageAsked) -> Page[TokenShown]:
    rows = tokens.listed(session, actor=actor, after=asked.last, limit=asked.limit + 1)
    shown = [TokenShown.model_validate(row) for row in rows[: asked.limit]]
    return Page(items=shown, next=next_of(rows, asked.limit))
