"""Re-planning a season: what still holds stays, what broke is placed anew beside it, others move only to make room."""

from __future__ import annotations

from collections.abc import Sequence

from solvers.engines.rooms_exchange import exchange
from solvers.engines.rooms_improve import improve
from solvers.engines.rooms_solve import Solve
from solvers.rooms.goals import is_base
from solvers.rooms.greedy import Filler, by_priority

LOST_NODES, PUSH_NODES = 200, 50
PUSH_OPTIONS = 4_000
"""Most options freed at once to make room."""


def replan(solve: Solve) -> None:
    """Keep, place, push, then fill what is left with sections that had nothing; among those the lots decide."""
    options = solve.case.options
    standing = [at for at in solve.columns if is_base(solve.base, options[at])]
    kept = Filler(solve.case, solve.rows)
    for option in (*standing, *solve.pinned):
        if kept.fits(option):
            kept.put(option)
    solve.chosen = list(kept.chosen) if solve.keeps(list(kept.chosen)) else solve.filled((), standing)
    solve.report("kept")
    _note_bounds(solve, len(standing))
    lost = _lost(solve)
    if lost:
        improve(
            solve, [at for section in lost for at in solve.case.options_at[section]], LOST_NODES, solve.upto("wishes")
        )
        solve.report("placed")
    for section in _lost(solve):
        if solve.watch.over():
            break
        improve(solve, _near(solve, section), PUSH_NODES, solve.goals[:2])
    solve.report("pushed")
    _note_bounds(solve, len(standing))
    _fill(solve)
    exchange(solve)


def _lost(solve: Solve) -> list[int]:
    """Sections that have fewer sessions than in the plan in force and could have more."""
    case = solve.case
    served = [case.options[at].section for at in solve.chosen]
    return [at for at, slots in sorted(solve.base.items()) if served.count(at) < len(slots) and case.options_at[at]]


def _near(solve: Solve, section: int) -> Sequence[int]:
    """Options of a section and of those in its way: in its rooms when it could meet, or under its quotas."""
    case, own = solve.case, solve.case.options_at[section]
    times: dict[tuple[int, int], tuple[int, int]] = {}
    for at in own:
        option = case.options[at]
        for atom in case.rooms.atoms[option.room]:
            first, last = times.get((atom, option.weekday), (option.start, option.end))
            times[atom, option.weekday] = min(first, option.start), max(last, option.end)
    free = list(own)
    for at in solve.chosen:
        other = case.options[at]
        spans = [times.get((atom, other.weekday), (0, 0)) for atom in case.rooms.atoms[other.room]]
        meets = any(other.start < last and first < other.end for first, last in spans)
        same = case.rooms.requests[other.section].party == case.rooms.requests[section].party
        if (meets or same) and other.section != section:
            found = [one for one in case.options_at[other.section] if case.options[one].length == other.length]
            if len(free) + len(found) <= PUSH_OPTIONS:
                free += found
    return sorted(set(free))


def _note_bounds(solve: Solve, standing: int) -> None:
    """At best every section of the plan in force that has any slot is kept, and only what broke moves."""
    kept, moves = solve.goals[:2]
    most = sum(len(slots) for at, slots in solve.base.items() if solve.case.options_at[at])
    solve.bounds[kept.name] = most
    solve.bounds[moves.name] = max(0, solve.value(kept) - standing)


def _fill(solve: Solve) -> None:
    case = solve.case
    idle = set(range(len(case.rooms.requests))) - {case.options[at].section for at in solve.chosen}
    columns = {at for at in case.shortest if case.options[at].section in idle}
    filler = Filler(case, solve.rows_for({*columns, *solve.chosen}))
    for option in solve.chosen:
        filler.put(option)
    filler.fill(at for at in by_priority(case) if at in idle)
    solve.chosen = list(filler.chosen)
