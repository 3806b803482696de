"""Proofs of the ledger: what must hold of it, looked at every night and before a month is closed."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries, statements
from scheduler.usecases import ledger


def faults(session: Session, community: UUID) -> list[str]:
    """What does not hold of a community's ledger, in words for whoever runs the installation."""
    found = queries.money_proofs
    counted = (
        (abs(found.total(session, community)), "fen by which the balances do not sum to nothing"),
        (found.wrong_balances(session, community), "balances that are not what was transferred"),
        (found.past_limits(session, community), "balances past their floor or ceiling"),
        (
            found.overspent(session, community, ledger.SHARES, ledger.SPENDING),
            "times that more was spent of a share than there was",
        ),
        (found.empty(session, community), "transactions that moved nothing"),
        (found.gaps(session, community), "kinds of papers with gaps in their numbers"),
    )
    return [f"{number} {fault}" for number, fault in counted if number] + _months(session, community)


def _months(session: Session, community: UUID) -> list[str]:
    """Closed months that do not sum, were changed, or do not go on from the month before."""
    out, digest, closing = [], None, None
    for row in queries.money_months.all_closed(session, community, newest=False):
        told = row.statement
        if statements.digest_of(told) != row.digest or told["previous"] != digest:
            out.append(f"month {row.month} was changed")
        elif statements.faults_of(told) or closing not in (None, statements.opening_of(told)):
            out.append(f"month {row.month} does not sum")
        digest, closing = row.digest, statements.closing_of(told)
    return out
