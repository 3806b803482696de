"""Sites, spaces, windows and closures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from scheduler.models import ClosedPeriod, PartnerSites, Site, Space, TidalWindow


@dataclass(frozen=True)
class Supply:
    """Sites with all that belongs to them, in the order of their codes."""

    sites: Sequence[Site]
    spaces: Sequence[Space]
    windows: Sequence[TidalWindow]
    closures: Sequence[ClosedPeriod]
    partners: Sequence[PartnerSites]

    @cached_property
    def windows_of_spaces(self) -> Mapping[UUID, list[TidalWindow]]:
        """Windows that spaces have of their own."""
        found: dict[UUID, list[TidalWindow]] = defaultdict(list)
        for row in self.windows:
            if row.space_id is not None:
                found[row.space_id].append(row)
        return found

    @cached_property
    def closures_of_spaces(self) -> Mapping[UUID, list[ClosedPeriod]]:
        """Closures of single spaces."""
        found: dict[UUID, list[ClosedPeriod]] = defaultdict(list)
        for row in self.closures:
            if row.space_id is not None:
                found[row.space_id].append(row)
        return found


def supply_of(session: Session, community: UUID, only: Iterable[UUID] | None = None) -> Supply:
    """All sites of a community, or some of them."""
    wanted = select(Site).where(Site.community_id == community).order_by(Site.code)
    if only is not None:
        wanted = wanted.where(Site.id.in_(list(only)))
    sites = list(session.execute(wanted).scalars())
    ids = [site.id for site in sites]
    spaces = session.execute(select(Space).where(Space.site_id.in_(ids)).order_by(Space.code)).scalars()
    windows = session.execute(
        select(TidalWindow).where(TidalWindow.site_id.in_(ids)).order_by(TidalWindow.position, TidalWindow.id)
    ).scalars()
    closures = session.execute(
        select(ClosedPeriod).where(ClosedPeriod.site_id.in_(ids)).order_by(ClosedPeriod.first, ClosedPeriod.id)
    ).scalars()
    partners = session.execute(
        select(PartnerSites).where(PartnerSites.a_id.in_(ids), PartnerSites.b_id.in_(ids))
    ).scalars()
    return Supply(sites, list(spaces), list(windows), list(closures), list(partners))


def site(session: Session, community: UUID, site_id: UUID) -> Site | None:
    """A site of the community."""
    found = session.get(Site, site_id)
    return found if found is not None and found.community_id == community else None


def lock_site(session: Session, site_id: UUID) -> Site:
    """A site, kept from other writers until the transaction ends."""
    wanted = select(Site).where(Site.id == site_id).with_for_update()
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one()


class Placed(NamedTuple):
    """Where a site lies on the map."""

    id: UUID
    code: str
    latitude: float | None
    longitude: float | None


_PLACED = select(Site.id, Site.code, Site.latitude, Site.longitude).where(Site.community_id == bindparam("community"))
_PLACED = _PLACED.order_by(Site.code)


def places_of(session: Session, community: UUID) -> list[Placed]:
    """All sites by code, with no more than where they lie."""
    return [Placed._make(row) for row in session.execute(_PLACED, {"community": community})]


def workdays_of(session: Session, community: UUID) -> list[tuple[str, str]]:
    """From when until when the sites themselves are open on workdays, as often as they say so."""
    wanted = (
        select(TidalWindow.start_clock, TidalWindow.end_clock)
        .join(Site, Site.id == TidalWindow.site_id)
        .where(
            Site.community_id == community,
            TidalWindow.space_id.is_(None),
            TidalWindow.purpose == "open",
            TidalWindow.days == "workday",
        )
    )
    return [(row[0], row[1]) for row in session.execute(wanted)]


def sites_of(session: Session, community: UUID) -> list[Site]:
    """All sites, by code."""
    return list(session.execute(select(Site).where(Site.community_id == community).order_by(Site.code)).scalars())


def space(session: Session, community: UUID, space_id: UUID) -> Space | None:
    """A space of the community."""
    found = session.get(Space, space_id)
    return found if found is not None and found.community_id == community else None


_SPACE_OF = select(Space.id, Space.code).where(Space.resource_id == bindparam("resource"))


def space_of_resource(session: Session, resource_id: int) -> tuple[UUID, str]:
    """Id and name of the space that is occupied under a number."""
    row = session.connection().execute(_SPACE_OF, {"resource": resource_id}).one()
    return row[0], row[1]


def site_of_resource(session: Session, resource_id: int) -> UUID:
    """The site of the space that is occupied under a number."""
    return session.execute(select(Space.site_id).where(Space.resource_id == resource_id)).scalar_one()


def space_by_code(session: Session, community: UUID, code: str) -> Space | None:
    """A space by its name in plans."""
    return session.execute(
        select(Space).where(Space.community_id == community, Space.code == code)
    ).scalar_one_or_none()


def spaces_of(session: Session, site_id: UUID) -> list[Space]:
    """Spaces of a site, by code."""
    return list(session.execute(select(Space).where(Space.site_id == site_id).order_by(Space.code)).scalars())


def spaces_by_code(session: Session, community: UUID) -> dict[str, Space]:
    """All spaces of a community by their names in plans."""
    return {
        space.code: space for space in session.execute(select(Space).where(Space.community_id == community)).scalars()
    }


def windows_of(session: Session, site_id: UUID) -> list[TidalWindow]:
    """All windows of a site and its spaces."""
    wanted = select(TidalWindow).where(TidalWindow.site_id == site_id)
    return list(session.execute(wanted.order_by(TidalWindow.space_id, TidalWindow.position)).scalars())


def hours_of_sites(session: Session, community: UUID) -> list[TidalWindow]:
    """Windows of all sites of a community, but for those that single spaces have of their own."""
    wanted = select(TidalWindow).join(Site, Site.id == TidalWindow.site_id).where(Site.community_id == community)
    wanted = wanted.where(TidalWindow.space_id.is_(None)).order_by(TidalWindow.position, TidalWindow.id)
    return list(session.execute(wanted).scalars())


def closures_of(session: Session, site_id: UUID) -> list[ClosedPeriod]:
    """All closures of a site and its spaces."""
    wanted = select(ClosedPeriod).where(ClosedPeriod.site_id == site_id)
    return list(session.execute(wanted.order_by(ClosedPeriod.first, ClosedPeriod.id)).scalars())


def drop_windows(session: Session, site_id: UUID, space_id: UUID | None) -> None:
    """Remove the windows of a site itself, or of one of its spaces."""
    of_space = TidalWindow.space_id.is_(None) if space_id is None else TidalWindow.space_id == space_id
    session.execute(delete(TidalWindow).where(TidalWindow.site_id == site_id, of_space))


def bookable_codes(session: Session, community: UUID) -> dict[UUID, dict[UUID, str]]:
    """Codes of the spaces that may be booked one by one, by site."""
    found: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    wanted = select(Space.site_id, Space.id, Space.code).where(Space.community_id == community, Space.bookable)
    for site, space, code in session.execute(wanted):
        found[site][space] = code
    return found
