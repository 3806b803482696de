"""The public statement of a month: where a community's money lies, whose it is, what moved it, what sites took in.

Amounts are in fen. What somebody owns is told above nothing, although the ledger keeps it below. Nobody is named:
what belongs to people (shares of their own spaces, money to be paid back) is one line, and what they owe another.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

FORM = "commontide/month/1"
HELD = ("cash", "bank", "provider", "receivable")
"""Where money lies, and what people still owe."""
OWNED = ("fund", "operator", "platform", "people", "income")
"""Whose it is; "income" was billed and is divided when it is paid."""
PEOPLE = ("owner", "payable")
BY_SITE = ("fund", "operator")
SHARES = ("fund", "operator", "platform", "owner")
TOLD = ("billed", "cancelled", "received", "refunded", "compensated")
OTHERS = "*"
"""Stands for the sites of which a statement tells the sum only, as no site's code does."""
FEWEST_PAYERS = 5
"""Of fewer people than this no sum is told on its own: it would tell what single ones pay."""
Statement = dict[str, Any]
Line = dict[str, Any]


class Change(NamedTuple):
    """Debits minus credits of an account by a kind of transaction; before the month where `kind` is None.

    What is of no site may be told of all accounts of a kind, with nobody's id.
    """

    account: str
    subject_id: UUID | None
    kind: str | None
    fen: int


class SiteChange(NamedTuple):
    """Debits minus credits of accounts of a kind by the transactions of a site."""

    site: str | None
    kind: str
    account: str
    fen: int


def accounts_of(changes: Iterable[Change], sites: Mapping[UUID, str]) -> dict[str, list[Line]]:
    """Lines of accounts, by where money lies and whose it is; `sites` are their codes by id."""
    lines: dict[tuple[str, str | None], Line] = {}
    for change in changes:
        name = "people" if change.account in PEOPLE else change.account
        site = sites.get(change.subject_id) if name in BY_SITE and change.subject_id is not None else None
        line = lines.setdefault((name, site), {"account": name, "site": site, "opening": 0, "moved": {}, "closing": 0})
        fen = change.fen if name in HELD else -change.fen
        line["closing"] += fen
        if change.kind is None:
            line["opening"] += fen
        else:
            line["moved"][change.kind] = line["moved"].get(change.kind, 0) + fen
    lines = {key: line for key, line in lines.items() if line["opening"] or line["moved"]}
    ordered = sorted(lines, key=lambda key: ((*HELD, *OWNED).index(key[0]), key[1] or ""))
    return {
        "held": [lines[key] for key in ordered if key[0] in HELD],
        "owned": [lines[key] for key in ordered if key[0] in OWNED],
    }


def total_of(lines: Sequence[Line]) -> Line:
    """What lines come to together."""
    kinds = sorted({kind for line in lines for kind in line["moved"]})
    moved = {kind: sum(line["moved"].get(kind, 0) for line in lines) for kind in kinds}
    return {
        "opening": sum(line["opening"] for line in lines),
        "moved": moved,
        "closing": sum(line["closing"] for line in lines),
    }


def sites_of(changes: Iterable[SiteChange]) -> list[Line]:
    """What each site billed, took in and gave back, and who got it; what is of no site comes last, nothing nowhere."""
    sums: dict[str | None, dict[tuple[str, str], int]] = {}
    for change in changes:
        of_site = sums.setdefault(change.site, {})
        of_site[change.kind, change.account] = of_site.get((change.kind, change.account), 0) + change.fen
    lines = [_site(code, sums[code]) for code in sorted(sums, key=lambda code: (code is None, code or ""))]
    return [line for line in lines if any(line["shares"].values()) or any(line[name] for name in TOLD)]


def _site(code: str | None, sums: Mapping[tuple[str, str], int]) -> Line:
    def sum_of(kind: str, accounts: Iterable[str]) -> int:
        return sum(sums.get((kind, account), 0) for account in accounts)

    return {
        "site": code,
        "billed": sum_of("charge", ["receivable"]),
        "cancelled": -sum_of("waiver", ["receivable"]) - sum_of("refund", ["receivable"]),
        "received": sum_of("split", ["income"]),
        "shares": {name: -sum_of("split", [name]) for name in SHARES},
        "refunded": sum_of("refund", SHARES) + sum_of("waiver", SHARES),
        "compensated": sum_of("compensation", SHARES),
    }


def too_few(payers: Mapping[str, int]) -> set[str]:
    """Sites whose sums are told together, by how many people were charged or paid at each in a month.

    They are those with too few people, and as many of the next smallest as it takes for enough people to be in the sum.
    """
    small = {site for site, count in payers.items() if count < FEWEST_PAYERS}
    for site in sorted(payers, key=lambda site: (payers[site], site)):
        if small and sum(payers[one] for one in small) < FEWEST_PAYERS:
            small.add(site)
    return small


def merged(statement: Statement, sites: Collection[str]) -> Statement:
    """A statement that tells the sum of some sites instead of each; all its totals stay as they are."""
    told = {**statement, "sites": _merged_sites(statement["sites"], sites)}
    for side in ("held", "owned"):
        lines: dict[tuple[str, str | None], Line] = {}
        for line in statement[side]:
            site = OTHERS if line["site"] in sites else line["site"]
            into = lines.setdefault(
                (line["account"], site), {**line, "site": site, "opening": 0, "moved": {}, "closing": 0}
            )
            for kind, fen in line["moved"].items():
                into["moved"][kind] = into["moved"].get(kind, 0) + fen
            into["opening"], into["closing"] = into["opening"] + line["opening"], into["closing"] + line["closing"]
        told[side] = list(lines.values())
    return told


def _merged_sites(lines: Sequence[Line], sites: Collection[str]) -> list[Line]:
    small = [line for line in lines if line["site"] in sites]
    if not small:
        return list(lines)
    others: Line = {"site": OTHERS, "shares": {name: sum(line["shares"][name] for line in small) for name in SHARES}}
    others |= {name: sum(line[name] for line in small) for name in TOLD}
    kept = [line for line in lines if line["site"] not in sites]
    return [*(line for line in kept if line["site"] is not None), others, *(ln for ln in kept if ln["site"] is None)]


def faults_of(statement: Statement) -> list[str]:
    """Where a statement does not sum: names of accounts, or "total"; nothing for one that holds."""
    lines = [*statement["held"], *statement["owned"]]
    wrong = [line["account"] for line in lines if line["opening"] + sum(line["moved"].values()) != line["closing"]]
    held, owned = total_of(statement["held"]), total_of(statement["owned"])
    if (held["opening"], held["closing"]) != (owned["opening"], owned["closing"]):
        wrong.append("total")
    return wrong


def closing_of(statement: Statement) -> dict[str, int]:
    """What accounts of each kind held at the end of a month, those that held nothing left out."""
    return _held(statement, "closing")


def opening_of(statement: Statement) -> dict[str, int]:
    """What accounts of each kind held at the beginning of a month, those that held nothing left out."""
    return _held(statement, "opening")


def _held(statement: Statement, when: str) -> dict[str, int]:
    """By kind, for which sites are told on their own differs from month to month."""
    sums: dict[str, int] = {}
    for line in (*statement["held"], *statement["owned"]):
        sums[line["account"]] = sums.get(line["account"], 0) + line[when]
    return {account: fen for account, fen in sums.items() if fen}


def digest_of(statement: Statement) -> str:
    """SHA-256 of a statement in one form of JSON; it holds the digest of the month before."""
    text = json.dumps(statement, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(f"{FORM}\n{text}".encode()).hexdigest()
