"""Disputes in the town: who hears them, and the steps that tests take again and again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from scheduler import queries
from scheduler.actors import COMMITTEE, COUNCIL, Actor
from scheduler.ids import new_id
from scheduler.models import Account, Dispute, Role
from scheduler.usecases import dispute_opening, dispute_views, disputes
from scheduler.usecases.dispute_effects import Effect
from scheduler.usecases.dispute_opening import Complaint
from scheduler.usecases.dispute_views import Told
from scheduler.usecases.disputes import Verdict
from tests.town import Town

LAST = 6
"""The person with the fewest points, who got no place."""


@dataclass(frozen=True)
class Court:
    """The town with a mediator of the neighbourhood committee and a member of the council."""

    town: Town
    mediator: Actor = field(init=False)
    arbiter: Actor = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "mediator", hearer(self.town, COMMITTEE))
        object.__setattr__(self, "arbiter", hearer(self.town, COUNCIL))

    def open(self, actor: Actor | None = None, channel: str = "web", **complaint: Any) -> Dispute:
        """A case, of the last person on their refusal where nothing else is said."""
        stated = {"about": "decision", "statement": "My points are wrong.", **complaint}
        if stated["about"] == "decision":
            stated.setdefault("subject_id", self.town.registrations[LAST])
        return self.town.do(
            dispute_opening.open_case,
            actor=actor or self.town.people[LAST],
            vault=self.town.vault,
            complaint=Complaint(**stated),
            channel=channel,
        )

    def move(self, case: UUID, actor: Actor, action: str, **verdict: Any) -> Dispute:
        """A step of a case."""
        stated = Verdict(**verdict)
        wanted: dict[str, Any] = {"dispute_id": case, "action": action, "verdict": stated}
        return self.town.do(disputes.move, actor=actor, vault=self.town.vault, **wanted)

    def decide(self, case: UUID, *effects: Effect, upheld: bool = True) -> Dispute:
        """Have the council decide a case that is opened or mediated."""
        self.move(case, self.mediator, "refer", reason="No agreement.")
        return self.move(case, self.arbiter, "decide", reason="As follows.", upheld=upheld, effects=effects)

    def note(self, case: UUID, actor: Actor, text: str, inner: bool = False) -> None:
        """Something said in a case."""
        self.town.do(disputes.note, actor=actor, vault=self.town.vault, dispute_id=case, text=text, inner=inner)

    def told(self, case: UUID, actor: Actor) -> Told:
        """A case as somebody reads it."""
        return self.town.see(dispute_views.told, actor=actor, vault=self.town.vault, dispute_id=case)


def hearer(town: Town, role: str, member: UUID | None = None) -> Actor:
    """Somebody with a role that hears disputes, beside that of a resident where a person is named."""

    def add(session: Any, now: Any) -> UUID:
        row = None if member is None else queries.access.of_member(session, member)
        if row is None:
            row = Account(id=new_id(), community_id=town.community_id, login=f"{role}{new_id()}", created_at=now)
            row.password_hash = "none"
            session.add(row)
            session.flush()
        session.add(Role(id=new_id(), account_id=row.id, name=role))
        return row.id

    return Actor(town.community_id, town.do(add), member, frozenset({role}))


def texts(steps: Sequence[Any]) -> list[str]:
    """What was said in a case, in order."""
    return [step.text for step in steps if step.text]
