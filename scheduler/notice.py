"""The public notice 公示 of a plan: one line for each registration, and the digest by which a version is known.

A line holds a receipt, what it got, points, the site and a masked plate, or weekly slots in rooms; no name, phone,
address, home or space.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.covenant import settings_of
from scheduler.models import Publication, PublicationRow, Refusal, Round
from scheduler.privacy import Vault, masked_plate
from scheduler.translation import DOMAINS

FORM = "commontide/notice/1"
ALLOCATED, WAITLISTED, REFUSED = "allocated", "waitlisted", "refused"
PUBLIC = ("receipt", "masked_plate", "outcome", "points", "site_code", "rank")
"""Fields of a line that the public sees."""
OF_ROOMS = ("title", "sessions")
"""Fields that a line has besides where it says something in them: a title only of who wants to be known by it."""


def lines_of(session: Session, vault: Vault, round_: Round, publication: Publication) -> list[PublicationRow]:
    """Lines of a version, in the order of the receipts; who withdrew meanwhile has none."""
    covenant = queries.community.covenant(session, round_.community_id, round_.covenant_version)
    rules, domain = settings_of(covenant.settings), DOMAINS[round_.domain]
    given = queries.plans.served(session, publication.plan_id)
    sites = {line.registration_id: line.site_code for line in queries.plans.lines(session, publication.plan_id)}
    sessions = _sessions(session, publication.plan_id)
    plates = _plates(session, vault, round_)
    refusals = {refusal.registration_id: refusal for refusal, _ in queries.plans.refusals(session, publication.plan_id)}
    ranks = _ranks(list(refusals.values()))
    out = []
    for row in queries.registrations.entered(session, round_.id):
        refusal = refusals.get(row.id)
        if row.id not in given and refusal is None:
            continue
        out.append(
            PublicationRow(
                publication_id=publication.id,
                registration_id=row.id,
                receipt=row.receipt,
                masked_plate=plates.get(row.id, ""),
                outcome=ALLOCATED if refusal is None else WAITLISTED if row.id in ranks else REFUSED,
                points=domain.worth(rules, row),
                site_code=sites.get(row.id),
                rank=ranks.get(row.id),
                reasons=[] if refusal is None else refusal.reasons,
                title=str((row.section or {}).get("title", "")),
                sessions=sessions.get(row.id, []),
            )
        )
    out.sort(key=lambda line: line.receipt)
    for position, line in enumerate(out, start=1):
        line.position = position
    return out


def _plates(session: Session, vault: Vault, round_: Round) -> Mapping[UUID, str]:
    """Masked plates of those who ask for a vehicle."""
    return {
        row.id: masked_plate(vault.open_sealed(vehicle.plate_cipher, "vehicle.plate", vehicle.id))
        for row, vehicle in queries.registrations.competing(session, round_.id)
    }


def _sessions(session: Session, plan_id: UUID) -> Mapping[UUID, list[dict[str, Any]]]:
    """Weekly slots of groups, with how many dates they have."""
    found: dict[UUID, list[dict[str, Any]]] = {}
    for line in queries.plans.session_lines(session, plan_id):
        told = {"facility": line.facility_code, "room": line.room_code, "weekday": line.weekday}
        told |= {"start": line.start, "end": line.end, "dates": len(line.dates) + len(line.substitutes)}
        found.setdefault(line.registration_id, []).append(told)
    return found


def renumbered(lines: Sequence[PublicationRow]) -> list[PublicationRow]:
    """Copies of lines with their positions and places in the waitlist closed up."""
    waiting = sorted(line.rank for line in lines if line.rank is not None)
    ranks = {old: new for new, old in enumerate(waiting, start=1)}
    copied = (
        "publication_id",
        "registration_id",
        "receipt",
        "masked_plate",
        "outcome",
        "points",
        "site_code",
        "reasons",
        "title",
        "sessions",
    )
    return [
        PublicationRow(
            **{name: getattr(line, name) for name in copied},
            position=position,
            rank=None if line.rank is None else ranks[line.rank],
        )
        for position, line in enumerate(lines, start=1)
    ]


def _ranks(refusals: Sequence[Refusal]) -> Mapping[UUID, int]:
    """Places in the waitlist, 1 for the first in line."""
    waiting = sorted((refusal for refusal in refusals if refusal.waitable), key=lambda refusal: refusal.rank)
    return {refusal.registration_id: rank for rank, refusal in enumerate(waiting, start=1)}


def public_line(line: PublicationRow) -> dict[str, Any]:
    """What everybody may see of a line."""
    told = {name: getattr(line, name) for name in PUBLIC}
    return told | {name: value for name in OF_ROOMS if (value := getattr(line, name))}


def content_digest(lines: Sequence[PublicationRow]) -> str:
    """SHA-256 of the public lines in canonical form: whoever has the notice can recompute it."""
    content = {"format": FORM, "lines": [public_line(line) for line in lines]}
    return sha256(json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()
