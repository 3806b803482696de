"""Every rule and every goal by which a plan decides about people stands in the covenant."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from api.sentences.codes import known_codes
from api.sentences.settings.articles import ARTICLES as WORDS
from scheduler import calendar
from scheduler.covenant.difference import settings_paths
from scheduler.covenant.lines import ARTICLES, LINES, Line, line_of
from solvers.parking.generate import SCALES, generate_parking
from solvers.parking.problem import Partnership
from solvers.parking.recipe import formulate
from solvers.rooms.case import RoomsCase
from solvers.rooms.generate import ROOMS_SCALES, generate_rooms
from solvers.rooms.goals import replan_goals
from solvers.rosters.rules import FILTERS, RULES, SEAT_RULES

ROOT = Path(__file__).parents[3]
SPAN = date(2026, 5, 4), date(2026, 5, 10)
OF_PARKING = ("solvers/constraints/", "solvers/objectives/", "solvers/parking/eligibility.py")
OF_FILES = ("unknown_id",)
"""What a plan file may break that nobody can decide by."""
COMPOSED = {"same_": ("same_leader", "same_members")}
"""Codes that are put together where they are told."""


def parking() -> Iterator[str]:
    """Rules and goals of a round that has everything, and what its eligibility refuses."""
    problem = generate_parking(SCALES["tiny"], 1, calendar.horizon(*SPAN))
    marked = tuple(replace(one, lot=at, guaranteed=True) for at, one in enumerate(problem.requests, start=1))
    partners = (Partnership(problem.sites[0].id, problem.sites[1].id, 2),)
    recipe = formulate(replace(problem, requests=marked, partners=partners), {})
    yield from (rule.rule for rule in recipe.formulation.constraints)
    yield from (goal.name for goal in recipe.formulation.objectives)
    yield from (code for code, source in known_codes().items() if source.startswith(OF_PARKING))


def rooms() -> Iterator[str]:
    """Goals of a re-plan, and every rule that the verifier can tell."""
    problem = generate_rooms(ROOMS_SCALES["mini"], 1, calendar.horizon(*SPAN))
    marked = tuple(replace(one, lot=at, guaranteed=True) for at, one in enumerate(problem.requests, start=1))
    yield from (goal.name for goal in replan_goals(RoomsCase(replace(problem, requests=marked)), {}))
    for path in sorted((ROOT / "solvers" / "rooms").glob("rules*.py")):
        yield from told_in(ast.parse(path.read_text(encoding="utf-8")))


def told_in(tree: ast.Module) -> Iterator[str]:
    """Codes with which a verifier's own functions tell a violation."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            at = {"_told": 1, "Violation": 0}.get(node.func.id)
            if at is not None:
                for part in ast.walk(node.args[at]):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value:
                        yield from COMPOSED.get(part.value, (part.value,))


def rosters() -> Iterator[str]:
    """The whole catalogue."""
    yield from (rule.rule for rule in FILTERS)
    yield from (rule.rule for rule in SEAT_RULES)
    yield from (rule.rule for rule in RULES)


DECIDING = {"parking": parking, "rooms": rooms, "rosters": rosters}


def without_line(codes: Iterator[str], lines: Mapping[str, Line]) -> list[str]:
    """Rules and goals that nothing in the covenant speaks of."""
    told = {code for code, line in lines.items() if line.settings or line.article}
    return sorted({code for code in codes if code not in OF_FILES} - told)


@pytest.mark.parametrize("domain", LINES)
def test_every_rule_and_goal_has_a_line(domain: str) -> None:
    assert without_line(DECIDING[domain](), LINES[domain]) == []


def test_a_rule_without_a_line_is_noticed() -> None:
    assert without_line(iter(["no_overlap", "by_the_weather"]), LINES["parking"]) == ["by_the_weather"]


@pytest.mark.parametrize("domain", LINES)
def test_lines_name_settings_and_articles_that_there_are(domain: str) -> None:
    lines = LINES[domain].values()

    assert {path for line in lines for path in line.settings} - settings_paths().keys() == set()
    assert {line.article for line in lines} - {"", *ARTICLES} == set()


def test_every_article_is_written_and_used() -> None:
    assert list(WORDS) == list(ARTICLES)
    assert {line.article for lines in LINES.values() for line in lines.values()} - {""} == set(ARTICLES)


def test_of_what_is_no_rule_nothing_is_said() -> None:
    assert line_of("parking", "funnel") == Line()
    assert line_of("parking", "owner_reserve") == Line(("parking.reserve_percent",))
