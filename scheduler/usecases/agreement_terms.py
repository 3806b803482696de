"""What an agreement 协议 says: who may use which space when, for what fee, with which rights and duties.

The terms are sealed, for they name person and plate; only their digest stands beside them. Rights and duties are codes
with numbers, from the settings of the covenant version under which the right was given.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.covenant import CovenantSettings
from scheduler.models import Agreement, Allocation, Member, Quote, Registration, Site, Space, TidalWindow, Vehicle
from scheduler.privacy import Vault

FORM = "commontide/agreement/1"
COLUMN = "agreement.terms"
CLAUSES = (
    "clause_windows",
    "clause_guard",
    "clause_plate",
    "clause_overstay",
    "clause_block",
    "clause_loss",
    "clause_signature",
    "clause_fee",
    "clause_refund",
    "clause_suspension",
    "clause_owner",
    "clause_ending",
    "clause_dispute",
)
"""Every right or duty that an agreement may state, in the order in which they are printed."""
Clause = tuple[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Ground:
    """What terms are made from."""

    row: Registration
    right: Allocation
    member: Member
    vehicle: Vehicle
    site: Site
    spaces: Sequence[Space]
    rules: CovenantSettings
    quote: Quote | None


def ground_of(
    session: Session,
    row: Registration,
    right: Allocation,
    vehicle: Vehicle,
    rules: CovenantSettings,
    quote: Quote | None,
) -> Ground:
    """What the terms of a right are made from."""
    found = [queries.supply.space(session, row.community_id, UUID(space)) for space in right.space_ids]
    spaces = [space for space in found if space is not None]
    member, site = session.get_one(Member, row.member_id), session.get_one(Site, right.site_id)
    return Ground(row, right, member, vehicle, site, spaces, rules, quote)


def terms_of(session: Session, vault: Vault, ground: Ground, made: Agreement) -> dict[str, Any]:
    """The terms of a new agreement, as JSON."""
    member, vehicle, quote = ground.member, ground.vehicle, ground.quote
    address = member.address_cipher
    return {
        "form": FORM,
        # Without it, whoever has the digest and no key could try all plates.
        "salt": secrets.token_hex(16),
        "number": made.number,
        "receipt": ground.row.receipt,
        "person": vault.open_sealed(member.name_cipher, "member.name", member.id),
        "address": vault.open_sealed(address, "member.address", member.id) if address else "",
        "plate": vault.open_sealed(vehicle.plate_cipher, "vehicle.plate", vehicle.id),
        "party": vehicle.party,
        "site": {"code": ground.site.code, "zh": ground.site.name_zh, "en": ground.site.name_en},
        "spaces": [space.code for space in ground.spaces],
        "first": made.starts_on.isoformat(),
        "last": made.ends_on.isoformat(),
        "windows": list(ground.row.uses),
        **_clocks(session, ground, made.starts_on, made.ends_on),
        "fee": None if quote is None else {"fen": quote.fen, "lines": _told(quote.lines)},
        "clauses": [{"code": code, "numbers": dict(numbers)} for code, numbers in clauses_of(ground)],
        "covenant_version": made.covenant_version,
    }


def seal(vault: Vault, row: Agreement, terms: Mapping[str, Any]) -> None:
    """Put terms into an agreement, with their digest."""
    text = json.dumps(terms, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    row.terms_cipher, row.digest = vault.seal(text, COLUMN, row.id), sha256(text.encode()).hexdigest()


def opened(vault: Vault, row: Agreement) -> dict[str, Any]:
    """The terms of an agreement as they were sealed, but for what is not its person's."""
    found: dict[str, Any] = json.loads(vault.open_sealed(row.terms_cipher, COLUMN, row.id))
    if found["fee"] is not None:
        found["fee"]["lines"] = _told(found["fee"]["lines"])
    return found


def _told(lines: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Lines of a fee without how it is divided: whose own space it is is nobody's but theirs to tell."""
    return [{name: value for name, value in line.items() if name not in ("income", "owner")} for line in lines]


def clauses_of(ground: Ground) -> list[Clause]:
    """Rights and duties that follow from the covenant for one right."""
    found = {**_duties(ground), **_rights(ground)}
    return [(code, found[code]) for code in CLAUSES if code in found]


def _duties(ground: Ground) -> dict[str, dict[str, int]]:
    rules, use = ground.rules, ground.rules.use
    found: dict[str, dict[str, int]] = {"clause_windows": {}, "clause_plate": {}}
    if rules.parking.guard_minutes:
        found["clause_guard"] = {"minutes": rules.parking.guard_minutes}
    found["clause_overstay"] = {"minutes": use.grace_minutes}
    found["clause_block"] = {"count": use.block_from, "within": use.violation_days, "days": use.block_days}
    if use.end_from is not None:
        found["clause_loss"] = {"count": use.end_from, "within": use.violation_days}
    if rules.path.signature_needed:
        found["clause_signature"] = {"days": rules.path.sign_days}
    if ground.quote is not None and ground.quote.fen:
        found["clause_fee"] = {"days": rules.fees.due_days}
    return found


def _rights(ground: Ground) -> dict[str, dict[str, int]]:
    rules = ground.rules
    found: dict[str, dict[str, int]] = {"clause_suspension": {}, "clause_ending": {}}
    if ground.quote is not None and ground.quote.fen:
        found["clause_refund"] = {"percent": rules.fees.refund_percent}
    if any(space.owner_id is not None for space in ground.spaces):
        found["clause_owner"] = {"hours": rules.sharing.notice_hours}
    found["clause_dispute"] = {"days": rules.disputes.open_days}
    return found


def _clocks(session: Session, ground: Ground, first: date, last: date) -> dict[str, list[dict[str, Any]]]:
    """Leave-by times and curfews of the site and the spaces that concern the dates of an agreement."""
    own = {None, *(space.id for space in ground.spaces)}
    rows = [
        row
        for row in queries.supply.windows_of(session, ground.site.id)
        if row.space_id in own and (row.first or first) <= last and (row.last or last) >= first
    ]
    return {"leave_by": list(_rules(rows, "leave_by")), "curfews": list(_rules(rows, "curfew"))}


def _rules(rows: Iterable[TidalWindow], purpose: str) -> Iterable[dict[str, Any]]:
    for row in rows:
        if row.purpose == purpose:
            told = {
                "days": row.days,
                "season": row.season,
                "weekdays": list(row.weekdays),
                "first": row.first and row.first.isoformat(),
                "last": row.last and row.last.isoformat(),
                "start": row.start_clock,
                "end": row.end_clock,
            }
            yield {name: value for name, value in told.items() if value}
