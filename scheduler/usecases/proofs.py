"""Proofs of what must hold of a community, every night and when asked: its audit chain, occupations, hours, ledger."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from sqlalchemy.orm import Session

from scheduler import audit, queries
from scheduler.actors import Actor, clockwork
from scheduler.models import AuditEntry, Community
from scheduler.office import Office
from scheduler.usecases import money_proofs, trail
from scheduler.usecases.turns import apart

PROVEN = "community.prove"


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing that was looked at, and what does not hold of it, in words for whoever runs the installation."""

    code: str
    faults: tuple[str, ...]


def of_community(session: Session, community: Community) -> list[Proof]:
    """All proofs of a community."""
    row = community.id
    broken = audit.first_fault(queries.audit.entries(session, row), queries.audit.head_of(session, row))
    overlaps = queries.occupation.overlaps(session, row)
    counted = (
        (queries.hours.unbalanced(session, row), "transactions of hours that do not balance"),
        (queries.hours.overdrawn(session, row), "accounts of hours below nothing"),
    )
    return [
        Proof("chain", () if broken is None else (f"audit chain, entry {broken.seq}: {broken.fault}",)),
        Proof("occupations", (f"{overlaps} overlapping occupations",) if overlaps else ()),
        Proof("hours", tuple(f"{number} {fault}" for number, fault in counted if number)),
        Proof("ledger", tuple(money_proofs.faults(session, row))),
    ]


def lines_of(session: Session, community: Community) -> list[str]:
    """What does not hold of a community, a line each."""
    return [f"{community.slug}: {fault}" for proof in of_community(session, community) for fault in proof.faults]


def by_night(office: Office) -> list[str]:
    """Prove every community and note in its chain that it was done; what was found amiss."""
    database, out = office.database, list[str]()
    with database.reading() as session:
        found = [(one.id, lines_of(session, one)) for one in queries.community.all_of_them(session)]
    for community, faults in found:
        note = partial(_note, office, clockwork(community), len(faults))
        apart("prove", partial(database.transact, note), str(community))
        out += faults
    return out


def now_proven(session: Session, *, actor: Actor) -> list[Proof]:
    """All proofs of one's own community, made now.

    Raises
    ------
    NotAllowed
        Not for this person.
    """
    trail.check_reader(actor)
    return of_community(session, queries.community.one(session, actor.community_id))


def last_by_night(session: Session, *, actor: Actor) -> AuditEntry | None:
    """When the clockwork last proved the community, with the number of faults.

    Raises
    ------
    NotAllowed
        Not for this person.
    """
    trail.check_reader(actor)
    return queries.audit.last_of(session, actor.community_id, PROVEN, str(actor.community_id))


def _note(office: Office, actor: Actor, faults: int, session: Session) -> None:
    community, now = actor.community_id, office.database.now(session)
    audit.record(session, community, actor.name, PROVEN, "community", community, now, {"faults": faults})
