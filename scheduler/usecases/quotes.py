"""What a right costs: told before it is accepted, kept to afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, calendar, queries
from scheduler.actors import Actor
from scheduler.covenant import settings_of
from scheduler.covenant.money import Income, WindowClass
from scheduler.errors import NotFound
from scheduler.ids import new_id
from scheduler.models import Allocation, Quote, Registration, Round, Site, Vehicle
from scheduler.tariffs import Line, Priced, Use, price_of_right, total, window_class_of
from scheduler.translation.values import use_of
from scheduler.usecases import registration


@dataclass(frozen=True, slots=True)
class Price:
    """What a right costs from `first` to `last`, by a version of the covenant; without lines it is free.

    `accepted_at` tells since when it is kept to. Each line names the income that it is, and whose own space it is for.
    """

    registration_id: UUID
    member_id: UUID
    site_id: UUID
    site_code: str
    covenant_version: int
    window: WindowClass
    tier: int
    first: date
    last: date
    lines: list[Line]
    fen: int
    accepted_at: datetime | None = None


def price_of(session: Session, row: Registration, first: date | None = None) -> Price:
    """The price of the right that a registration holds.

    It counts from the round's first date, or from that on which a later offer was made; from `first` where that is
    later, as when it is accepted late or something changes on the way.

    Raises
    ------
    NotFound
        It holds no right to a space.
    """
    right = queries.quotes.right_of(session, row.id)
    if right is None or right.site_id is None or row.vehicle_id is None:
        raise NotFound()
    return price_to(session, row, right, row.uses, first)


def price_to(
    session: Session, row: Registration, right: Allocation, stored: Sequence[Mapping[str, Any]], first: date | None
) -> Price:
    """The price of a right to spaces that a registration holds or may have, with its uses."""
    round_ = session.get_one(Round, row.round_id)
    site, vehicle = session.get_one(Site, right.site_id), session.get_one(Vehicle, row.vehicle_id)
    community = queries.community.one(session, row.community_id)
    horizon = calendar.horizon(round_.use_first, round_.use_last, queries.community.overrides(session, community.id))
    uses = [use_of(use) for use in stored]
    begins = max(first or date.min, round_.use_first, calendar.date_of(right.created_at, community.zone))
    what = Priced(
        subject="right",
        site=site.code,
        party=vehicle.party,  # type: ignore[arg-type]
        window=window_class_of(uses, horizon),
        tier=1 + queries.quotes.vehicles_before(session, row, right),
    )
    covenant = queries.community.covenant(session, community.id, round_.covenant_version)
    lines = price_of_right(settings_of(covenant.settings).fees, what, Use(uses, horizon, begins, round_.use_last))
    income = _income(session, right)
    assert what.window is not None
    return Price(
        registration_id=row.id,
        member_id=row.member_id,
        site_id=site.id,
        site_code=site.code,
        covenant_version=round_.covenant_version,
        window=what.window,
        tier=what.tier,
        first=begins,
        last=round_.use_last,
        lines=[line | income for line in lines],
        fen=total(lines),
    )


def quote_for(session: Session, actor: Actor, row: Registration, now: datetime) -> Quote:
    """The price that is kept to for a right that somebody accepts: what stands, or what it costs now, kept from now on.

    Raises
    ------
    NotFound
        It holds no right to a space.
    """
    standing = _standing(session, row)
    return standing or keep(session, actor, price_of(session, row, _anew(session, row, now)), now)


def keep(session: Session, actor: Actor, price: Price, now: datetime) -> Quote:
    """Write down a price that is kept to; it takes the place of the one that stood."""
    row = Quote(
        id=new_id(),
        community_id=actor.community_id,
        subject="registration",
        subject_id=price.registration_id,
        member_id=price.member_id,
        site_id=price.site_id,
        covenant_version=price.covenant_version,
        lines=price.lines,
        fen=price.fen,
        made_at=now,
        accepted_at=now,
    )
    return _replaced(session, actor, row, now)


def keep_lines(session: Session, actor: Actor, quote: Quote, lines: Sequence[Line], now: datetime) -> Quote:
    """Write down the price that was kept to for fewer dates, of which it has `lines`."""
    same = ("community_id", "subject", "subject_id", "member_id", "site_id", "covenant_version", "accepted_at")
    kept = {name: getattr(quote, name) for name in same}
    row = Quote(id=new_id(), **kept, lines=list(lines), fen=total(lines), made_at=now)
    return _replaced(session, actor, row, now)


def _replaced(session: Session, actor: Actor, row: Quote, now: datetime) -> Quote:
    standing = queries.quotes.standing(session, row.subject_id)
    if standing is not None:
        standing.replaced_at = now
        session.flush()
    session.add(row)
    session.flush()
    details = {"fen": row.fen, "replaces": None if standing is None else str(standing.id)}
    audit.record(session, row.community_id, actor.name, "quote.keep", "quote", row.id, now, details)
    return row


def shown(session: Session, *, actor: Actor, registration_id: UUID, now: datetime) -> Price:
    """The price of a right, for whoever may see the registration: as it is kept to, else as it would be now.

    Raises
    ------
    NotFound
        No such registration for this person, or it holds no right to a space.
    """
    row = registration.seen(session, actor=actor, registration_id=registration_id)
    standing = _standing(session, row)
    price = price_of(session, row, _anew(session, row, now))
    return price if standing is None else _kept(price, standing)


def kept(session: Session, row: Registration) -> Price | None:
    """The price that is kept to for the right that a registration holds."""
    standing = _standing(session, row)
    return None if standing is None else _kept(price_of(session, row), standing)


def shown_if_any(session: Session, *, actor: Actor, registration_id: UUID, now: datetime) -> Price | None:
    """The price of a right, where there is one that this person may see."""
    try:
        return shown(session, actor=actor, registration_id=registration_id, now=now)
    except NotFound:
        return None


def _standing(session: Session, row: Registration) -> Quote | None:
    """The price kept to for the right that a registration holds now; one of an earlier right is none."""
    standing, right = queries.quotes.standing(session, row.id), queries.quotes.right_of(session, row.id)
    if standing is None or (right is not None and standing.made_at < right.created_at):
        return None
    return standing


def first_of(session: Session, row: Registration, now: datetime, used: bool) -> date:
    """From when on a right that is accepted now is charged at the earliest: from today; one in place of another that
    was used from tomorrow, until then that was paid.
    """
    today = calendar.date_of(now, queries.community.one(session, row.community_id).zone)
    return today + timedelta(days=1) if used else today


def _anew(session: Session, row: Registration, now: datetime) -> date:
    used = _standing(session, row) is None and queries.quotes.standing(session, row.id) is not None
    return first_of(session, row, now, used)


def _kept(price: Price, quote: Quote) -> Price:
    """A price as it was written down."""
    dates = [(line["first"], line["last"]) for line in quote.lines]
    tiers = [line["tier"] for line in quote.lines]
    return Price(
        registration_id=price.registration_id,
        member_id=quote.member_id,
        site_id=quote.site_id or price.site_id,
        site_code=price.site_code,
        covenant_version=quote.covenant_version,
        window=quote.lines[0]["window"] if quote.lines else price.window,
        tier=tiers[0] if tiers else price.tier,
        first=date.fromisoformat(min(dates)[0]) if dates else price.first,
        last=date.fromisoformat(max(dates)[1]) if dates else price.last,
        lines=list(quote.lines),
        fen=quote.fen,
        accepted_at=quote.accepted_at,
    )


def _income(session: Session, right: Allocation) -> dict[str, str | None]:
    """Which income a right is: of somebody's own space where all its spaces are one person's, else of shared parts."""
    owners = queries.quotes.owners_of(session, [UUID(space) for space in right.space_ids])
    owner = owners.pop() if len(owners) == 1 else None
    income: Income = "shared" if owner is None else "own"
    return {"income": income, "owner": None if owner is None else str(owner)}
