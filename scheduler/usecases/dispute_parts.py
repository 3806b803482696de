"""In which part somebody stands to a dispute: what they may read of it, and what they may do.

The parties read what is said to them; committee and council read all that they may hear. The office and auditors see
that there is a case and how it stands; whoever of the office takes up its mediation reads it. A party is nothing but a
party, whatever roles they hold; and nobody hears a matter of their household, or what they decided themselves: of such
a case they see no more than that it is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import AUDITOR, COMMITTEE, COUNCIL, OFFICE, STAFF, Actor
from scheduler.errors import NotAllowed, NotFound, Stale
from scheduler.models import Dispute
from scheduler.states import DISPUTE_MOVES, OWNER, SYSTEM
from scheduler.usecases import dispute_grounds
from scheduler.usecases.serving import is_own, may_ask_for

HEARING = frozenset({COMMITTEE, COUNCIL})
"""Roles that hear disputes."""
KNOWING = frozenset({*HEARING, *OFFICE, AUDITOR})
"""Roles that see which cases there are."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may read of a dispute: what was said, the inner notes of those who hear it."""

    text: bool
    inner: bool


def sight_of(session: Session, actor: Actor, row: Dispute) -> Sight | None:
    """What somebody may read; None for whom there is no such dispute."""
    if row.community_id != actor.community_id:
        return None
    if is_party(actor, row) or serves(session, actor, row):
        return Sight(True, False)
    hears = actor.has(*HEARING) or (actor.has(*OFFICE) and queries.disputes.mediated(session, row.id, actor.account_id))
    if hears and why_partial(session, actor, row) is None:
        return Sight(True, True)
    return Sight(False, False) if actor.has(*KNOWING) else None


def seen(session: Session, actor: Actor, dispute_id: UUID, lock: bool = False) -> tuple[Dispute, Sight]:
    """A dispute that somebody may know of, and what they may read of it; `lock` keeps it from other writers.

    Raises
    ------
    NotFound
        If there is none.
    """
    find = queries.disputes.locked if lock else queries.disputes.one
    row = find(session, actor.community_id, dispute_id)
    sight = None if row is None else sight_of(session, actor, row)
    if row is None or sight is None:
        raise NotFound()
    return row, sight


def is_side(row: Dispute, member_id: UUID | None) -> bool:
    """Whether a person opened a dispute or is the other side of it."""
    return member_id is not None and member_id in (row.member_id, row.other_id)


def is_party(actor: Actor, row: Dispute) -> bool:
    """Whether whoever acts is one of the sides."""
    return is_side(row, actor.member_id)


def wrote_it(actor: Actor, row: Dispute) -> bool:
    """Whether somebody of the staff opened a dispute for the person whose it is."""
    return row.operator_id is not None and actor.account_id == row.operator_id


def serves(session: Session, actor: Actor, row: Dispute) -> bool:
    """Whether somebody wrote a dispute for whom they still serve."""
    return wrote_it(actor, row) and actor.has(*STAFF) and may_ask_for(session, actor, row.member_id)


def parts(session: Session, actor: Actor, row: Dispute) -> frozenset[str]:
    """In which parts somebody acts on a dispute."""
    if actor.account_id is None:
        return frozenset({SYSTEM})
    opened = actor.member_id == row.member_id or serves(session, actor, row)
    own = frozenset({OWNER}) if opened else frozenset()
    return own if is_party(actor, row) else own | actor.roles


def check_version(row: Dispute, version: int) -> None:
    """Refuse a change that was made from an older version.

    Raises
    ------
    Stale
        ``changed_meanwhile``.
    """
    if row.row_version != version:
        raise Stale("changed_meanwhile", "If-Match", str(version), str(row.row_version))


def may(session: Session, actor: Actor, row: Dispute, action: str, sight: Sight) -> bool:
    """Whether somebody may take a step, as `check_part` says."""
    try:
        check_part(session, actor, row, action, sight)
    except NotAllowed:
        return False
    return True


def check_part(session: Session, actor: Actor, row: Dispute, action: str, sight: Sight) -> None:
    """Refuse a step to whom it is not open in any state.

    Raises
    ------
    NotAllowed
        ``not_for_this_role``, ``own_matter``, ``decided_before``.
    """
    actors = DISPUTE_MOVES[action].actors
    own = parts(session, actor, row) & actors
    if OWNER in own:
        return
    if actor.roles & actors:
        # A party with a role that hears disputes is told why not.
        check_impartial(session, actor, row)
    if not own or SYSTEM in own or (action != "mediate" and not sight.inner):
        raise NotAllowed("not_for_this_role")
    if action == "decide" and queries.disputes.mediated(session, row.id, actor.account_id):
        raise NotAllowed("decided_before")


def check_impartial(session: Session, actor: Actor, row: Dispute) -> None:
    """Refuse whoever would hear a matter of their own, or what they decided.

    Raises
    ------
    NotAllowed
        ``own_matter``, ``decided_before``.
    """
    why = why_partial(session, actor, row)
    if why is not None:
        raise NotAllowed(why)


def why_partial(session: Session, actor: Actor, row: Dispute) -> str | None:
    """Why somebody does not hear a case: ``own_matter``, ``decided_before``; None where nothing speaks against it."""
    sides = [member for member in (row.member_id, row.other_id) if member is not None]
    if wrote_it(actor, row) or any(is_own(session, actor, member) for member in sides):
        return "own_matter"
    return "decided_before" if actor.account_id in dispute_grounds.decided_by(session, row) else None
