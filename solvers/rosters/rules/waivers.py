"""Overrides of a coordinator: a pinned seat for which a limit is waived, told in both voices.

A window of one volunteer (a day, a week, a chain, a row of days) is excused from a rule where it holds a seat for which
the rule is waived, and else only what stands: the past, pins and the published roster; also where it holds nothing but
facts, decided elsewhere. Whoever adds anything more to it meets the rule as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from solvers.rosters.roster import Block
from solvers.rosters.rules.protocol import Held, Model, Terms

if TYPE_CHECKING:
    from solvers.rosters.case import RosterCase
    from solvers.rosters.rules.protocol import Rule


def excused(case: RosterCase, rule: Rule, volunteer: int, blocks: Iterable[Block]) -> bool:
    """Whether a window of a roster is excused from a rule."""
    found, standing = list(blocks), case.standing[volunteer]
    if all(map(decided_elsewhere(case, volunteer), found)):
        return True
    waived = case.waived.get((rule.id, volunteer))
    if waived is None:
        return False
    known = all(block.post < 0 or block.post in standing for block in found)
    return known and any(block.post in waived for block in found)


def decided_elsewhere(case: RosterCase, volunteer: int) -> Callable[[Block], bool]:
    """Tells of a block of a volunteer whether it is a fact: past, or on a shift whose crew is not decided here."""
    given = case.given.get(volunteer, frozenset())
    return lambda block: block.post < 0 or block.post in given


def both_given(case: RosterCase, volunteer: int, first: Block, second: Block) -> bool:
    """Whether neither of two blocks is decided here."""
    is_fact = decided_elsewhere(case, volunteer)
    return is_fact(first) and is_fact(second)


def limit_window(
    case: RosterCase, model: Model, rule: tuple[Rule, int], window: Sequence[Held], bound: tuple[Terms, int]
) -> None:
    """Keep a sum within a limit unless the window is excused; what is fixed never breaks it by itself.

    Parameters
    ----------
    rule
        The rule, and the volunteer at whom it looks.
    window
        Everything that the volunteer may do in the window.
    bound
        Terms of the sum, and the limit.
    """
    terms, limit = bound
    most = sum(worth for _, worth in terms if worth > 0)
    if most <= limit:
        return
    one, volunteer = rule
    is_fact = decided_elsewhere(case, volunteer)
    certain = {held.var for held in window if is_fact(held.block)}
    fixed = sum(worth for var, worth in terms if var < 0 or var in certain)
    above = max(limit, fixed)
    waived = case.waived.get((one.id, volunteer), frozenset())
    lifted = [held.var for held in window if held.block.post in waived]
    if not lifted:
        model.require(one.rule, terms, None, above)
        return
    standing = case.standing[volunteer]
    others = [held.var for held in window if held.block.post >= 0 and held.block.post not in standing]
    model.require(one.rule, [*terms, (model.some(lifted), -most)], None, above)
    model.require(one.rule, [*terms, (model.some(others), most)], None, above + most)
