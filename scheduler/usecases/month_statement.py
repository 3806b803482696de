"""What a month of the ledger comes to, as everybody may read it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy.orm import Session

from scheduler import queries, statements
from scheduler.covenant import settings_of
from scheduler.models import Community
from scheduler.statements import Change, SiteChange, Statement
from scheduler.usecases.hours_transfers import month_of


def statement_of(session: Session, community: Community, month: str) -> Statement:
    """What a month comes to."""
    sites = {site.id: site.code for site in queries.supply.sites_of(session, community.id)}
    closing = queries.money_months.closing(session, community.id, month, statements.BY_SITE)
    moved = queries.money_months.moved(session, community.id, month)
    changes = [Change(account, subject, None, fen) for (account, subject), fen in closing.items()]
    changes += [Change(one.account, one.subject_id, None, -one.fen) for one in moved]
    changes += [Change(*one) for one in moved]
    accounts = statements.accounts_of(changes, sites)
    income = [
        SiteChange(None if one.site_id is None else sites[one.site_id], one.kind, one.account, one.fen)
        for one in queries.money_months.income(session, community.id, month)
    ]
    last = queries.money_months.newest_closed_before(session, community.id, month)
    return {
        "form": statements.FORM,
        "community": community.slug,
        "month": month,
        "previous": None if last is None else last.digest,
        "last_number": queries.money_months.last_number(session, community.id, month),
        **accounts,
        "totals": {name: statements.total_of(accounts[name]) for name in ("held", "owned")},
        "sites": statements.sites_of(income),
        "covenants": _covenants(session, community, month),
    }


def public_statement_of(session: Session, community: Community, month: str) -> Statement:
    """What a month comes to as everybody is told: sites with few payers in it or in the month before are one line.

    The month before counts too, for else the balances of the month after would tell what its line did not.
    """
    sites = {site.id: site.code for site in queries.supply.sites_of(session, community.id)}
    before = f"{date.fromisoformat(f'{month}-01') - timedelta(days=1):%Y-%m}"
    few: set[str] = set()
    for one in (before, month):
        payers = queries.money_months.payers(session, community.id, one)
        few |= statements.too_few({sites[site]: count for site, count in payers.items()})
    return statements.merged(statement_of(session, community, month), few)


def _covenants(session: Session, community: Community, month: str) -> list[Mapping[str, object]]:
    """Tariffs and splits of the versions that were in force in a month."""
    span = month_of(date.fromisoformat(f"{month}-01"), community.zone)
    out: list[Mapping[str, object]] = []
    for row in queries.money_months.covenants(session, community.id, *span):
        fees = settings_of(row.settings).fees
        tariffs = [line.model_dump(mode="json", exclude_none=True) for line in fees.tariffs]
        splits = [split.model_dump(mode="json") for split in fees.splits]
        out.append({"version": row.version, "tariffs": tariffs, "splits": splits})
    return out
