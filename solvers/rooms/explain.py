"""Why a section got what it got, and what would have worked: codes, ids and numbers, every alternative checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from solvers.errors import InvalidProblem
from solvers.explain import Alternative, Explanation, Outcome, Reason
from solvers.rooms.case import Option, RoomsCase
from solvers.rooms.plan import Session, Use, clock, session_of, uses_of
from solvers.rooms.problem import Section, Suitable
from solvers.rooms.repair import Diary
from solvers.rooms.rules import verify
from solvers.timetable import WindowRule

MOST_ALTERNATIVES = 3


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
    diary = Diary(case, uses_of(case.rooms, sessions)[0])
    free = _free(case, at, case.options_at[at], diary)
    reasons += why_refused(case, at, next(free, None) is not None, diary)
    outcome = Outcome.SERVED if mine else Outcome.REFUSED
    return Explanation(request, outcome, tuple(reasons), tuple(_alternatives(case, sessions, at, diary)))


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


def _alternatives(case: RoomsCase, sessions: Sequence[Session], at: int, diary: Diary) -> Iterator[Alternative]:
    """As asked for, in any other room at a wished time, at any other time in a wished room."""
    section = case.rooms.requests[at]
    days = sorted({wish.weekday for wish in section.ranges})
    kinds = {
        "as_asked_room": section,
        "other_room": replace(section, rooms=(), facilities=()),
        "other_time": replace(section, ranges=tuple(Suitable(day, "00:00", "24:00") for day in days)),
    }
    count = 0
    for kind, wider in kinds.items():
        for option in _options(case, at, wider):
            if count < MOST_ALTERNATIVES and _fits(option, diary):
                told = _told(case, sessions, kind, wider, option)
                if told.checked:
                    count += 1
                    yield told
                break


def _options(case: RoomsCase, at: int, section: Section) -> Iterator[Option]:
    changed = _changed(case, at, section)
    return (changed.options[one] for one in changed.options_at[0])


def _changed(case: RoomsCase, at: int, section: Section) -> RoomsCase:
    """The round with this section alone, as it might have asked; its position stays that of the diary."""
    rooms = replace(case.rooms, requests=(section,), links=(), locks=())
    alone = RoomsCase(rooms)
    alone.__dict__["options"] = tuple(replace(option, section=at) for option in RoomsCase(rooms).options)
    alone.__dict__["options_at"] = [range(len(alone.options))]
    return alone


def _told(case: RoomsCase, sessions: Sequence[Session], kind: str, wider: Section, option: Option) -> Alternative:
    requests = tuple(wider if one.id == wider.id else one for one in case.rooms.requests)
    changed = RoomsCase(replace(case.rooms, requests=requests))
    found = verify(changed, (*sessions, session_of(case.rooms, option)), case.every_pin)
    room = case.rooms.rooms[option.room]
    window = WindowRule(weekdays=(option.weekday,), start=clock(option.start), end=clock(option.end))
    numbers: dict[str, int | str] = {"weekday": option.weekday, "start": window.start, "end": window.end}
    numbers |= {"room": room.id, "dates": len(option.held)}
    return Alternative(kind, room.facility, (room.id,), 0, (window,), numbers, not found)
