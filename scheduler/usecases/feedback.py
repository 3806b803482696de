"""Stars 星级 and comments after a use: of the site, the room, the organisation or the shift; once for each use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import AUDITOR, OFFICE, PROPERTY_STAFF, Actor
from scheduler.covenant import FeedbackRules, settings_of
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected
from scheduler.ids import new_id
from scheduler.models import Feedback, Member
from scheduler.models.council import SUBJECTS
from scheduler.privacy import Vault, without_numbers
from scheduler.queries.feedback import Used
from scheduler.states import OWN_CHANNELS, STAFF_CHANNELS
from scheduler.usecases.applications import mark_of
from scheduler.usecases.serving import may_ask_for

COMMENT = "feedback.comment"


@dataclass(frozen=True, slots=True)
class Opinion:
    """Stars from one to five and perhaps a comment, on something that was used by `use_id` (a right, booking or seat).

    `member_id` is whose opinion it is, where staff write it down for them.
    """

    subject: str
    subject_id: UUID
    use_id: UUID
    stars: int
    channel: str
    comment: str = ""
    member_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Rated:
    """What something is thought of: how many answers, their average in tenths, how many of each number of stars."""

    subject: str
    subject_id: UUID
    count: int
    average_tenths: int
    stars: tuple[int, ...]


def give(session: Session, *, actor: Actor, vault: Vault, opinion: Opinion, now: datetime) -> Feedback:
    """Say what one thinks of something that one has used.

    Raises
    ------
    NotFound, NotAllowed
        No such use for this person, or not of this thing; ``own_organisation``.
    Conflict
        ``feedback_given`` already; ``feedback_too_late``.
    Rejected
        Stars, a subject or a channel that cannot be.
    """
    member = _member(session, actor, opinion.member_id)
    _check(actor, member, opinion)
    used = queries.feedback.used(session, actor.community_id, opinion.use_id, now)
    if used is None or not _took_part(vault, used, member) or not _is_of(used, opinion):
        raise NotFound()
    if opinion.subject == "organisation" and _is_own(used, member):
        raise NotAllowed("own_organisation", "subject_id")
    within = timedelta(days=_rules(session, actor, now).within_days)
    if now > used.ended_at + within:
        raise Conflict("feedback_too_late", "use_id", None, f"within {within.days} days")
    if queries.feedback.given(session, member.id, opinion.use_id, opinion.subject) is not None:
        raise Conflict("feedback_given", "use_id")
    row = Feedback(
        id=new_id(),
        community_id=actor.community_id,
        member_id=member.id,
        subject=opinion.subject,
        subject_id=opinion.subject_id,
        use_id=opinion.use_id,
        stars=opinion.stars,
        channel=opinion.channel,
        operator_id=None if actor.member_id == member.id else actor.account_id,
        given_at=now,
    )
    if opinion.comment.strip():
        row.comment_cipher = vault.seal(opinion.comment.strip(), COMMENT, row.id)
    queries.feedback.add(session, row)
    details = {"subject": row.subject, "of": str(row.subject_id), "stars": row.stars}
    audit.record(session, row.community_id, actor.name, "feedback.give", "feedback", row.id, now, details)
    return row


def hide(session: Session, *, actor: Actor, feedback_id: UUID, reason: str, now: datetime) -> Feedback:
    """Leave an answer out of the averages, because it names people or was not written by who used it.

    Raises
    ------
    NotFound, NotAllowed, Conflict, Rejected
        None of the community; not for this person; hidden already; no reason.
    """
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    row = queries.feedback.one(session, actor.community_id, feedback_id)
    if row is None:
        raise NotFound()
    if not reason.strip():
        raise Rejected("reason_missing", "reason", "", "a sentence")
    if row.hidden_at is not None:
        raise Conflict("feedback_hidden", "feedback_id")
    row.hidden_at, row.hidden_by, row.reason = now, actor.account_id, reason.strip()
    audit.record(session, row.community_id, actor.name, "feedback.hide", "feedback", row.id, now)
    return row


def listed(session: Session, *, actor: Actor, last: UUID | None = None, limit: int = 50) -> list[Feedback]:
    """What was said: all for the office and auditors, of their sites for property staff, else what one said oneself."""
    if actor.has(*OFFICE, AUDITOR):
        return queries.feedback.part(session, actor.community_id, last, limit)
    if actor.has(PROPERTY_STAFF):
        sites = None if not actor.sites else sorted(actor.sites)
        return queries.feedback.part(session, actor.community_id, last, limit, sites=sites)
    if actor.member_id is None:
        return []
    return queries.feedback.part(session, actor.community_id, last, limit, member_id=actor.member_id)


def forget(session: Session, *, community: UUID, now: datetime) -> int:
    """Throw away what was said longer ago than the covenant keeps it; how many answers there were."""
    covenant = queries.community.covenant_in_force(session, community, now)
    kept = settings_of({} if covenant is None else covenant.settings).retention.feedback_days
    return queries.feedback.sweep(session, community, now - timedelta(days=kept))


def comment_of(vault: Vault, row: Feedback) -> str:
    """What somebody wrote beside their stars, without telephone and identity numbers."""
    return "" if row.comment_cipher is None else without_numbers(vault.open_sealed(row.comment_cipher, COMMENT, row.id))


def ratings(session: Session, *, slug: str, now: datetime) -> list[Rated]:
    """What is thought of everything that enough people have used.

    Raises
    ------
    NotFound
        No such community.
    """
    community = queries.community.by_slug(session, slug)
    if community is None:
        raise NotFound()
    covenant = queries.community.covenant_in_force(session, community.id, now)
    least = (FeedbackRules() if covenant is None else settings_of(covenant.settings).feedback).least_count
    return rated(session, community.id, least)


def rated(
    session: Session, community: UUID, least: int, since: datetime | None = None, until: datetime | None = None
) -> list[Rated]:
    """What is thought of everything that at least so many people answered for, in all or in a period."""
    found = queries.feedback.ratings(session, community, since, until)
    return [
        Rated(one.subject, one.subject_id, one.count, (20 * one.total + one.count) // (2 * one.count), one.stars)
        for one in found
        if one.people >= least
    ]


def _member(session: Session, actor: Actor, member_id: UUID | None) -> Member:
    wanted = member_id or actor.member_id
    found = None if wanted is None else queries.community.member(session, actor.community_id, wanted)
    if found is None or not may_ask_for(session, actor, found.id):
        raise NotFound()
    return found


def _check(actor: Actor, member: Member, opinion: Opinion) -> None:
    if not 1 <= opinion.stars <= 5:
        raise Rejected("out_of_range", "stars", opinion.stars, "a whole number from 1 to 5")
    if opinion.subject not in SUBJECTS:
        raise Rejected("not_offered", "subject", opinion.subject, ", ".join(SUBJECTS))
    allowed = OWN_CHANNELS if actor.member_id == member.id else STAFF_CHANNELS
    if opinion.channel not in allowed:
        raise Rejected("not_offered", "channel", opinion.channel, ", ".join(allowed))


def _took_part(vault: Vault, used: Used, member: Member) -> bool:
    """Whether somebody asked for a use themselves, or is one of the group that had it."""
    return member.id == used.member_id or (bool(used.marks) and mark_of(vault, member) in used.marks)


def _is_own(used: Used, member: Member) -> bool:
    """Whether somebody asked for an organisation, or belongs to it: that is no opinion on it."""
    return member.id == used.member_id or member.organisation_id == used.organisation_id


def _is_of(used: Used, opinion: Opinion) -> bool:
    places = {"site": used.sites, "room": used.rooms, "shift": used.shifts}
    if opinion.subject in places:
        return opinion.subject_id in places[opinion.subject]
    return opinion.subject == "organisation" and opinion.subject_id == used.organisation_id


def _rules(session: Session, actor: Actor, now: datetime) -> FeedbackRules:
    covenant = queries.community.covenant_in_force(session, actor.community_id, now)
    if covenant is None:
        raise Conflict("no_covenant")
    return settings_of(covenant.settings).feedback
