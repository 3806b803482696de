"""Every rule and setting of rosters stands in the documents, in the order of the catalogue."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from api.sentences.rosters import ROSTER_COSTS, ROSTER_RULES
from solvers.rosters.check import EVERY
from solvers.rosters.checks import RULES as CATALOGUE
from solvers.rosters.policy import RosterPolicy
from solvers.rosters.rules import FILTERS

DOCS = Path(__file__).parents[2] / "docs"
RULES_TEXT = (DOCS / "rules.md").read_text()


def test_every_rule_has_its_sentence_and_its_line() -> None:
    codes = {rule.rule for rule in EVERY} | {rule.rule for rule in FILTERS}
    assert codes - {*ROSTER_RULES, *ROSTER_COSTS} == set()
    assert [code for code in sorted(codes) if f"`{code}`" not in RULES_TEXT] == []


def test_every_id_of_the_catalogue_is_a_rule() -> None:
    assert {rule.id for rule in EVERY} | {rule.id for rule in FILTERS} == {*CATALOGUE}


def test_every_setting_is_documented() -> None:
    text = RULES_TEXT + (DOCS / "rosters.md").read_text()
    assert [field.name for field in fields(RosterPolicy) if f"`{field.name}`" not in text] == []
