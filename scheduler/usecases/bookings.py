"""Single bookings of what a published plan leaves free: instant, guarded by the database itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import AUDITOR, OFFICE, PROPERTY_STAFF, STAFF, Actor
from scheduler.covenant import BookingRules, CovenantSettings, settings_of
from scheduler.db import conflict_of
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected, Stale
from scheduler.ids import new_id, new_receipt
from scheduler.models import Booking, Site, Space
from scheduler.queries.bookings import Wanted
from scheduler.states import OWN_CHANNELS, STAFF_CHANNELS
from scheduler.tariffs import total
from scheduler.translation.openings import SingleUse, single_use, single_uses
from scheduler.translation.standing import most_at_once
from scheduler.usecases import blocks
from scheduler.usecases.booking_prices import keep, lines_of
from scheduler.usecases.serving import may_ask_for, runs, vehicle_for


@dataclass(frozen=True, slots=True)
class Free:
    """A space that could be booked for a span, and what that costs in fen."""

    site: Site
    space: Space
    fen: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """From `starts_at` until (excluding) `ends_at`, whole minutes."""

    starts_at: datetime
    ends_at: datetime


def search(
    session: Session, *, actor: Actor, vehicle_id: UUID, span: Span, now: datetime, site_id: UUID | None = None
) -> list[Free]:
    """Spaces that a vehicle could book for a span, by site and code.

    Raises
    ------
    NotFound, Rejected
        No such vehicle or site for this person; a span that cannot be.
    """
    vehicle = vehicle_for(session, actor, vehicle_id)
    covenant = queries.community.covenant_in_force(session, actor.community_id, now)
    rules = _rules(None if covenant is None else covenant.settings)
    _check_span(rules.booking, span, now)
    zone = queries.community.one(session, actor.community_id).zone
    sites = queries.supply.sites_of(session, actor.community_id)
    if site_id is not None:
        sites = [site for site in sites if site.id == site_id]
        if not sites:
            raise NotFound()
    uses = single_uses(session, sites, vehicle, rules.parking, zone, span.starts_at, span.ends_at)
    out = []
    for site in sites:
        use = uses[site.id]
        spaces = [space for space in queries.supply.spaces_of(session, site.id) if space.bookable]
        free = _free_at(session, site, spaces, use, rules, span)
        fen = total(lines_of(session, rules.fees, site, vehicle, span.starts_at, span.ends_at)) if free else 0
        out += [Free(site, space, fen) for space in free]
    return out


def book(
    session: Session,
    *,
    actor: Actor,
    vehicle_id: UUID,
    space_id: UUID,
    span: Span,
    channel: str,
    now: datetime,
) -> Booking:
    """Take a space for a vehicle; the answer is final.

    Raises
    ------
    NotFound
        No such vehicle or space for this person.
    Rejected
        A span that cannot be; a rule of the space is against it (its code).
    Conflict
        ``vehicle_blocked``, ``space_taken``, ``vehicle_busy``, ``owner_reserve``, ``outside_cap``,
        ``too_many_bookings``.
    """
    wanted = queries.bookings.wanted(session, actor.community_id, vehicle_id, space_id, now)
    if wanted is None or not wanted.bookable or not may_ask_for(session, actor, wanted.member_id):
        raise NotFound()
    _check_channel(actor, wanted.member_id, channel)
    blocks.check(session, actor.community_id, wanted.blocked_until)
    rules = _rules(wanted.settings)
    _check_span(rules.booking, span, now)
    use = single_use(session, wanted.site, wanted, rules.parking, wanted.zone, span.starts_at, span.ends_at)
    rule = use.obstacle(wanted.space_code)
    if rule is not None:
        raise Rejected(rule, "space_id", allowed="a space open and suitable at that time")
    most = rules.booking.most_open_bookings
    if queries.bookings.open_count(session, actor.community_id, wanted.member_id, now) >= most:
        raise Conflict("too_many_bookings", "vehicle_id", allowed=str(most))
    _check_site(session, use, wanted, space_id, rules, span)
    made = Booking(
        id=new_id(),
        community_id=actor.community_id,
        resource_id=wanted.space_resource,
        member_id=wanted.member_id,
        vehicle_id=wanted.vehicle_id,
        receipt=new_receipt(),
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        state="confirmed",
        channel=channel,
        operator_id=None if actor.member_id == wanted.member_id else actor.account_id,
        created_at=now,
        row_version=1,
        noisy=False,
    )
    queries.bookings.add(session, made)
    _occupy(session, made, wanted, rules)
    keep(session, actor, rules.fees, made, space_id, now)
    audit.record(session, made.community_id, actor.name, "booking.make", "booking", made.id, now)
    return made


def cancel(session: Session, *, actor: Actor, booking_id: UUID, version: int | None, now: datetime) -> Booking:
    """Give a booking back before it ends; what is over stays.

    Raises
    ------
    NotFound, NotAllowed, Stale, Conflict
        No such booking for this person; only to be looked at; changed meanwhile; cancelled or over already.
    """
    row = queries.bookings.locked(session, actor.community_id, booking_id)
    if row is None or not _may_see(session, actor, row):
        raise NotFound()
    if row.member_id != actor.member_id and not actor.has(*STAFF):
        raise NotAllowed("not_for_this_role")
    if version is not None and row.row_version != version:
        raise Stale("changed_meanwhile", "If-Match", str(version), str(row.row_version))
    if row.state != "confirmed" or row.ends_at <= now:
        raise Conflict("booking_is_over", "state", row.state, "a confirmed booking that is not over")
    row.state, row.cancelled_at, row.row_version = "cancelled", now, row.row_version + 1
    session.flush()
    queries.occupation.free_booking(session, row.id)
    audit.record(session, row.community_id, actor.name, "booking.cancel", "booking", row.id, now)
    return row


def seen(session: Session, *, actor: Actor, booking_id: UUID) -> Booking:
    """A booking that this person may see.

    Raises
    ------
    NotFound
        If there is none.
    """
    row = queries.bookings.one(session, actor.community_id, booking_id)
    if row is None or not _may_see(session, actor, row):
        raise NotFound()
    return row


def listed(
    session: Session, *, actor: Actor, last: UUID | None = None, limit: int = 50, newest: bool = True
) -> list[Booking]:
    """Bookings: a person's own; all for the office and auditors, for property staff their sites'."""
    if actor.has(*STAFF, AUDITOR):
        bound = actor.has(PROPERTY_STAFF) and actor.sites and not actor.has(*OFFICE, AUDITOR)
        sites = sorted(actor.sites) if bound else None
        return queries.bookings.of_community(session, actor.community_id, last, limit, sites, newest)
    if actor.member_id is None:
        return []
    return queries.bookings.of_member(session, actor.member_id, last, limit, newest)


def _may_see(session: Session, actor: Actor, row: Booking) -> bool:
    """One's own; those of the people that staff serve, and those at their sites."""
    if actor.has(AUDITOR) or may_ask_for(session, actor, row.member_id):
        return True
    return actor.has(PROPERTY_STAFF) and runs(actor, queries.supply.site_of_resource(session, row.resource_id))


def _rules(settings: Mapping[str, Any] | None) -> CovenantSettings:
    if settings is None:
        raise Conflict("no_covenant")
    return settings_of(settings)


def _check_channel(actor: Actor, member_id: UUID, channel: str) -> None:
    allowed = OWN_CHANNELS if actor.member_id == member_id else STAFF_CHANNELS
    if channel not in allowed:
        raise Rejected("not_offered", "channel", channel, ", ".join(allowed))


def _check_span(rules: BookingRules, span: Span, now: datetime) -> None:
    for name, moment in (("starts_at", span.starts_at), ("ends_at", span.ends_at)):
        if moment.second or moment.microsecond:
            raise Rejected("not_whole_minutes", name, moment.isoformat(), "a whole minute")
    if span.ends_at <= span.starts_at:
        raise Rejected("empty_span", "ends_at", span.ends_at.isoformat(), "a later instant than starts_at")
    minutes = (span.ends_at - span.starts_at).total_seconds() / 60
    if not rules.shortest_minutes <= minutes <= rules.longest_minutes:
        allowed = f"{rules.shortest_minutes} to {rules.longest_minutes} minutes"
        raise Rejected("span_length", "ends_at", span.ends_at.isoformat(), allowed)
    if span.starts_at < now.replace(second=0, microsecond=0):
        raise Rejected("in_the_past", "starts_at", span.starts_at.isoformat(), "now or later")
    if span.starts_at > now + timedelta(days=rules.most_days_ahead):
        raise Rejected("too_far_ahead", "starts_at", span.starts_at.isoformat(), f"within {rules.most_days_ahead} days")


def _free_at(
    session: Session, site: Site, spaces: list[Space], use: SingleUse, rules: CovenantSettings, span: Span
) -> list[Space]:
    suitable = [space for space in spaces if use.obstacle(space.code) is None]
    if not suitable:
        return []
    guard = timedelta(minutes=rules.parking.guard_minutes)
    taken = queries.bookings.taken_at(session, site.id, span.starts_at, span.ends_at + guard)
    busy = {row.space_id for row in taken}
    room = use.room(rules.parking.reserve_percent) - most_at_once(taken, span.starts_at, span.ends_at)
    return [space for space in suitable if space.id not in busy] if room > 0 else []


def _check_site(
    session: Session, use: SingleUse, wanted: Wanted, space_id: UUID, rules: CovenantSettings, span: Span
) -> None:
    """The owner reserve and the cap of outside vehicles, for the whole span; the site is locked meanwhile."""
    site = wanted.site.id
    taken = queries.bookings.taken_at(session, site, span.starts_at, span.ends_at)
    if any(row.space_id == space_id for row in taken):
        raise Conflict("space_taken", "space_id")  # else the last space of a site would be told as the reserve
    if most_at_once(taken, span.starts_at, span.ends_at) >= use.room(rules.parking.reserve_percent):
        raise Conflict("owner_reserve", "space_id", allowed="a site with more than its owners' reserve free")
    if wanted.party == "outside":
        outside = queries.bookings.taken_at(session, site, span.starts_at, span.ends_at, party="outside")
        cap = wanted.outside_cap
        if cap is None:
            cap = use.spaces * rules.parking.outside_percent // 100
        if most_at_once(outside, span.starts_at, span.ends_at) >= cap:
            raise Conflict("outside_cap", "space_id", allowed="a site that takes more outside vehicles")


def _occupy(session: Session, made: Booking, wanted: Wanted, rules: CovenantSettings) -> None:
    guard = timedelta(minutes=rules.parking.guard_minutes)
    common = {"starts_at": made.starts_at, "active": True, "booking_id": made.id}
    takings = [
        ("space_taken", wanted.space_resource, made.ends_at + guard),
        ("vehicle_busy", wanted.vehicle_resource, made.ends_at),
    ]
    for code, resource, until in takings:
        try:
            queries.occupation.occupy(session, [{**common, "resource_id": resource, "ends_at": until}])
        except DBAPIError as error:
            if conflict_of(error) == "occupation_no_overlap":
                raise Conflict(code, "space_id" if code == "space_taken" else "vehicle_id") from error
            raise
