"""Fees of all sites beside each other, with the reason where one differs: for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.covenant import FeesRules, Party, Split, Tariff, settings_of
from scheduler.covenant.money import WindowClass
from scheduler.errors import NotFound
from scheduler.models import Community, Site
from scheduler.tariffs import Priced, tariff_for

Key = tuple[str, WindowClass | None, Party | None, int]


@dataclass(frozen=True, slots=True)
class SiteFee:
    """What one site costs; `differs` where a line of its own holds, which says why."""

    site: Site
    tariff: Tariff | None
    differs: bool


@dataclass(frozen=True, slots=True)
class Row:
    """What one thing costs: at most sites, and at each of them."""

    subject: str
    window: WindowClass | None
    party: Party | None
    tier: int
    usual: Tariff | None
    sites: tuple[SiteFee, ...]


@dataclass(frozen=True, slots=True)
class FeeTable:
    """All fees of a version of the covenant, and how what is paid is divided."""

    community: Community
    version: int
    rules: FeesRules
    rows: tuple[Row, ...]

    @property
    def splits(self) -> list[Split]:
        """Who gets what of an income."""
        return self.rules.splits


def fees(session: Session, *, slug: str, now: datetime) -> FeeTable:
    """What the covenant in force says that things cost.

    Raises
    ------
    NotFound
        No such community, or it has no covenant.
    """
    community = queries.community.by_slug(session, slug)
    covenant = None if community is None else queries.community.covenant_in_force(session, community.id, now)
    if community is None or covenant is None:
        raise NotFound()
    rules = settings_of(covenant.settings).fees
    sites = sorted(queries.supply.sites_of(session, community.id), key=lambda site: site.code)
    rows = [_row(rules, key, sites) for key in _keys(rules)]
    return FeeTable(community, covenant.version, rules, tuple(rows))


def _keys(rules: FeesRules) -> Iterator[Key]:
    """What lines of the table speak of, each once, in the order of the table."""
    lines = [(line.subject, line.window, line.party, line.tier) for line in rules.tariffs]
    return iter(dict.fromkeys(lines))


def _row(rules: FeesRules, key: Key, sites: list[Site]) -> Row:
    subject, window, party, tier = key
    usual = tariff_for(rules, Priced(subject, None, party, window, tier))
    found = []
    for site in sites:
        held = tariff_for(rules, Priced(subject, site.code, party, window, tier))
        found.append(SiteFee(site, held, held is not None and held.site is not None))
    return Row(subject, window, party, tier, usual, tuple(found))
