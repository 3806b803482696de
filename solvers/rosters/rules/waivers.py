"""Overrides of a coordinator: a pinned seat for which a limit is waived, told in both voices.

A window of one volunteer (a day, a week, a chain, a row of days) is excused from a rule where it holds a seat for which
the rule is waived, or one that was decided elsewhere, and else only what stands: the past, pins and the published
roster. Whoever adds anything more to it meets the rule as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from solvers.rosters.roster import Block
from solvers.rosters.rules.protocol import Held, Model, Terms

if TYPE_CHECKING:
    from solvers.rosters.case import RosterCase
    from solvers.rosters.rules.protocol import Rule


def excused(case: RosterCase, rule: Rule, volunteer: int, blocks: Iterable[Block]) -> bool:
    """Whether a window of a roster is excused from a rule."""
    waived = lifting(case, rule, volunteer)
    if not waived:
        return False
    found, standing = list(blocks), case.standing[volunteer]
    known = all(block.post < 0 or block.post in standing for block in found)
    return known and any(block.post in waived for block in found)


def lifting(case: RosterCase, rule: Rule, volunteer: int) -> frozenset[int]:
    """Posts whose windows a rule may not judge: it is waived for them, or they were decided elsewhere."""
    return case.waived.get((rule.id, volunteer), frozenset()) | case.given.get(volunteer, frozenset())


def both_given(case: RosterCase, volunteer: int, first: Block, second: Block) -> bool:
    """Whether neither of two blocks is decided here."""
    given = case.given.get(volunteer, frozenset())
    return all(block.post < 0 or block.post in given for block in (first, second))


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
    fixed = sum(worth for var, worth in terms if var < 0)
    (one, volunteer), above = rule, max(limit, fixed)
    waived = lifting(case, one, volunteer)
    lifted = [held.var for held in window if held.block.post in waived]
    if not lifted:
        model.require(one.rule, terms, None, above)
        return
    standing = case.standing[volunteer]
    others = [held.var for held in window if held.block.post >= 0 and held.block.post not in standing]
    model.require(one.rule, [*terms, (model.some(lifted), -most)], None, above)
    model.require(one.rule, [*terms, (model.some(others), most)], None, above + most)
