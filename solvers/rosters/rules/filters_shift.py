"""Filters of the shift: H22, H27, the staff's bans and the freeze window (H25)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from solvers.plan import Violation
from solvers.rosters.rules.protocol import told
from solvers.rosters.vectors import Bools

if TYPE_CHECKING:
    from solvers.rosters.case import RosterCase


def everyone(case: RosterCase) -> Bools:
    """All volunteers."""
    return np.ones(len(case.rosters.volunteers), dtype=bool)


@dataclass(frozen=True)
class ProhibitedBeneficiary:
    """H22: an elder's or family's veto."""

    id: ClassVar[str] = "H22"
    rule: ClassVar[str] = "h22_prohibited_beneficiary"

    def against(self, case: RosterCase, volunteer: int, post: int) -> Violation | None:
        shift = case.posts[post].shift
        elder = case.elder_of(shift)
        if elder is None or case.rosters.volunteers[volunteer].id not in case.rosters.elders[elder].vetoes:
            return None
        return told(case, self.rule, shift, [volunteer], elder=case.rosters.elders[elder].id)

    def mask(self, case: RosterCase, post: int) -> Bools:
        elder = case.elder_of(case.posts[post].shift)
        return ~case.vectors.named(() if elder is None else case.unwanted.get(elder, ()))


@dataclass(frozen=True)
class Requested:
    """H27: the gender or language that an elder asked for."""

    id: ClassVar[str] = "H27"
    rule: ClassVar[str] = "h27_requested_gender_language"

    def against(self, case: RosterCase, volunteer: int, post: int) -> Violation | None:
        shift = case.posts[post].shift
        if self._suits(case, volunteer, shift):
            return None
        return told(case, self.rule, shift, [volunteer])

    def _suits(self, case: RosterCase, volunteer: int, shift: int) -> bool:
        elder = case.elder_of(shift)
        if elder is None:
            return True
        asked, one = case.rosters.elders[elder], case.rosters.volunteers[volunteer]
        speaks = asked.language is None or asked.language in one.languages
        return speaks and asked.gender in ("unknown", one.gender)

    def mask(self, case: RosterCase, post: int) -> Bools:
        elder = case.elder_of(case.posts[post].shift)
        if elder is None:
            return everyone(case)
        asked, people = case.rosters.elders[elder], case.rosters.volunteers
        may = everyone(case)
        if asked.language is not None:
            may &= case.vectors.flags(asked.language in one.languages for one in people)
        if asked.gender != "unknown":
            may &= case.vectors.flags(asked.gender == one.gender for one in people)
        return may


@dataclass(frozen=True)
class Banned:
    """H24: whom the staff keep away from a shift or a role stays away."""

    id: ClassVar[str] = "H24"
    rule: ClassVar[str] = "h24_banned"

    def against(self, case: RosterCase, volunteer: int, post: int) -> Violation | None:
        found = case.posts[post]
        banned = any((volunteer, found.shift, role) in case.bans for role in (None, found.name))
        return told(case, self.rule, found.shift, [volunteer], role=found.name) if banned else None

    def mask(self, case: RosterCase, post: int) -> Bools:
        found = case.posts[post]
        return ~case.vectors.named(
            volunteer for volunteer, shift, role in case.bans if shift == found.shift and role in (None, found.name)
        )


@dataclass(frozen=True)
class FreezeWindow:
    """H25: on shifts that begin soon, or have begun, nobody is seated who was not published."""

    id: ClassVar[str] = "H25"
    rule: ClassVar[str] = "h25_freeze_window"

    def against(self, case: RosterCase, volunteer: int, post: int) -> Violation | None:
        shift = case.posts[post].shift
        if not case.stands(shift) or volunteer in case.published_on.get(post, ()):
            return None
        return told(case, self.rule, shift, [volunteer], until=case.frozen_before or case.spans[shift][0])

    def mask(self, case: RosterCase, post: int) -> Bools:
        if not case.stands(case.posts[post].shift):
            return everyone(case)
        return case.vectors.named(case.published_on.get(post, ()))
