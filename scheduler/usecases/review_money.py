"""Income and its split over the months of a review, from the statements of the months that are closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.queries.review import Place


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """What a site billed, took in, gave back and compensated in the closed months of a period, in fen, and who got it.

    `site` is its code, None for what is of no site.
    """

    site: str | None
    months: int
    billed: int
    cancelled: int
    received: int
    refunded: int
    compensated: int
    shares: Mapping[str, int]


NUMBERS = ("billed", "cancelled", "received", "refunded", "compensated")


def lines(session: Session, place: Place, first: date, last: date) -> list[MoneyLine]:
    """Sums by site over the closed months that lie wholly or partly in a period; of one site where it is named."""
    code = None
    if place.site_id is not None:
        site = queries.supply.site(session, place.community_id, place.site_id)
        code = None if site is None else site.code
    sums: dict[str | None, dict[str, Any]] = {}
    for month in queries.money_months.all_closed(session, place.community_id, newest=False):
        if not f"{first:%Y-%m}" <= month.month <= f"{last:%Y-%m}":
            continue
        for line in month.statement["sites"]:
            if place.site_id is None or line["site"] == code:
                _add(sums.setdefault(line["site"], {"months": 0, "shares": {}}), line)
    return [
        MoneyLine(
            site=site,
            months=found["months"],
            shares=found["shares"],
            **{name: found.get(name, 0) for name in NUMBERS},
        )
        for site, found in sorted(sums.items(), key=lambda item: (item[0] is None, item[0] or ""))
    ]


def _add(found: dict[str, Any], line: Mapping[str, Any]) -> None:
    found["months"] += 1
    for name in NUMBERS:
        found[name] = found.get(name, 0) + line[name]
    for name, fen in line["shares"].items():
        found["shares"][name] = found["shares"].get(name, 0) + fen
