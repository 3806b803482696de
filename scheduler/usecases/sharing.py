"""Sharing one's own space: whose a space is, when its owner offers it, and what that earns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, calendar, queries
from scheduler.actors import AUDITOR, OFFICE, PROPERTY_STAFF, STAFF, Actor
from scheduler.covenant import SharingRules
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected, Stale
from scheduler.ids import new_id
from scheduler.models import Space, SpaceShare
from scheduler.states import OWN_CHANNELS, STAFF_CHANNELS
from scheduler.translation.sharing import minutes_within, offered_spans
from scheduler.usecases import supply
from scheduler.usecases.serving import runs
from scheduler.usecases.supply import WindowTerms

CREDITED = timedelta(days=365)
"""Over how long before a round sharing is counted."""
LONGEST_VIEW = 62
"""Most days that a calendar shows."""


@dataclass(frozen=True, slots=True)
class Offered:
    """An owner's offer: in which windows, from which date on, until which date if it ends."""

    windows: Sequence[WindowTerms]
    first: date
    last: date | None
    channel: str


class Day(NamedTuple):
    """Part of an owner's calendar: "offered", "used" by somebody, or "back" with the owner."""

    kind: str
    starts_at: datetime
    ends_at: datetime


def set_owner(
    session: Session, *, actor: Actor, space_id: UUID, version: int, member_id: UUID | None, now: datetime
) -> Space:
    """State whose own a space is, or that it is shared by all; from then on only its owner opens it to others.

    Raises
    ------
    NotFound, NotAllowed
        No such space or person; not for this person.
    Stale
        ``changed_meanwhile``.
    Conflict
        ``space_shared`` while its owner shares it.
    """
    if not actor.has(*STAFF):
        raise NotAllowed("not_for_this_role")
    space = queries.supply.space(session, actor.community_id, space_id)
    if space is None:
        raise NotFound()
    queries.supply.lock_site(session, supply.site_for(session, actor, space.site_id).id)
    session.refresh(space)
    if space.row_version != version:
        raise Stale("changed_meanwhile", "If-Match", str(version), str(space.row_version))
    if member_id is not None and queries.community.member(session, actor.community_id, member_id) is None:
        raise Rejected("unknown_id", "member_id", str(member_id), "a person of the community")
    if queries.sharing.coming(session, space.id, _today(session, space, now)):
        raise Conflict("space_shared", "space_id")
    space.owner_id = member_id
    space.row_version += 1
    supply.open_space(session, actor, space, [], "space.owner", now)
    return space


def offer(session: Session, *, actor: Actor, space_id: UUID, offered: Offered, now: datetime) -> SpaceShare:
    """Offer one's own space in windows; by its owner, or by staff on their behalf.

    Raises
    ------
    NotFound
        No such space for this person.
    Conflict
        ``space_shared`` already; ``space_not_owned``.
    Rejected
        A window, a date or a channel that cannot be.
    """
    space = _own_space(session, actor, space_id)
    queries.supply.lock_site(session, space.site_id)  # two offers at once follow one another
    _check(session, actor, space, offered, now)
    row = SpaceShare(
        id=new_id(),
        community_id=space.community_id,
        space_id=space.id,
        member_id=space.owner_id,
        windows=[_stored(window) for window in offered.windows],
        first=offered.first,
        last=offered.last,
        channel=offered.channel,
        operator_id=None if actor.member_id == space.owner_id else actor.account_id,
        offered_at=now,
    )
    session.add(row)
    session.flush()
    _open(session, actor, space, now)
    audit.record(session, row.community_id, actor.name, "share.offer", "share", row.id, now)
    return row


def end(session: Session, *, actor: Actor, share_id: UUID, last: date, now: datetime) -> SpaceShare:
    """End an offer with a date; what somebody uses by then stays theirs.

    Raises
    ------
    NotFound
        No such offer for this person.
    Conflict
        ``share_over``; ``share_in_use`` beyond that date, with the first date on which it can end.
    Rejected
        A date that is over.
    """
    row = _share(session, actor, share_id, lock=True)
    if row.state != "active":
        raise Conflict("share_over", "state", row.state, "active")
    zone = queries.community.one(session, row.community_id).zone
    today = calendar.date_of(now, zone)
    if last < max(today, row.first) or (row.last is not None and last > row.last):
        raise Rejected("out_of_range", "last", last.isoformat(), f"{max(today, row.first)} or later")
    used = queries.sharing.last_use(session, row.space_id, row.member_id, now)
    if used is not None and calendar.date_of(used, zone) > last:
        raise Conflict("share_in_use", "last", last.isoformat(), calendar.date_of(used, zone).isoformat())
    row.last, row.state, row.ended_at, row.row_version = last, "ended", now, row.row_version + 1
    session.flush()
    _open(session, actor, session.get_one(Space, row.space_id), now)
    audit.record(session, row.community_id, actor.name, "share.end", "share", row.id, now, {"last": last.isoformat()})
    return row


def listed(session: Session, *, actor: Actor, last: UUID | None = None, limit: int = 50) -> list[SpaceShare]:
    """Offers: all for the office and auditors, their sites' for property staff, else one's own."""
    if actor.has(*OFFICE, AUDITOR):
        return queries.sharing.shares(session, actor.community_id, last, limit)
    if actor.has(PROPERTY_STAFF):
        sites = sorted(actor.sites) if actor.sites else None
        return queries.sharing.shares(session, actor.community_id, last, limit, sites=sites)
    if actor.member_id is None:
        return []
    return queries.sharing.shares(session, actor.community_id, last, limit, member_id=actor.member_id)


def seen(session: Session, *, actor: Actor, share_id: UUID) -> SpaceShare:
    """An offer that this person may see.

    Raises
    ------
    NotFound
        If there is none.
    """
    return _share(session, actor, share_id, look=True)


def days(session: Session, *, actor: Actor, share_id: UUID, first: date, last: date) -> list[Day]:
    """An owner's calendar: when it is offered, used by somebody, and back with them; nobody is named.

    Raises
    ------
    NotFound, Rejected
        No such offer for this person; more days than can be shown.
    """
    row = _share(session, actor, share_id, look=True)
    if not first <= last <= first + timedelta(days=LONGEST_VIEW):
        raise Rejected("out_of_range", "last", last.isoformat(), f"at most {LONGEST_VIEW} days")
    zone = queries.community.one(session, row.community_id).zone
    since, until = calendar.instant_of(first, 0, zone), calendar.instant_of(last + timedelta(days=1), 0, zone)
    spans = _spans(session, row, max(first, row.first), min(last, row.last or last), zone)
    uses = queries.sharing.uses(session, row.space_id, row.member_id, since, until)
    back = [
        one for one in queries.sharing.call_backs(session, [row.id]) if one.starts_at < until and one.ends_at > since
    ]
    out = [Day("offered", *span) for span in spans]
    out += [Day("used", use.starts_at, use.ends_at) for use in uses]
    out += [Day("back", one.starts_at, one.ends_at) for one in back if one.state == "given_back"]
    return sorted(out, key=lambda day: (day.starts_at, day.kind))


def spans_offered(
    session: Session, row: SpaceShare, since: datetime, until: datetime
) -> list[tuple[datetime, datetime]]:
    """When an offer holds between two instants, from the day before on: an evening's window may reach into them."""
    zone = queries.community.one(session, row.community_id).zone
    first = max(row.first, calendar.date_of(since, zone) - timedelta(days=1))
    last = min(row.last or calendar.date_of(until, zone), calendar.date_of(until, zone))
    return [span for span in _spans(session, row, first, last, zone) if span[0] < until and span[1] > since]


def credit_points(session: Session, member_id: UUID, until: datetime, rules: SharingRules) -> int:
    """Points that somebody has for sharing their own space in the year before an instant."""
    since = until - CREDITED
    rows = queries.sharing.shared_since(session, member_id, since.date() - timedelta(days=1))
    if not rows:
        return 0
    zone = queries.community.one(session, rows[0].community_id).zone
    first, last = calendar.date_of(since, zone), calendar.date_of(until, zone)
    back = [(one.starts_at, one.ends_at) for one in queries.sharing.call_backs(session, [row.id for row in rows])]
    minutes = sum(
        minutes_within(
            _spans(session, row, max(first, row.first), min(last, row.last or last), zone), back, since, until
        )
        for row in rows
    )
    return min(rules.most_credit_points, minutes // (60 * rules.credit_hours))


def _spans(session: Session, row: SpaceShare, first: date, last: date, zone: str) -> list[tuple[datetime, datetime]]:
    return offered_spans(row.windows, first, last, queries.community.overrides(session, row.community_id), zone)


def _own_space(session: Session, actor: Actor, space_id: UUID) -> Space:
    """A space that its owner acts on, or staff for them."""
    space = queries.supply.space(session, actor.community_id, space_id)
    own = space is not None and space.owner_id is not None and actor.member_id == space.owner_id
    if space is None or not (own or runs(actor, space.site_id)):
        raise NotFound()
    if space.owner_id is None:
        raise Conflict("space_not_owned", "space_id")
    return space


def _share(session: Session, actor: Actor, share_id: UUID, lock: bool = False, look: bool = False) -> SpaceShare:
    """An offer that its owner acts on, or staff for them; auditors only look."""
    row = (queries.sharing.locked if lock else queries.sharing.one)(session, actor.community_id, share_id)
    if row is None:
        raise NotFound()
    space = session.get_one(Space, row.space_id)
    if actor.member_id == row.member_id or runs(actor, space.site_id) or (look and actor.has(AUDITOR)):
        return row
    raise NotFound()


def _check(session: Session, actor: Actor, space: Space, offered: Offered, now: datetime) -> None:
    allowed = OWN_CHANNELS if actor.member_id == space.owner_id else STAFF_CHANNELS
    if offered.channel not in allowed:
        raise Rejected("not_offered", "channel", offered.channel, ", ".join(allowed))
    if not 1 <= len(offered.windows) <= supply.MOST_WINDOWS:
        raise Rejected("out_of_range", "windows", len(offered.windows), f"1 to {supply.MOST_WINDOWS} windows")
    today = _today(session, space, now)
    if offered.first < today:
        raise Rejected("out_of_range", "first", offered.first.isoformat(), f"{today} or later")
    if offered.last is not None and offered.last < offered.first:
        raise Rejected("inverted_dates", "last", offered.last.isoformat(), f"{offered.first} or later")
    for other in queries.sharing.coming(session, space.id, today):
        before = other.last is not None and other.last < offered.first
        after = offered.last is not None and offered.last < other.first
        if not (before or after):
            raise Conflict("space_shared", "first", offered.first.isoformat())


def _open(session: Session, actor: Actor, space: Space, now: datetime) -> None:
    """Open a space in the windows of all offers that are not over."""
    terms = [
        replace(_terms(window), first=row.first, last=row.last)
        for row in queries.sharing.coming(session, space.id, _today(session, space, now))
        for window in row.windows
    ]
    supply.open_space(session, actor, space, terms, "space.share", now)


def _today(session: Session, space: Space, now: datetime) -> date:
    return calendar.date_of(now, queries.community.one(session, space.community_id).zone)


def _stored(window: WindowTerms) -> dict[str, object]:
    stored: dict[str, object] = {"days": window.days, "start": window.start, "end": window.end}
    if window.season != "any":
        stored["season"] = window.season
    if window.weekdays:
        stored["weekdays"] = list(window.weekdays)
    return stored


def _terms(stored: dict[str, object]) -> WindowTerms:
    return WindowTerms("open", **stored)  # type: ignore[arg-type]
