"""What becomes of a draft of the covenant: put to the council, taken back, adopted, rejected, withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import Actor
from scheduler.calendar import date_of
from scheduler.covenant.reading import read_settings, whole
from scheduler.errors import Conflict, NotAllowed, Rejected
from scheduler.models import Covenant, CovenantDraft
from scheduler.states import COVENANT_MOVES
from scheduler.translation.covenants import check_settings
from scheduler.usecases.covenants import changes_of, known_of, locked, newest, note

VOTED = ("adopt", "reject")
MOST_VOTES = 100_000
FARTHEST = timedelta(days=2 * 365)
"""How long after it was adopted a version may come into force at the latest."""


@dataclass(frozen=True, slots=True)
class Vote:
    """How the council voted, on which day, and where its minutes are."""

    votes_for: int
    votes_against: int
    abstained: int
    voted_on: date
    minutes: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """What goes with a move: a reason, the vote of an adoption or rejection, from when an adopted version holds.

    `annuls` says that versions which are adopted and whose day would not have come by then never come into force.
    """

    reason: str = ""
    vote: Vote | None = None
    in_force_from: datetime | None = None
    annuls: bool = False


def move(
    session: Session, *, actor: Actor, draft_id: UUID, action: str, resolution: Resolution, now: datetime
) -> CovenantDraft:
    """Move a draft by an action of `states.COVENANT_MOVES`.

    Raises
    ------
    NotFound, NotAllowed
        No such draft; not for this person.
    Conflict
        ``draft_not_ready``; ``draft_changes_nothing``; ``draft_outdated`` where another version came meanwhile.
    Rejected
        ``reason_missing``; ``vote_missing``, ``vote_not_carried``, ``vote_carried``, ``out_of_range``;
        ``covenant_in_the_past``, ``covenant_too_far``, ``covenant_overlaps``; a setting that cannot be any more, with
        its path.
    """
    row = locked(session, actor, draft_id)
    known = COVENANT_MOVES[action]
    if not actor.has(*known.actors):
        raise NotAllowed("not_for_this_role")
    if row.state not in known.before:
        raise Conflict("draft_not_ready", "state", row.state, ", ".join(known.before))
    if known.needs_reason and not resolution.reason.strip():
        raise Rejected("reason_missing", "reason", "", "a sentence")
    if action in VOTED:
        _record(session, row, _cast(session, row, action, resolution.vote, now), actor, now)
    if action == "propose":
        _propose(session, row, now)
    numbers = _adopt(session, row, resolution, now) if action == "adopt" else {}
    row.state, row.row_version = known.after, row.row_version + 1
    if action == "take_back":
        row.proposed_at = None
    row.reason = resolution.reason  # what people write stays out of the audit chain
    session.flush()
    note(session, actor, action, row, now, **numbers)
    return row


def _propose(session: Session, row: CovenantDraft, now: datetime) -> None:
    base = _current(session, row)
    if not changes_of(session, row) and (base.text_zh, base.text_en) == (row.text_zh, row.text_en):
        raise Conflict("draft_changes_nothing", "settings")
    # A site may have gone since the draft was written.
    check_settings(read_settings(row.settings), known_of(session, row.community_id))
    row.proposed_at = now


def _current(session: Session, row: CovenantDraft) -> Covenant:
    """The newest version, which the draft must be a change of, else it would undo what came meanwhile."""
    base = newest(session, row.community_id)
    if base.version != row.based_on:
        raise Conflict("draft_outdated", "based_on", row.based_on, str(base.version))
    return base


def _cast(session: Session, row: CovenantDraft, action: str, vote: Vote | None, now: datetime) -> Vote:
    """A vote that can have been: on the draft as it was put to the council, by somebody, and for what is recorded."""
    if vote is None:
        raise Rejected("vote_missing", "vote")
    for name in ("votes_for", "votes_against", "abstained"):
        count = getattr(vote, name)
        if not 0 <= count <= MOST_VOTES:
            raise Rejected("out_of_range", f"vote.{name}", count, f"a whole number from 0 to {MOST_VOTES}")
    carried = vote.votes_for > vote.votes_against
    if action == "adopt" and not carried:
        raise Rejected("vote_not_carried", "vote.votes_for", vote.votes_for, f"{vote.votes_against + 1} or more")
    if action == "reject" and carried:
        raise Rejected("vote_carried", "vote.votes_for", vote.votes_for, f"at most {vote.votes_against}")
    if not vote.minutes.strip():
        raise Rejected("missing_field", "vote.minutes")
    zone = queries.community.one(session, row.community_id).zone
    assert row.proposed_at is not None
    first, today = date_of(row.proposed_at, zone), date_of(now, zone)
    if not first <= vote.voted_on <= today:
        raise Rejected("out_of_range", "vote.voted_on", vote.voted_on.isoformat(), f"{first} to {today}")
    return vote


def _record(session: Session, row: CovenantDraft, vote: Vote, actor: Actor, now: datetime) -> None:
    for name in Vote.__slots__:
        setattr(row, name, getattr(vote, name))
    row.decided_at, row.decided_by = now, actor.account_id


def _adopt(session: Session, row: CovenantDraft, resolution: Resolution, now: datetime) -> dict[str, Any]:
    """Make a draft the next version; what goes into the audit chain about it."""
    queries.covenants.lock(session, row.community_id)
    base, since = _current(session, row), resolution.in_force_from
    if since is None:
        raise Rejected("missing_field", "in_force_from")
    if since < now:
        raise Rejected("covenant_in_the_past", "in_force_from", since.isoformat(), f"{now.isoformat()} or later")
    if since > now + FARTHEST:
        allowed = f"{(now + FARTHEST).isoformat()} or earlier"
        raise Rejected("covenant_too_far", "in_force_from", since.isoformat(), allowed)
    if since <= base.in_force_from and not (resolution.annuls and base.in_force_from > now):
        allowed = f"a time after {base.in_force_from.isoformat()}"
        raise Rejected("covenant_overlaps", "in_force_from", since.isoformat(), allowed)
    settings = read_settings(row.settings)
    check_settings(settings, known_of(session, row.community_id))
    vote = {name: getattr(row, name) for name in Vote.__slots__}
    version = Covenant(
        community_id=row.community_id,
        version=base.version + 1,
        settings=whole(settings),
        text_zh=row.text_zh,
        text_en=row.text_en,
        in_force_from=since,
        **vote,
    )
    session.add(version)
    row.version, row.in_force_from = version.version, since
    counts = {name: vote[name] for name in ("votes_for", "votes_against", "abstained")}
    session.flush()
    annulled = {"annuls": True} if since <= base.in_force_from else {}
    return {"version": version.version, "in_force_from": since.isoformat(), **counts, **annulled}
