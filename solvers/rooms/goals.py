"""Goals of a season round, in their order; each is a number of the chosen options that anyone can add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from solvers.rooms.case import Option, RoomsCase
from solvers.window import minute_of

Base = Mapping[int, tuple[tuple[int, int, int, int], ...]]
"""Sessions of a plan in force by section: room, weekday, start, length."""
FIRST_SHARE, MOST_LOST = 4, 4


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal with its name and whether more is better."""

    name: str
    maximise: bool
    value: Callable[[RoomsCase, Sequence[Option]], int]


def worth(case: RoomsCase, option: Option) -> int:
    """What an option counts by itself, in hundredths: weight, dates held, the share of a part."""
    section = case.rooms.requests[option.section]
    part = case.rooms.policy.partial_percent if section.sessions > 1 else 100
    return case.rooms.weight_of(section) * len(option.held) * part


def bonus(case: RoomsCase, section: int) -> int:
    """What a section with several sessions a week counts beside them when all are served, in hundredths."""
    own = case.rooms.requests[section]
    held = min((len(case.options[at].held) for at in case.options_at[section]), default=0)
    return case.rooms.weight_of(own) * held * own.sessions * (100 - case.rooms.policy.partial_percent)


def sessions(case: RoomsCase, chosen: Sequence[Option]) -> int:
    """Dated sessions weighted by the covenant's priorities, in hundredths."""
    counts = Counter(option.section for option in chosen)
    whole = (at for at, count in counts.items() if 1 < count == case.rooms.requests[at].sessions)
    return sum(worth(case, option) for option in chosen) + sum(bonus(case, at) for at in whole)


def wish(case: RoomsCase, option: Option) -> int:
    """How well an option meets the wishes: 4 for the primary range, 3 to 0 by rank, up to 3 by length."""
    section = case.rooms.requests[option.section]
    spread = section.longest - section.shortest
    length = 3 if not spread else 3 * (option.length - section.shortest) // spread
    return 4 * option.primary + max(0, 3 - option.rank) + length


def wishes(case: RoomsCase, chosen: Sequence[Option]) -> int:
    """Wishes met, those about two sections among them (3 each)."""
    by_section: dict[int, list[Option]] = {}
    for option in chosen:
        by_section.setdefault(option.section, []).append(option)
    links = sum(
        3 * linked(case, kind, a, by_section.get(other, ())) for one, other, kind in links_of(case)
        for a in by_section.get(one, ())
    )  # fmt: skip
    return links + sum(wish(case, option) for option in chosen)


def links_of(case: RoomsCase) -> Iterator[tuple[int, int, str]]:
    """Links by position."""
    index = case.rooms.request_index
    return ((index[link.a], index[link.b], link.kind) for link in case.rooms.links)


def linked(case: RoomsCase, kind: str, a: Option, others: Iterable[Option]) -> bool:
    """Whether a wish about two sections is met at an option of the first."""
    met = any(near(case, kind, a, b) for b in others)
    return not met if kind == "apart" else met


def near(case: RoomsCase, kind: str, a: Option, b: Option) -> bool:
    """Whether two options lie in one facility on one day, and, where that is the wish, one right after the other."""
    same = a.weekday == b.weekday and case.rooms.facility_of[a.room] == case.rooms.facility_of[b.room]
    gap = max(b.start - a.end, a.start - b.end)
    return same and (kind != "adjacent" or 0 <= gap <= case.rooms.policy.setup + case.rooms.policy.clear)


def shares(case: RoomsCase) -> Mapping[str, tuple[int, ...]]:
    """What each further session is worth to fairness, by party: the first quarter of what was asked the most."""
    asked = Counter[str]()
    for section in case.rooms.requests:
        asked[section.party] += section.sessions
    lost = {party.id: min(MOST_LOST, party.lost) for party in case.rooms.parties}
    return {
        party: tuple(FIRST_SHARE + lost[party] - FIRST_SHARE * step // count for step in range(count))
        for party, count in asked.items()
    }


def fairness(case: RoomsCase, chosen: Sequence[Option]) -> int:
    """Steps of fairness over the parties: who has least, and who lost before, gains most by one more session."""
    got = Counter(case.rooms.requests[option.section].party for option in chosen)
    return sum(sum(steps[: got[party]]) for party, steps in shares(case).items())


def stays(case: RoomsCase, option: Option) -> int:
    """2 for the room and slot of last season, 1 for one of the two."""
    before = case.rooms.requests[option.section].previous
    if before is None:
        return 0
    same_room = before.room == case.rooms.rooms[option.room].id
    return same_room + ((before.weekday, minute_of(before.start)) == (option.weekday, option.start))


def stability(case: RoomsCase, chosen: Sequence[Option]) -> int:
    """Slots and rooms kept from last season."""
    return sum(stays(case, option) for option in chosen)


def openings(case: RoomsCase, chosen: Sequence[Option]) -> int:
    """Facilities opened, counted for each weekday."""
    return len({opened(case, option) for option in chosen})


def opened(case: RoomsCase, option: Option) -> tuple[int, int]:
    """Facility and weekday that an option needs."""
    return case.rooms.facility_of[option.room], option.weekday


def guarantee(case: RoomsCase, chosen: Sequence[Option]) -> int:
    """Guaranteed sections with at least one session."""
    return len(case.guaranteed & {option.section for option in chosen})


def draw(case: RoomsCase, chosen: Sequence[Option]) -> int:
    """Worth of the lots (see `solvers.lots`), once for each weekly session served."""
    return sum(case.lots.get(option.section, 0) for option in chosen)


GUARANTEE, DRAW = Goal("guarantee", True, guarantee), Goal("draw", True, draw)
GOALS: tuple[Goal, ...] = (
    Goal("sessions", True, sessions),
    Goal("wishes", True, wishes),
    Goal("fairness", True, fairness),
    Goal("last_season", True, stability),
    Goal("openings", False, openings),
)


def goals_of(case: RoomsCase) -> tuple[Goal, ...]:
    """Goals of a round; the guarantee and the draw only where some section has one."""
    first, last = (GUARANTEE,) if case.guaranteed else (), (DRAW,) if case.lots else ()
    return (*first, *GOALS, *last)


def replan_goals(case: RoomsCase, base: Base) -> tuple[Goal, ...]:
    """Goals of a re-plan: kept sessions, then fewest changes, then the usual ones.

    Nobody in force gives way to a guarantee.
    """

    def kept(case: RoomsCase, chosen: Sequence[Option]) -> int:
        """Sessions of the plan in force that are still served."""
        counts = Counter(option.section for option in chosen)
        return sum(min(len(slots), counts[at]) for at, slots in base.items())

    def moves(case: RoomsCase, chosen: Sequence[Option]) -> int:
        """Kept sessions that are not where they were."""
        same = Counter(option.section for option in chosen if is_base(base, option))
        return kept(case, chosen) - sum(min(len(slots), same[at]) for at, slots in base.items())

    return (Goal("kept_sessions", True, kept), Goal("moves", False, moves), *goals_of(case))


def is_base(base: Base, option: Option) -> bool:
    """Whether an option is a session of the plan in force."""
    slot = (option.room, option.weekday, option.start, option.length)
    return slot in base.get(option.section, ())
