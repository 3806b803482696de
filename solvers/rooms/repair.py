"""Repair of dates: for each blocked date of a series a substitute, if there is one, that breaks no rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from solvers.rooms.case import Option, RoomsCase
from solvers.rooms.plan import Session, Use, session_of
from solvers.rooms.rules import counts_for, holder
from solvers.window import DAY, covers


class Diary:
    """Dated uses, and whether one more would break a rule."""

    def __init__(self, case: RoomsCase, uses: Iterable[Use]) -> None:
        self.case = case
        self._there: dict[tuple[int, int], list[Use]] = {}
        self._of: dict[tuple[int, int], list[Use]] = {}
        self._within_earshot = _within_earshot(case)
        self._counts: dict[tuple[int, str], tuple[int, int]] = {}
        self._known: dict[tuple[int, int], list[tuple[int, str]]] = {}
        self._rivals: dict[int, set[int]] = {}
        for a, b, _ in case.conflicts:
            self._rivals.setdefault(a, set()).add(b)
            self._rivals.setdefault(b, set()).add(a)
        for use in uses:
            self.add(use)

    def add(self, use: Use) -> None:
        """Write a use down."""
        self._there.setdefault((use.day, self.case.rooms.facility_of[use.room]), []).append(use)
        self._of.setdefault((use.day, use.section), []).append(use)
        for key in self._quotas_of(use):
            minutes, count = self._counts.get(key, (0, 0))
            self._counts[key] = minutes + use.end - use.start, count + 1

    def _quotas_of(self, use: Use) -> Sequence[tuple[int, str]]:
        """Quotas, with their holder, for which a use counts."""
        known = self._known.get((use.section, use.room))
        if known is None:
            known = self._known[use.section, use.room] = [
                (at, holder(self.case, quota, use.section))
                for at, quota in enumerate(self.case.rooms.quotas)
                if counts_for(self.case, quota, use.section, use.room)
            ]
        return known

    def fits(self, use: Use) -> bool:
        """Whether a use keeps every rule beside those written down."""
        rooms, section = self.case.rooms, self.case.rooms.requests[use.section]
        setup, clear = rooms.buffers(use.room)
        span = (use.day * DAY + use.start, use.day * DAY + use.end)
        return (
            use.start >= setup
            and use.end + clear <= DAY
            and covers(self.case.openings.of(use.room, section), span)
            and not any(self._clash(use, other) for other in self._beside(use))
            and self._equipped(use)
            and self.within_quotas((use,))
        )

    def _beside(self, use: Use) -> Iterator[Use]:
        """Uses of the same day that a use could clash with: in its house or within earshot, and of the same people."""
        home = self.case.rooms.facility_of[use.room]
        for facility in (home, *self._within_earshot.get(home, ())):
            yield from self._there.get((use.day, facility), ())
        yield from self._of.get((use.day, use.section), ())
        yield from self._of_rivals(use)

    def _of_rivals(self, use: Use) -> Iterator[Use]:
        for rival in self._rivals.get(use.section, ()):
            yield from self._of.get((use.day, rival), ())

    def fits_all(self, uses: Sequence[Use]) -> bool:
        """Whether the dates of one series keep every rule together."""
        return all(self.fits(use) for use in uses) and self.within_quotas(uses)

    def within_quotas(self, uses: Sequence[Use]) -> bool:
        """Whether the dates of one series, added up, stay within every quota."""
        more: dict[tuple[int, str], tuple[int, int]] = {}
        for use in uses:
            for key in self._quotas_of(use):
                minutes, count = more.get(key) or self._counts.get(key, (0, 0))
                more[key] = minutes + use.end - use.start, count + 1
        for (at, _), (minutes, count) in more.items():
            quota = self.case.rooms.quotas[at]
            too_long = quota.minutes is not None and minutes > quota.minutes
            if too_long or (quota.sessions is not None and count > quota.sessions):
                return False
        return True

    def _clash(self, use: Use, other: Use) -> bool:
        if use.section == other.section:
            return True
        rooms, case = self.case.rooms, self.case
        mine, theirs = rooms.buffers(use.room), rooms.buffers(other.room)
        atoms = (rooms.atoms[use.room], rooms.atoms[other.room])
        close = use.start - mine[0] < other.end + theirs[1] and other.start - theirs[0] < use.end + mine[1]
        if close and not set(atoms[0]).isdisjoint(atoms[1]):
            return True
        meets = use.start < other.end and other.start < use.end
        noisy = rooms.requests[use.section].noisy and rooms.requests[other.section].noisy
        if meets and noisy and any((min(a, b), max(a, b)) in case.noisy_pairs for a in atoms[0] for b in atoms[1]):
            return True
        return self._same_people(use, other)

    def _same_people(self, use: Use, other: Use) -> bool:
        """Whether the leader or the members of one would have to be at the other, or on the way."""
        rooms = self.case.rooms
        apart = rooms.facility_of[use.room] != rooms.facility_of[other.room]
        guard = rooms.policy.travel if apart else 0
        same = other.section in self._rivals.get(use.section, ())
        return same and use.start < other.end + guard and other.start < use.end + guard

    def people_free(self, uses: Iterable[Use]) -> bool:
        """Whether the leader and the members are needed nowhere else on these dates."""
        return not any(self._same_people(use, other) for use in uses for other in self._of_rivals(use))

    def _equipped(self, use: Use) -> bool:
        facility = self.case.rooms.facility_of[use.room]
        pool = self.case.rooms.facilities[facility].equipment or {}
        others = self._there.get((use.day, facility), ())
        moments = [use.start, *(one.start for one in others if use.start < one.start < use.end)]
        for name, count in self._lent(use):
            for moment in moments:
                standing = (one for one in others if one.start <= moment < one.end)
                if count + sum(more for one in standing for kind, more in self._lent(one) if kind == name) > pool.get(
                    name, 0
                ):
                    return False
        return True

    def _lent(self, use: Use) -> Iterator[tuple[str, int]]:
        features = self.case.rooms.rooms[use.room].features
        needs = self.case.rooms.requests[use.section].equipment or {}
        return ((name, count) for name, count in needs.items() if name not in features)


def _within_earshot(case: RoomsCase) -> dict[int, set[int]]:
    """For each facility the others with a room next to one of its own."""
    found: dict[int, set[int]] = {}
    for pair in case.noisy_pairs:
        a, b = (case.rooms.facility_of[atom] for atom in pair)
        if a != b:
            found.setdefault(a, set()).add(b)
            found.setdefault(b, set()).add(a)
    return found


def repaired(case: RoomsCase, chosen: Sequence[Option]) -> tuple[Session, ...]:
    """Sessions by name, with substitutes for their blocked dates: the same time in another room, else another time."""
    held = [
        Use(one.section, at, one.room, day, one.start, one.end) for at, one in enumerate(chosen) for day in one.held
    ]
    diary = Diary(case, held) if any(one.blocked for one in chosen) else None
    out = []
    for at, option in enumerate(chosen):
        moved = []
        for day in option.blocked if diary is not None else ():
            found = next((use for use in _substitutes(case, option, at, day) if diary and diary.fits(use)), None)
            if found is not None and diary is not None:
                diary.add(found)
                moved.append(found)
        out.append(session_of(case.rooms, option, moved))
    return tuple(sorted(out, key=lambda one: (one.request, one.weekday, one.start)))


def _substitutes(case: RoomsCase, option: Option, session: int, day: int) -> Iterator[Use]:
    section = case.rooms.requests[option.section]
    ranks = case.ranks(section) if section.may_vary else {option.room: 0}
    rooms = [room for room in sorted(ranks, key=lambda one: ranks[one]) if not case.fits(section, room)]
    slots = [(start, length) for weekday, start, length, _ in case.slots(section) if weekday == option.weekday]
    slots.sort(key=lambda one: (one != (option.start, option.length), abs(one[0] - option.start), -one[1]))
    bans = case.bans.get(option.section, ())
    for start, length in slots:
        for room in rooms:
            if not any(case.matches(lock, room, option.weekday, start) for lock in bans):
                yield Use(option.section, session, room, day, start, start + length, True)
