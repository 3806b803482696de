"""For everybody, without a login: rounds, notices, and where spaces are free."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query, Request
from fastapi.responses import Response

from api.deps import Public
from api.openapi import refusals
from api.routes.common import router_of
from api.schemas.base import Page, cursor_of, number_cursor_of
from api.schemas.planning import NoticeAsked, NoticeLine, NoticeShown, PostShown, RosterNoticeShown
from api.schemas.public import Availability, AvailabilityAsked, PublicRound, PublicRoundsAsked, SiteAvailability
from api.schemas.rounds import RoundShown
from api.schemas.types import Id
from scheduler import queries
from scheduler.notice import public_line
from scheduler.usecases import public
from scheduler.usecases.roster_public import roster_notice

router = router_of("public")
SHARED = {"Cache-Control": "public, max-age=15"}


@router.get("/public/rounds", response_model=Page[PublicRound])
def list_public_rounds(asked: Annotated[PublicRoundsAsked, Query()], door: Public) -> Page[PublicRound]:
    """Rounds that are open, being planned or published, the newest first."""
    return door.read_public(lambda session, _now: _rounds(session, asked))


@router.get("/public/rounds/{round_id}", response_model=PublicRound, responses=refusals(404))
def read_public_round(round_id: Id, door: Public) -> PublicRound:
    """One round."""
    return door.read_public(lambda session, _now: _round(*public.round_seen(session, round_id=round_id)))


@router.get(
    "/public/rounds/{round_id}/notice",
    response_model=NoticeShown,
    responses={304: {"description": "The version that the caller has is in force."}, **refusals(404)},
)
def read_notice(round_id: Id, asked: Annotated[NoticeAsked, Query()], request: Request, door: Public) -> Response:
    """The public notice in force, by receipt; its ETag is the digest of its content."""
    shown = door.read_public(lambda session, now: _notice(session, round_id, asked, now))
    tag = f'"{shown.content_digest}"' if shown.displayed else f'"{shown.content_digest}-over"'
    headers = {"ETag": tag, "Cache-Control": "public, no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(shown.model_dump_json(), media_type="application/json", headers=headers)


@router.get("/public/availability", response_model=Availability, responses=refusals(404))
def read_availability(asked: Annotated[AvailabilityAsked, Query()], door: Public) -> Response:
    """Where spaces are free for an hour; few are told as few."""
    shown = door.read_public(lambda session, now: _availability(session, asked, now))
    return Response(shown.model_dump_json(), media_type="application/json", headers=SHARED)


def _rounds(session: Any, asked: PublicRoundsAsked) -> Page[PublicRound]:
    found = public.rounds_of(session, slug=asked.community, before=asked.last, limit=asked.limit + 1)
    page = [_round(*one) for one in found[: asked.limit]]
    return Page(items=page, next=cursor_of(page[-1].id) if len(found) > asked.limit else None)


def _round(round_: Any, community: Any) -> PublicRound:
    return PublicRound.model_construct(
        **dict(RoundShown.model_validate(round_)),
        community=community.slug,
        community_name_zh=community.name_zh,
        community_name_en=community.name_en,
    )


def _notice(session: Any, round_id: Id, asked: NoticeAsked, now: Any) -> NoticeShown:
    notice = public.notice(session, round_id=round_id, now=now)
    wanted: dict[str, Any] = {"after": asked.last_number, "limit": asked.limit + 1, "outcome": asked.outcome}
    found = public.lines(session, notice=notice, **wanted)
    page = found[: asked.limit]
    plan = queries.plans.one(session, notice.round.community_id, notice.publication.plan_id)
    return NoticeShown(
        round_id=round_id,
        number=notice.publication.version,
        published_at=notice.publication.published_at,
        content_digest=notice.publication.content_digest,
        plan_digest="" if plan is None else plan.plan_digest,
        runs_made=notice.publication.runs_made,
        outcomes=dict(notice.outcomes),
        displayed=notice.displayed,
        items=[NoticeLine.model_validate(public_line(line)) for line in page],
        roster=_roster(session, notice) if notice.round.domain == "rosters" else None,
        next=number_cursor_of(page[-1].position) if len(found) > asked.limit else None,
    )


def _roster(session: Any, notice: Any) -> RosterNoticeShown:
    found = roster_notice(session, round_id=notice.round.id)
    titles = ("title_zh", "title_en", "starts_at", "ends_at")
    posts = [
        PostShown(
            **{name: getattr(one.shift, name) for name in titles}, role=one.role, target=one.target, filled=one.filled
        )
        for one in found.posts
        if notice.displayed
    ]
    return RosterNoticeShown(
        shifts=found.shifts, seats=found.seats, filled=found.filled, visits=found.visits, posts=posts
    )


def _availability(session: Any, asked: AvailabilityAsked, now: Any) -> Availability:
    found = public.availability(session, slug=asked.community, now=now, at=asked.at)
    items = [
        SiteAvailability(
            site_id=one.site.id,
            site_code=one.site.code,
            name_zh=one.site.name_zh,
            name_en=one.site.name_en,
            level=one.level,
            free=one.free,
        )
        for one in found
    ]
    return Availability(at=asked.at or now, items=items)
