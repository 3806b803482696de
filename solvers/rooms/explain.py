"""Why a section got what it got, and what would have worked: codes, ids and numbers, every alternative checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from solvers.errors import InvalidProblem
from solvers.explain import Explanation, Outcome, Reason
from solvers.rooms.case import Option, RoomsCase
from solvers.rooms.causes import cause_of
from solvers.rooms.plan import Session, Use, uses_of
from solvers.rooms.problem import Section
from solvers.rooms.repair import Diary
from solvers.rooms.standing import Standing
from solvers.rooms.ways import ways_of


def explain_section(case: RoomsCase, sessions: Sequence[Session], request: str) -> Explanation:
    """Explain what a plan did with one section.

    Raises
    ------
    InvalidProblem
        If the section is not in the problem.
    """
    if request not in case.rooms.request_index:
        raise InvalidProblem("unknown_id", "REQUEST_ID", request, "an id of this problem")
    at = case.rooms.request_index[request]
    section = case.rooms.requests[at]
    mine = [one for one in sessions if one.request == request]
    reasons = [_served(case, section, one) for one in mine]
    if len(mine) == section.sessions:
        return Explanation(request, Outcome.SERVED, tuple(reasons))
    diary, standing = Diary(case, uses_of(case.rooms, sessions)[0]), Standing(case, sessions)
    free = _free(case, at, case.options_at[at], diary)
    reasons += why_refused(case, at, next(free, None) is not None, diary)
    outcome = Outcome.SERVED if mine else Outcome.REFUSED
    ways, searched = ways_of(standing, at)
    return Explanation(request, outcome, (*reasons, *searched), ways, cause_of(standing, at))


def _served(case: RoomsCase, section: Section, one: Session) -> Reason:
    numbers: dict[str, int | str] = {
        "weekday": one.weekday,
        "start": one.start,
        "end": one.end,
        "dates": len(one.dates),
        "moved": len(one.substitutes),
        "left_out": len(one.left_out),
    }
    return Reason("room_given", one.room, (section.id,), numbers)


def why_refused(case: RoomsCase, at: int, free: bool, diary: Diary) -> Iterator[Reason]:
    """What decided against a section; `free` tells that an option of it would still fit."""
    section = case.rooms.requests[at]
    slots = list(case.slots(section))
    if not slots:
        yield Reason("range_too_short", "", (section.id,), {"allowed": section.shortest})
    elif not any(case.dates(section, weekday) for weekday, *_ in slots):
        yield Reason("no_dates_left", "", (section.id,))
    ranks = case.ranks(section)
    large = [room for room in ranks if case.fits(section, room) != "large_enough"]
    equipped = [room for room in large if not case.fits(section, room)]
    open_ = {case.options[one].room for one in case.options_at[at]}
    numbers = {"listed": len(ranks), "large": len(large), "equipped": len(equipped), "open_rooms": len(open_)}
    yield Reason("rooms_funnel", "", (section.id,), numbers)
    slots_left = [case.options[one] for one in case.options_at[at]]
    within = [option for option in slots_left if diary.within_quotas(uses_of_option(option))]
    told = {"slots": len(slots_left)}
    if free:
        yield Reason("room_still_free", "", (section.id,), told)
    elif slots_left and not within:
        yield Reason("quota_reached", "", (section.id,), told)
    elif within and not any(diary.people_free(uses_of_option(option)) for option in within):
        yield Reason("people_elsewhere", "", (section.id,), {"slots": len(within)})
    elif within:
        yield Reason("rooms_taken", "", (section.id,), {"slots": len(within)})


def _free(case: RoomsCase, at: int, options: Sequence[int], diary: Diary) -> Iterator[Option]:
    for one in options:
        option = case.options[one]
        if _fits(option, diary):
            yield option


def uses_of_option(option: Option) -> list[Use]:
    """Dated uses of an option."""
    return [Use(option.section, -1, option.room, day, option.start, option.end) for day in option.held]


def _fits(option: Option, diary: Diary) -> bool:
    return diary.fits_all(uses_of_option(option))
