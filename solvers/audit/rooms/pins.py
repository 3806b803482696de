"""Pins of the staff: each holds, or the plan tells that it cannot, and then nothing may plainly speak against that.

Pins that the plan gives up are the office's word. Two things keep it from being more than that: a pin must not be told
unheld while its place is free, and a bound may count on pins only where those given up could be kept by nobody at all
(`rivals`). Otherwise the office could prove "no better plan" by the choice of which of two pins it gives up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from solvers.audit.protocol import Finding
from solvers.audit.rooms.demand import Lock
from solvers.audit.rooms.reading import Record, maybe_text, records, text
from solvers.audit.rooms.rules_series import quotas
from solvers.audit.rooms.rules_together import together
from solvers.audit.rooms.season import Season
from solvers.audit.rooms.slots import Slot, Slots
from solvers.audit.rooms.uses import Use

Taken = dict[tuple[str, int], list[tuple[int, int, str]]]
"""From when to when an undivided room is taken on a date, and by whom."""


def pins(season: Season, plan: Record, uses: Sequence[Use]) -> Iterator[Finding]:
    """Each pin holds, or the plan tells that it cannot, and it is not plain that it could."""
    unheld, slots = Counter(told_unheld(plan)), Slots(season)
    fixed = [lock for lock in season.locks if lock.kind == "pin"]
    known = {(lock.section, lock.room) for lock in fixed}
    for at, name in enumerate(told_unheld(plan)):
        if name not in known:
            yield Finding("unknown_id", f"plan.unheld[{at}]", _named(*name))
    taken = _taken(season, uses) if unheld else {}
    for lock in fixed:
        if not holds(season, lock, uses):
            if not unheld[lock.section, lock.room]:
                yield Finding("pin_not_held", "plan.assignments", _named(lock.section, lock.room))
            elif could_hold(season, slots, lock, uses, taken):
                yield Finding("pin_not_held", "plan.unheld", _named(lock.section, lock.room))
            unheld[lock.section, lock.room] -= 1


def told_unheld(plan: Record) -> list[tuple[str, str | None]]:
    """Section and room of each pin that the plan tells it cannot hold."""
    return [(text(one["request"]), maybe_text(one.get("room"))) for one in records(plan.get("unheld", []))]


def holds(season: Season, lock: Lock, uses: Sequence[Use]) -> bool:
    """Whether a weekly slot keeps a pin on one of its dates."""
    return any(
        use.section == lock.section
        and not use.moved
        and season.speaks(lock, use.room, season.weekday(use.day), use.start)
        for use in uses
    )


def rivals(season: Season, uses: Sequence[Use]) -> Iterator[Lock]:
    """Pins that the plan does not keep though some slot of the problem would: they compete with those that it keeps."""
    slots = Slots(season)
    for lock in season.locks:
        if lock.kind == "pin" and not holds(season, lock, uses) and any(_keepers(season, slots, lock)):
            yield lock


def could_hold(season: Season, slots: Slots, lock: Lock, uses: Sequence[Use], taken: Taken) -> bool:
    """Whether a slot that keeps the pin is free once what the section has is taken away: no rule speaks against it.

    A section that keeps another pin is left alone: its two pins may contradict each other.
    """
    fixed = (one for one in season.locks if one.kind == "pin" and one.section == lock.section)
    if any(holds(season, other, uses) for other in fixed):
        return False
    others = [use for use in uses if use.section != lock.section]
    for slot in _keepers(season, slots, lock):
        if _is_free(season, slot, taken):
            mine = [Use(slot.section, -1, slot.room, day, slot.start, slot.end, False) for day in slot.held]
            near = [use for use in others if use.day in slot.held]
            if not any(together(season, [*near, *mine])) and not any(quotas(season, [*others, *mine])):
                return True
    return False


def _is_free(season: Season, slot: Slot, taken: Taken) -> bool:
    """Whether nobody else is in the room, buffers included, on any date of a slot."""
    room = season.supply.rooms[slot.room]
    first, last = slot.start - room.setup, slot.end + room.clear
    return not any(
        start < last and first < end and section != slot.section
        for part in season.supply.occupies[slot.room]
        for day in slot.held
        for start, end, section in taken.get((part, day), ())
    )


def _taken(season: Season, uses: Sequence[Use]) -> Taken:
    found: Taken = {}
    for use in uses:
        room = season.supply.rooms[use.room]
        for part in season.supply.occupies[use.room]:
            found.setdefault((part, use.day), []).append((use.start - room.setup, use.end + room.clear, use.section))
    return found


def _keepers(season: Season, slots: Slots, lock: Lock) -> Iterator[Slot]:
    """Slots that would keep a pin."""
    for slot in slots.every(season.sections[lock.section]):
        if season.speaks(lock, slot.room, slot.weekday, slot.start):
            yield slot


def _named(section: str, room: str | None) -> dict[str, int | str]:
    return {"requests": section, "place": room or ""}
