"""Sites and spaces as they change: names and limits, many spaces at once, sites that swap spaces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import OFFICE, Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected, Stale
from scheduler.ids import new_id
from scheduler.models import PartnerSites, Resource, Site, Space
from scheduler.translation import site_limits
from scheduler.usecases import supply
from scheduler.usecases.members import PARTIES, SIZES
from scheduler.usecases.supply import KINDS, SpaceTerms

MOST_AT_ONCE = 500


def amend_site(
    session: Session, *, actor: Actor, site_id: UUID, version: int, changes: Mapping[str, Any], now: datetime
) -> Site:
    """Change what is stated of a site, but its code; rights that were given stay.

    Raises
    ------
    NotFound, NotAllowed, Stale, Rejected
        No such site; not for this person; changed meanwhile; a value that cannot be.
    """
    _office_only(actor)
    row = supply.versioned(session, actor, site_id, version)
    supply.check_offered("kind", [changes.get("kind", row.kind)], KINDS)
    site_limits.check_site({name: changes.get(name, getattr(row, name)) for name in site_limits.CHECKED})
    changed = _set(row, changes)
    if changed:
        supply.touch(session, actor, row, "site.amend", now, fields=changed)
    return row


def add_spaces(
    session: Session, *, actor: Actor, site_id: UUID, codes: Sequence[str], alike: SpaceTerms, now: datetime
) -> list[Space]:
    """Several new spaces of a site, all alike but for their codes; all of them or none.

    Raises
    ------
    NotFound, NotAllowed, Rejected, Conflict
        No such site; not for this person; a value that cannot be; the first code in use.
    """
    site = supply.locked(session, actor, site_id)
    if not 1 <= len(codes) <= MOST_AT_ONCE:
        raise Rejected("out_of_range", "number", len(codes), f"a whole number from 1 to {MOST_AT_ONCE}")
    _check_space(alike.size, alike.reserved_for)
    twice = {code for code, times in Counter(codes).items() if times > 1}
    taken = sorted(twice | queries.places.codes_in_use(session, actor.community_id, codes))
    if taken:
        raise Conflict("code_in_use", "code", taken[0])
    made = [_space(session, site, code, alike) for code in codes]
    supply.touch(session, actor, site, "spaces.add", now, count=len(made))
    return made


def amend_space(
    session: Session, *, actor: Actor, space_id: UUID, version: int, changes: Mapping[str, Any], now: datetime
) -> Space:
    """Change what is stated of a space, but its code and owner; rights that were given stay.

    Raises
    ------
    NotFound, NotAllowed, Stale, Rejected
        No such space; not for this person; changed meanwhile; a size or party that there is not.
    """
    found = queries.supply.space(session, actor.community_id, space_id)
    if found is None:
        raise NotFound()
    site = supply.locked(session, actor, found.site_id)
    session.refresh(found)
    if found.row_version != version:
        raise Stale("changed_meanwhile", "If-Match", str(version), str(found.row_version))
    reserved_for = list(dict.fromkeys(changes.get("reserved_for", found.reserved_for)))
    _check_space(changes.get("size", found.size), reserved_for)
    changed = _set(found, {**changes, "reserved_for": reserved_for})
    if changed:
        found.row_version += 1
        supply.touch(session, actor, site, "space.amend", now, space=found.code, fields=changed)
    return found


def pair(
    session: Session, *, actor: Actor, site_id: UUID, partner_id: UUID, version: int, tolerance: int, now: datetime
) -> Site:
    """State that two sites swap spaces, or with which tolerance: rights received less rights given.

    Raises
    ------
    NotFound, NotAllowed, Stale, Rejected
        No such site; not for this person; the site changed meanwhile; a site with itself or with none of the community;
        a tolerance that no plan knows.
    """
    _office_only(actor)
    site, other = _both(session, actor, site_id, partner_id, version)
    if other is None or other.id == site.id:
        raise Rejected("unknown_id", "partner_id", str(partner_id), "another site")
    site_limits.check_count("tolerance", tolerance)
    row = _pair_of(session, site, other.id) or PartnerSites(a_id=site.id, b_id=other.id)
    row.tolerance = tolerance
    session.add(row)
    other.row_version += 1
    supply.touch(session, actor, site, "site.pair", now, partner=str(other.id), tolerance=tolerance)
    return site


def part(session: Session, *, actor: Actor, site_id: UUID, partner_id: UUID, version: int, now: datetime) -> Site:
    """State that two sites swap spaces no longer.

    Raises
    ------
    NotFound, NotAllowed, Stale
        No such site or pair; not for this person; the site changed meanwhile.
    """
    _office_only(actor)
    site, other = _both(session, actor, site_id, partner_id, version)
    row = _pair_of(session, site, partner_id)
    if row is None or other is None:
        raise NotFound()
    queries.places.part(session, row)
    other.row_version += 1
    supply.touch(session, actor, site, "site.part", now, partner=str(partner_id))
    return site


def _set(row: Site | Space, wanted: Mapping[str, Any]) -> list[str]:
    """State something of a row; the names of what is another than before."""
    changed = sorted(name for name, value in wanted.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, wanted[name])
    return changed


def _office_only(actor: Actor) -> None:
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")


def _check_space(size: str, reserved_for: Sequence[str]) -> None:
    supply.check_offered("size", [size], SIZES)
    supply.check_offered("reserved_for", reserved_for, PARTIES)


def _space(session: Session, site: Site, code: str, alike: SpaceTerms) -> Space:
    row_id = new_id()
    resource = Resource(community_id=site.community_id, kind="space", subject_id=row_id)
    session.add(resource)
    session.flush()
    fields = {name: getattr(alike, name) for name in alike.__slots__ if name not in ("code", "reserved_for")}
    row = Space(
        id=row_id, community_id=site.community_id, site_id=site.id, resource_id=resource.id, code=code, **fields
    )
    row.reserved_for = list(dict.fromkeys(alike.reserved_for))
    session.add(row)
    return row


def _both(session: Session, actor: Actor, site_id: UUID, partner_id: UUID, version: int) -> tuple[Site, Site | None]:
    """A site at the version that was seen, and the other one of a pair; what changes a pair changes both."""
    known = [one for one in (site_id, partner_id) if queries.supply.site(session, actor.community_id, one) is not None]
    found = {one: supply.locked(session, actor, one) for one in sorted(known)}
    return supply.versioned(session, actor, site_id, version), found.get(partner_id)


def _pair_of(session: Session, site: Site, partner_id: UUID) -> PartnerSites | None:
    rows = queries.places.partners_of(session, site.id)
    return next((row for row in rows if partner_id in (row.a_id, row.b_id)), None)
