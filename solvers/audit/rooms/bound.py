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
- ``people, section, room, minute, other``: slots of a section that begin in a room then, and slots of another section of
  the same people that meet it (its shortest length) on that date: 1.
- ``quota, position, minutes|sessions, holder``: what counts for a quota that is no share.
- ``pin, position``: at least one slot keeps this lock; a plan that does not keep it is not bounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import gcd
from typing import Any

from solvers.audit.protocol import Finding, Malformed
from solvers.audit.rooms.choices import Choices, Priced
from solvers.audit.rooms.demand import Section
from solvers.audit.rooms.prices import Prices
from solvers.audit.rooms.reading import Record, whole
from solvers.audit.rooms.rules_series import holds
from solvers.audit.rooms.season import Season
from solvers.audit.rooms.slots import Slot, Slots
from solvers.audit.rooms.tiers import bonus, part
from solvers.audit.rooms.uses import Use


def bound_of(season: Season, bound: Record) -> int | Fraction:
    """The bound, rounded down to a number that the goal can take.

    Raises
    ------
    Malformed
        For a row that speaks of something which the problem does not know.
    """
    slots, denominator = Slots(season), whole(bound["denominator"], 1)
    prices = Prices(season, bound["rows"])
    choices = Choices(season, slots)
    step, total = 0, prices.limits
    offered = {section.id: tuple(slots.every(section)) for section in season.sections.values()}
    bonuses: dict[str, int] = {}
    for section in season.sections.values():
        mine = offered[section.id]
        step = gcd(step, *(part(season, section) * count for count in {len(slot.held) for slot in mine}))
        if mine and section.sessions > 1:
            bonuses[section.id] = bonus(season, section, min(len(slot.held) for slot in mine))
    step = gcd(step, *bonuses.values()) or 1
    ...
