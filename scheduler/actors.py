"""Who acts: a person with roles in one community, a program with scopes, or the scheduler's own clockwork."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

RESIDENT = "resident"
PROPERTY_STAFF = "property_staff"
COORDINATOR = "coordinator"
ADMIN = "admin"
AUDITOR = "auditor"
COMMITTEE = "committee"
"""The neighbourhood committee 居委会, which mediates disputes."""
COUNCIL = "council"
"""The community council 社委会, which adopts the covenant and arbitrates disputes."""
ROLES = (RESIDENT, PROPERTY_STAFF, COORDINATOR, ADMIN, AUDITOR, COMMITTEE, COUNCIL)

STAFF = frozenset({PROPERTY_STAFF, COORDINATOR, ADMIN})
"""Roles that may see other people's registrations."""
OFFICE = frozenset({COORDINATOR, ADMIN})
"""Roles that run rounds."""

SCOPES = ("read", "register", "book", "plan", "administer")
"""What a token may be good for; a token never does more than the account behind it."""


@dataclass(frozen=True, slots=True)
class Actor:
    """An account as it acts in one call; `sites` are those a property staff is bound to (empty: all of the community).

    `scopes` are None for a person with a session, else what the token may be used for.
    """

    community_id: UUID
    account_id: UUID | None = None
    member_id: UUID | None = None
    roles: frozenset[str] = frozenset()
    sites: frozenset[UUID] = frozenset()
    language: str = "zh"
    scopes: frozenset[str] | None = None

    def has(self, *roles: str) -> bool:
        """Whether one of the roles is held."""
        return not self.roles.isdisjoint(roles)

    @property
    def name(self) -> str:
        """What the audit chain calls this actor."""
        return f"account:{self.account_id}" if self.account_id else "system"


def clockwork(community_id: UUID) -> Actor:
    """The scheduler itself, acting for a community at its time."""
    return Actor(community_id)
