"""Sites, spaces and their windows: what staff state about what is shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import ADMIN, COORDINATOR, PROPERTY_STAFF, Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected, Stale
from scheduler.ids import new_id
from scheduler.models import ClosedPeriod, Resource, Site, Space, TidalWindow
from scheduler.translation.rules import check_closure, check_window
from scheduler.translation.site_limits import check_site
from scheduler.usecases.members import PARTIES, SIZES

KINDS = ("compound", "tower")
PURPOSES = ("open", "curfew", "leave_by")
CLOSURES = ("closure", "suspension")
MOST_WINDOWS = 50


@dataclass(frozen=True, slots=True)
class SiteTerms:
    """A new site; a place on the map has its datum."""

    code: str
    name_zh: str
    name_en: str
    kind: str
    gate_limit: int | None = None
    outside_cap: int | None = None
    datum: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class SpaceTerms:
    """A new space of a site."""

    code: str
    size: str = "standard"
    ev: bool = False
    accessible: bool = False
    reserved_for: Sequence[str] = ()
    bookable: bool = True


@dataclass(frozen=True, slots=True)
class WindowTerms:
    """A rule of the clock of a site or space; a leave-by time has no end."""

    purpose: str
    start: str
    end: str = ""
    days: str = "every"
    season: str = "any"
    weekdays: Sequence[int] = ()
    first: date | None = None
    last: date | None = None


def add_site(session: Session, *, actor: Actor, terms: SiteTerms, now: datetime) -> Site:
    """A new site of the community.

    Raises
    ------
    NotAllowed, Conflict, Rejected
        Not for this person; code in use; a value that cannot be.
    """
    if not actor.has(ADMIN, COORDINATOR):
        raise NotAllowed("not_for_this_role")
    check_offered("kind", [terms.kind], KINDS)
    fields = asdict(terms)
    check_site(fields)
    if any(site.code == terms.code for site in queries.supply.sites_of(session, actor.community_id)):
        raise Conflict("code_in_use", "code", terms.code)
    row = Site(id=new_id(), community_id=actor.community_id, **fields)
    session.add(row)
    session.flush()
    audit.record(session, actor.community_id, actor.name, "site.add", "site", row.id, now, {"code": row.code})
    return row


def add_space(session: Session, *, actor: Actor, site_id: UUID, terms: SpaceTerms, now: datetime) -> Space:
    """A new space of a site.

    Raises
    ------
    NotFound, NotAllowed, Rejected, Conflict
        No such site; not for this person; a size or party that there is not; code in use.
    """
    site = locked(session, actor, site_id)
    check_offered("size", [terms.size], SIZES)
    check_offered("reserved_for", terms.reserved_for, PARTIES)
    if queries.supply.space_by_code(session, actor.community_id, terms.code) is not None:
        raise Conflict("code_in_use", "code", terms.code)
    fields = {**asdict(terms), "reserved_for": list(dict.fromkeys(terms.reserved_for))}
    row_id = new_id()
    resource = Resource(community_id=actor.community_id, kind="space", subject_id=row_id)
    session.add(resource)
    session.flush()
    row = Space(id=row_id, community_id=actor.community_id, site_id=site.id, resource_id=resource.id, **fields)
    session.add(row)
    touch(session, actor, site, "space.add", now, space=row.code)
    return row


def set_windows(
    session: Session,
    *,
    actor: Actor,
    site_id: UUID,
    version: int,
    windows: Sequence[WindowTerms],
    now: datetime,
    space_id: UUID | None = None,
) -> Site:
    """Replace all windows of a site, or of one of its spaces; none for a space means the site's own.

    Raises
    ------
    NotFound, NotAllowed, Stale, Rejected, Conflict
        No such site or space; not for this person; changed meanwhile; a window that cannot be; ``space_is_owned``.
    """
    site = versioned(session, actor, site_id, version)
    if (space := _space_of(session, site, space_id)) is not None and space.owner_id is not None:
        raise Conflict("space_is_owned", "space_id")
    if len(windows) > MOST_WINDOWS:
        raise Rejected("out_of_range", "windows", len(windows), f"at most {MOST_WINDOWS} windows")
    rows = [_window(site.id, space_id, at, terms) for at, terms in enumerate(windows)]
    queries.supply.drop_windows(session, site.id, space_id)
    session.add_all(rows)
    touch(session, actor, site, "windows.set", now, count=len(rows))
    return site


def open_space(
    session: Session, actor: Actor, space: Space, windows: Sequence[WindowTerms], action: str, now: datetime
) -> None:
    """Replace the windows of somebody's own space by those in which they share it; none closes it to others.

    Raises
    ------
    Rejected
        The first window that cannot be.
    """
    site = queries.supply.lock_site(session, space.site_id)
    rows = [_window(site.id, space.id, at, terms) for at, terms in enumerate(windows)]
    queries.supply.drop_windows(session, site.id, space.id)
    session.add_all(rows)
    touch(session, actor, site, action, now, count=len(rows))


def close(
    session: Session, *, actor: Actor, site_id: UUID, version: int, terms: Mapping[str, Any], now: datetime
) -> ClosedPeriod:
    """Close a site or a space on some dates; `terms` are `first`, `last`, `start`, `end`, `kind`, `reason`, `space_id`.

    Raises
    ------
    NotFound, NotAllowed, Stale, Rejected
        No such site or space; not for this person; changed meanwhile; a value that cannot be.
    """
    site = versioned(session, actor, site_id, version)
    space_id = terms.get("space_id")
    _space_of(session, site, space_id)
    check_offered("kind", [terms.get("kind", "closure")], CLOSURES)
    row = ClosedPeriod(
        id=new_id(),
        site_id=site.id,
        space_id=space_id,
        first=terms["first"],
        last=terms["last"],
        start_clock=terms.get("start", "00:00"),
        end_clock=terms.get("end", "24:00"),
        kind=terms.get("kind", "closure"),
        reason=terms.get("reason", ""),
    )
    check_closure(row)
    session.add(row)
    touch(session, actor, site, "site.close", now, first=row.first.isoformat(), last=row.last.isoformat())
    return row


def reopen(session: Session, *, actor: Actor, site_id: UUID, closure_id: UUID, now: datetime) -> Site:
    """Take a closure back.

    Raises
    ------
    NotFound, NotAllowed
        No such site or closure; not for this person.
    """
    site = locked(session, actor, site_id)
    row = session.get(ClosedPeriod, closure_id)
    if row is None or row.site_id != site.id:
        raise NotFound()
    session.delete(row)
    touch(session, actor, site, "site.reopen", now, first=row.first.isoformat(), last=row.last.isoformat())
    return site


def site_for(session: Session, actor: Actor, site_id: UUID) -> Site:
    """A site that this person runs: property staff their own, the office all.

    Raises
    ------
    NotFound, NotAllowed
        No such site, or another's; not for this role at all.
    """
    if not actor.has(ADMIN, COORDINATOR, PROPERTY_STAFF):
        raise NotAllowed("not_for_this_role")
    site = queries.supply.site(session, actor.community_id, site_id)
    if site is None:
        raise NotFound()
    if not actor.has(ADMIN, COORDINATOR) and actor.sites and site.id not in actor.sites:
        raise NotFound()
    return site


def locked(session: Session, actor: Actor, site_id: UUID) -> Site:
    """A site that this person runs, kept from other writers: what is remembered of its hours goes by its version.

    Raises
    ------
    NotFound, NotAllowed
        No such site, or another's; not for this role at all.
    """
    site_for(session, actor, site_id)
    return queries.supply.lock_site(session, site_id)


def versioned(session: Session, actor: Actor, site_id: UUID, version: int) -> Site:
    """A site at the version that somebody has seen, kept from other writers.

    Raises
    ------
    NotFound, NotAllowed, Stale
        No such site; not for this person; changed meanwhile.
    """
    site = locked(session, actor, site_id)
    if site.row_version != version:
        raise Stale("changed_meanwhile", "If-Match", str(version), str(site.row_version))
    return site


def check_offered(field: str, values: Sequence[str], allowed: Sequence[str]) -> None:
    """Refuse a value that is not among those that there are.

    Raises
    ------
    Rejected
        ``not_offered``.
    """
    for value in values:
        if value not in allowed:
            raise Rejected("not_offered", field, value, ", ".join(allowed))


def _space_of(session: Session, site: Site, space_id: UUID | None) -> Space | None:
    space = None if space_id is None else queries.supply.space(session, site.community_id, space_id)
    if space_id is not None and (space is None or space.site_id != site.id):
        raise NotFound()
    return space


def _window(site_id: UUID, space_id: UUID | None, at: int, terms: WindowTerms) -> TidalWindow:
    if terms.purpose not in PURPOSES:
        raise Rejected("not_offered", f"windows.{at}.purpose", terms.purpose, ", ".join(PURPOSES))
    if space_id is not None and terms.purpose != "open":
        raise Rejected("not_offered", f"windows.{at}.purpose", terms.purpose, "open")
    row = TidalWindow(
        id=new_id(),
        site_id=site_id,
        space_id=space_id,
        purpose=terms.purpose,
        position=at,
        days=terms.days,
        season=terms.season,
        weekdays=list(terms.weekdays),
        first=terms.first,
        last=terms.last,
        start_clock=terms.start,
        end_clock=terms.end,
    )
    check_window(row, f"windows.{at}")
    return row


def touch(session: Session, actor: Actor, site: Site, action: str, now: datetime, **details: Any) -> None:
    """Raise the version of a site, and tell of a change in it."""
    site.row_version += 1
    session.flush()
    audit.record(session, site.community_id, actor.name, action, "site", site.id, now, details)
