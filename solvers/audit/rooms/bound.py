"""The bound of the first goal that multipliers prove, in whole numbers, whichever multipliers they are.

Every row says of the slots (a section in a room, weekday, start and length) of any valid plan that a weighted count of
them is at most `limit`. With a multiplier u >= 0 for each row (Geoffrion 1974, Lagrangean relaxation) no plan is worth
more than::

    sum of u * limit + sum over shares of the best choice at the prices (worth of a slot - sum of u * weight)

A share is what is chosen together (`solvers.audit.rooms.choices`): the sections under one quota, else one section.

Rows are ``[name, key..., multiplier]``; a minute counts from midnight of the first planned date:

- ``room, room, minute``: slots that occupy an undivided room then, buffers included: 1.
- ``noise, room, room, minute``: noisy slots in either of two rooms side by side: 1.
- ``equipment, facility, item, minute``: pieces lent then, at most as many as there are.
- ``people, section, room, minute, other``: slots of a section that begin in a room then, and slots of another section
  of the same people that meet it (its shortest length) on that date: 1.
- ``quota, position, minutes|sessions, holder``: what counts for a quota that is no share.
- ``guarantee, count``: at least so many guaranteed sections are served. The plan must serve as many: as that goal comes
  first, plans with fewer are worse whatever they hold.
- ``guaranteed, section``: this one is served. Only where the plan serves all guaranteed sections that have a slot at
  all: else another plan may serve as many without this one.
- ``pin, position``: at least one slot keeps this lock. Only where the plan keeps every pin that any slot could keep: of
  two that exclude each other it is the office which gives one up, and another plan might keep that one.

So the bound is for plans that serve at least as many guaranteed sections as this one and keep every pin that can be
kept. `check_bound` finds rows that do not keep these conditions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from math import gcd

from solvers.audit.protocol import Finding
from solvers.audit.rooms.choices import best_within, shares_of, ways
from solvers.audit.rooms.demand import Section
from solvers.audit.rooms.pins import holds, rivals
from solvers.audit.rooms.prices import Prices, counted
from solvers.audit.rooms.reading import Record, whole
from solvers.audit.rooms.season import Season
from solvers.audit.rooms.slots import Slot, Slots
from solvers.audit.rooms.tiers import bonus, part
from solvers.audit.rooms.uses import Use


def bound_of(season: Season, bound: Record) -> int:
    """The bound, rounded down to a number that the goal can take.

    Raises
    ------
    Malformed
        For a row that speaks of something which the problem does not know.
    """
    slots, denominator = Slots(season), whole(bound["denominator"], 1)
    prices = Prices(season, bound["rows"])
    offered = {section.id: tuple(slots.every(section)) for section in season.sections.values()}
    extra = {name: _bonus(season, season.sections[name], mine) for name, mine in offered.items()}
    total, alone = prices.limits, set(offered)
    for share in shares_of(season, offered):
        alone -= set(share.sections)
        total += best_within(
            share.budget,
            (_ways(prices, offered[name], extra[name], denominator, share.measure) for name in share.sections),
        )
    for name in alone:
        total += _ways(prices, offered[name], extra[name], denominator, "").get(0, 0)
    step = _step(season, offered, extra)
    return total // (denominator * step) * step


def _ways(prices: Prices, mine: Sequence[Slot], extra: int, denominator: int, measure: str) -> Mapping[int, int]:
    """Ways to serve a section at these prices, by what they take of a share's quota (nothing without a measure)."""
    if not mine:
        return {}
    section = prices.season.sections[mine[0].section]
    worths: dict[tuple[int, int], int] = {}
    worth_of_a_date = part(prices.season, section) * denominator
    for slot in _shortest(mine):
        key = (slot.weekday, counted(slot, measure) if measure else 0)
        worth = worth_of_a_date * len(slot.held) - prices.paid(section, slot)
        worths[key] = max(worth, worths.get(key, worth))
    return ways(section, worths, extra * denominator, prices.earned(section))


def _shortest(slots: Sequence[Slot]) -> Iterator[Slot]:
    """Slots to which no shorter one at the same place, start and dates exists: a longer one only pays more."""
    known = set()
    for slot in slots:
        key = (slot.room, slot.weekday, slot.start, slot.held)
        if key not in known:
            known.add(key)
            yield slot


def _bonus(season: Season, section: Section, mine: Sequence[Slot]) -> int:
    """What all sessions of a section are worth beside the single ones, in hundredths."""
    return bonus(season, section, min(len(slot.held) for slot in mine)) if mine and section.sessions > 1 else 0


def _step(season: Season, offered: Mapping[str, Sequence[Slot]], extra: Mapping[str, int]) -> int:
    """What every value of the goal is a multiple of."""
    step = gcd(*extra.values())
    for name, mine in offered.items():
        date = part(season, season.sections[name])
        step = gcd(step, *(date * count for count in {len(slot.held) for slot in mine}))
    return step or 1


def check_bound(season: Season, bound: Record, uses: Sequence[Use]) -> Iterator[Finding]:
    """Pins and guarantees on which the bound counts although the plan does not keep them."""
    prices, served = Prices(season, bound["rows"]), {use.section for use in uses if not use.moved}
    used = [lock for mine in prices.pins.values() for lock, _ in mine]
    unkept = [lock for lock in used if not holds(season, lock, uses)] + (list(rivals(season, uses)) if used else [])
    for name in dict.fromkeys(lock.section for lock in unkept):
        yield Finding("bound_pin_unheld", "bound.rows", {"requests": name})
    yield from _check_guarantees(season, prices, served)


def _check_guarantees(season: Season, prices: Prices, served: Set[str]) -> Iterator[Finding]:
    """As many are served as rows count on; all that can be, where a row counts on one of them by its name."""
    slots, all_of_them = Slots(season), [one for one in season.sections.values() if one.guaranteed]
    counted = sum(one.id in served for one in all_of_them)
    unserved = [one.id for one in all_of_them if one.id not in served and any(slots.every(one))]
    if prices.promises > counted:
        yield Finding("bound_guarantee_unkept", "bound.rows", {"counted": counted, "claimed": prices.promises})
    if prices.promised_by_name and unserved:
        numbers: dict[str, int | str] = {
            "requests": ", ".join(unserved)[:140],
            "counted": counted,
            "claimed": counted + len(unserved),
        }
        yield Finding("bound_guarantee_unkept", "bound.rows", numbers)
