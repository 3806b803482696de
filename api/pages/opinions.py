"""Stars 星级 for what one has used, and what all think of it together."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.communities import named
from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.schemas.sharing import FeedbackSent
from api.schemas.types import Code, Id
from scheduler.actors import Actor
from scheduler.errors import NotFound
from scheduler.usecases import feedback, feedback_uses
from scheduler.usecases.feedback import Opinion

router = APIRouter(include_in_schema=False)
HOME = "/mine/feedback"
FIELDS = ("stars", "comment")
SUBJECTS = ("site", "room", "organisation", "shift")
MOST = 20
Subject = Literal["site", "room", "organisation", "shift"]
About = tuple[UUID, str, UUID]
"""A use, what of it, and which of that."""


@router.get(HOME)
def own(desk: AtDesk, last: UUID | None = None) -> Response:
    """What one may give stars for, and what one has said."""
    return desk.show("opinions", lambda session, actor, now: _own(desk, session, actor, now, last))


@router.get(HOME + "/{use_id}/{subject}/{subject_id}")
def ask(use_id: Id, subject: Subject, subject_id: Id, desk: AtDesk) -> Response:
    """The form."""
    return _form(desk, (use_id, subject, subject_id), Form(FIELDS, {}))


@router.post(HOME + "/{use_id}/{subject}/{subject_id}")
def give(use_id: Id, subject: Subject, subject_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Say what one thinks; a second press only leads back."""
    form, about = Form(FIELDS, sent), (use_id, subject, subject_id)
    return desk.attempt(
        form,
        lambda: desk.make(sent, lambda session, actor, now: _give(desk, session, actor, now, about, form)),
        lambda again, status: _form(desk, about, again, status),
    )


@router.get("/ratings/{slug}")
def ratings(slug: Code, desk: AtDesk) -> Response:
    """What is thought of everything that enough people have used, the best first."""

    def found(session: Any, now: datetime) -> Context:
        community = named(session, slug)
        rows = feedback.ratings(session, slug=slug, now=now)
        known = feedback_uses.named(
            session, community=community.id, wanted=[(row.subject, row.subject_id) for row in rows]
        )
        by_subject = {subject: _ranked(rows, known, subject) for subject in SUBJECTS}
        return {"community": community, "subjects": {name: told for name, told in by_subject.items() if told}}

    return desk.show_public("ratings", found)


def _ranked(rows: list[Any], known: Any, subject: str) -> list[Context]:
    of_it = [row for row in rows if row.subject == subject and (subject, row.subject_id) in known]
    of_it.sort(key=lambda row: (-row.average_tenths, -row.count))
    return [{"row": row, "named": known[subject, row.subject_id]} for row in of_it]


def _own(desk: Desk, session: Any, actor: Actor, now: datetime, last: UUID | None) -> Context:
    vault = desk.office.vault
    # As themselves alone: who works for the office sees here what they said, not what all did.
    oneself = Actor(actor.community_id, member_id=actor.member_id)
    said = feedback.listed(session, actor=oneself, last=last, limit=MOST + 1)
    wanted = [(row.subject, row.subject_id) for row in said]
    known = feedback_uses.named(session, community=actor.community_id, wanted=wanted)
    return {
        "waiting": [] if last is not None else feedback_uses.waiting(session, actor=actor, vault=vault, now=now),
        "said": [
            {"row": row, "named": known.get((row.subject, row.subject_id)), "comment": feedback.comment_of(vault, row)}
            for row in said[:MOST]
        ],
        "last": said[MOST - 1].id if len(said) > MOST else None,
        "paged": last is not None,
    }


def _form(desk: Desk, about: About, form: Form, status: int = 200) -> Response:
    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        waiting = feedback_uses.waiting(session, actor=actor, vault=desk.office.vault, now=now)
        one = next((row for row in waiting if (row.use_id, row.subject, row.subject_id) == about), None)
        if one is None and form.refused is None:
            raise NotFound()
        return {"one": one, "form": form, "stars": range(1, 6)}

    return desk.show("opinion", shown, status)


def _give(desk: Desk, session: Any, actor: Actor, now: datetime, about: About, form: Form) -> str:
    use_id, subject, subject_id = about
    given: dict[str, Any] = {"use_id": str(use_id), "subject": subject, "subject_id": str(subject_id)}
    given |= {"comment": form.value("comment").strip()} | (
        {"stars": form.number("stars")} if form.value("stars") else {}
    )
    sent = read_as(FeedbackSent, given)
    opinion = Opinion(subject, subject_id, use_id, sent.stars, "web", sent.comment)
    feedback.give(session, actor=actor, vault=desk.office.vault, opinion=opinion, now=now)
    return HOME
