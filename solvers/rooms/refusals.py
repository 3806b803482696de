"""Why each section of a plan was refused, for all of them at once, and who of those who wait could still be served."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from solvers.causes import Cause
from solvers.explain import Reason
from solvers.rooms.case import Option, RoomsCase
from solvers.rooms.causes import cause_of
from solvers.rooms.explain import uses_of_option, why_refused
from solvers.rooms.goals import Base
from solvers.rooms.plan import Session, session_of, uses_of
from solvers.rooms.repair import Diary
from solvers.rooms.rules import verify
from solvers.rooms.standing import Standing


@dataclass(frozen=True, slots=True)
class SectionNote:
    """What decided a refusal; `waitable` tells that a room could come free: a slot of its own would suit it."""

    waitable: bool
    reasons: tuple[Reason, ...]
    cause: Cause | None = None


def refusals_of(case: RoomsCase, sessions: Sequence[Session], base: Base | None = None) -> Mapping[int, SectionNote]:
    """Reasons for every section that a plan gives no session, by its position.

    `base` is the plan from which this one was made, if there was one.
    """
    served = {one.request for one in sessions}
    diary, alone = Diary(case, uses_of(case.rooms, sessions)[0]), Diary(case, ())
    standing = Standing(case, sessions)
    notes = {}
    for at, section in enumerate(case.rooms.requests):
        if section.id not in served:
            options = [case.options[one] for one in case.options_at[at]]
            free = any(diary.fits_all(uses_of_option(option)) for option in options)
            waitable = any(alone.fits_all(uses_of_option(option)) for option in options)
            reasons = tuple(why_refused(case, at, free, diary))
            notes[at] = SectionNote(waitable, reasons, cause_of(standing, at, base))
    return notes


def sessions_for(case: RoomsCase, standing: Sequence[Session], waiting: Iterable[int]) -> Iterator[tuple[Session, ...]]:
    """Sessions for sections that wait, first in line first, each verified with all that stands and came before it.

    Parameters
    ----------
    case
        The round.
    standing
        Sessions that stay where they are.
    waiting
        Positions of the sections, first in line first.

    Yields
    ------
    sessions
        Those of one section, as many of its sessions a week as fit.
    """
    plan, diary = list(standing), Diary(case, uses_of(case.rooms, standing)[0])
    faults = len(verify(case, plan, case.every_pin))
    for at in waiting:
        found = tuple(session_of(case.rooms, option) for option in _fitting(case, at, diary))
        # The staff may have changed a rule since; nobody is asked in where that makes things worse than they stand.
        if found and len(verify(case, (*plan, *found), case.every_pin)) <= faults:
            plan += found
            for use in uses_of(case.rooms, found)[0]:
                diary.add(use)
            yield found


def _fitting(case: RoomsCase, at: int, diary: Diary) -> list[Option]:
    """Options of one section that fit together, most wished first, on different days."""
    chosen: list[Option] = []
    for one in case.options_at[at]:
        option = case.options[one]
        days = {known.weekday for known in chosen}
        uses = [use for known in (*chosen, option) for use in uses_of_option(known)]
        if option.weekday not in days and diary.fits_all(uses):
            chosen.append(option)
        if len(chosen) == case.rooms.requests[at].sessions:
            break
    return chosen
