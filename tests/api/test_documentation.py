"""What is offered is documented: commands, options, codes, rules, settings."""

from __future__ import annotations

import ast
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import typer.main
from typer.core import TyperGroup

from api.cli.app import app
from api.sentences.agreements import AGREEMENT_CLAUSES, AGREEMENT_MESSAGES, AGREEMENT_REFUSALS
from api.sentences.audits import BUNDLE_REFUSALS, CERTIFICATE_REFUSALS, FINDINGS
from api.sentences.billing import BILLING_MESSAGES, BILLING_REFUSALS
from api.sentences.covenants import COVENANT_REFUSALS
from api.sentences.disputes import DISPUTE_MESSAGES, DISPUTE_REFUSALS
from api.sentences.draws import DRAW_REFUSALS
from api.sentences.edge import EDGE
from api.sentences.hours import HOURS_MESSAGES, HOURS_REFUSALS
from api.sentences.money import MONEY_REFUSALS
from api.sentences.path import PATH_MESSAGES, PATH_REFUSALS
from api.sentences.people import PEOPLE
from api.sentences.refusals import REFUSALS
from api.sentences.rooms_edge import ROOM_MESSAGES, ROOM_REFUSALS
from api.sentences.roster_plans import ROSTER_MESSAGES
from api.sentences.rules import RULES
from api.sentences.seasons import SEASON_MESSAGES, SEASON_REFUSALS
from api.sentences.seats import SEAT_MESSAGES, SEAT_REFUSALS
from api.sentences.sharing import SHARING_MESSAGES, SHARING_REFUSALS
from api.sentences.volunteers import VOLUNTEER_MESSAGES, VOLUNTEER_REFUSALS
from api.sentences.ways import WAY_MESSAGES, WAY_REFUSALS
from scheduler.covenant import (
    DisputeRules,
    FairnessRules,
    HoursRules,
    ParkingRules,
    PathRules,
    RoomBookingRules,
    RoomsRules,
    ServiceRules,
    WaysRules,
)
from scheduler.errors import FILE_CODES
from scheduler.settings import Settings
from solvers.objectives import MENU
from solvers.parking.problem import Policy

DOCS = Path(__file__).parents[2] / "docs"
COMMANDS = (DOCS / "commands.md").read_text()
TOLD = {**REFUSALS, **EDGE, **ROOM_REFUSALS, **SEASON_REFUSALS, **HOURS_REFUSALS, **SEAT_REFUSALS}
MESSAGES = {code: told for code, told in PEOPLE.items() if code.startswith(("result_", "offer_"))}
MESSAGES |= {**ROOM_MESSAGES, **SEASON_MESSAGES, **HOURS_MESSAGES, **SEAT_MESSAGES, **ROSTER_MESSAGES}
TOLD |= {**VOLUNTEER_REFUSALS, **DRAW_REFUSALS}
MESSAGES |= {**VOLUNTEER_MESSAGES, **WAY_MESSAGES}
TOLD |= {**CERTIFICATE_REFUSALS, **WAY_REFUSALS}
TOLD |= SHARING_REFUSALS
TOLD |= DISPUTE_REFUSALS
MESSAGES |= DISPUTE_MESSAGES
TOLD |= COVENANT_REFUSALS
MESSAGES |= SHARING_MESSAGES
POINTS = {name for name in ParkingRules.model_fields if "points" in name} | {"near_metres", "redraw_rounds"}
TOLD |= PATH_REFUSALS
TOLD |= MONEY_REFUSALS
TOLD |= BILLING_REFUSALS
MESSAGES |= BILLING_MESSAGES
TOLD |= AGREEMENT_REFUSALS
MESSAGES |= AGREEMENT_MESSAGES
MESSAGES |= PATH_MESSAGES
RULES_TEXT = (DOCS / "rules.md").read_text()


def commands(group: Any, path: str = "commontide") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, command in group.commands.items():
        found += (
            commands(command, f"{path} {name}") if isinstance(command, TyperGroup) else [(f"{path} {name}", command)]
        )
    return found


OFFERED = commands(typer.main.get_group(app))


@pytest.mark.parametrize(("path", "command"), OFFERED, ids=[path for path, _ in OFFERED])
def test_every_command_is_documented_with_all_its_options(path: str, command: Any) -> None:
    missing = [path] if path not in COMMANDS else []
    for parameter in command.params:
        missing += [option for option in parameter.opts if option.startswith("-") and f"`{option}`" not in COMMANDS]
    assert [option for option in missing if option not in COMMANDS] == []


@pytest.mark.parametrize("code", FILE_CODES)
def test_every_error_code_is_documented(code: str) -> None:
    assert f"`{code}`" in (DOCS / "files.md").read_text()


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_is_documented(rule: str) -> None:
    text = RULES_TEXT + (DOCS / "commands.md").read_text()
    assert f"`{rule}`" in text


@pytest.mark.parametrize("setting", [field.name for field in fields(Policy)])
def test_every_setting_of_the_covenant_is_documented(setting: str) -> None:
    assert setting in RULES_TEXT + (DOCS / "files.md").read_text()


@pytest.mark.parametrize("setting", sorted({*RoomsRules.model_fields, *RoomBookingRules.model_fields}))
def test_every_setting_of_the_covenant_for_rooms_is_documented(setting: str) -> None:
    assert f"`{setting}`" in (DOCS / "facilities.md").read_text()


@pytest.mark.parametrize("setting", sorted(ServiceRules.model_fields))
def test_every_setting_of_the_covenant_for_service_is_documented(setting: str) -> None:
    assert f"`{setting}`" in (DOCS / "living-roster.md").read_text()


@pytest.mark.parametrize("setting", sorted(HoursRules.model_fields))
def test_every_setting_of_the_covenant_for_the_time_bank_is_documented(setting: str) -> None:
    assert f"`{setting}`" in (DOCS / "time-bank.md").read_text()


@pytest.mark.parametrize("setting", [*FairnessRules.model_fields, "points_per_won_round", "most_won_points"])
def test_every_setting_of_the_covenant_for_fairness_is_documented(setting: str) -> None:
    assert f"`{setting}`" in (DOCS / "fairness.md").read_text()


@pytest.mark.parametrize("setting", sorted({*PathRules.model_fields, *POINTS}))
def test_every_setting_of_the_covenant_for_the_path_and_for_points_is_documented(setting: str) -> None:
    assert f"`{setting}`" in (DOCS / "path.md").read_text()


@pytest.mark.parametrize("setting", sorted(DisputeRules.model_fields))
def test_every_setting_of_the_covenant_for_disputes_is_documented(setting: str) -> None:
    assert f"`{setting}`" in (DOCS / "disputes.md").read_text()


@pytest.mark.parametrize("setting", sorted(WaysRules.model_fields))
def test_every_setting_of_the_covenant_for_ways_forward_is_documented(setting: str) -> None:
    assert f"`{setting}`" in (DOCS / "ways-forward.md").read_text()


@pytest.mark.parametrize("setting", sorted(Settings.model_fields))
def test_every_setting_of_an_installation_is_documented(setting: str) -> None:
    assert f"`{setting.upper()}`" in (DOCS / "running.md").read_text()


@pytest.mark.parametrize("code", sorted(code for code in TOLD if not code.startswith("status_")))
def test_every_code_of_a_refusal_is_documented_with_its_sentences(code: str) -> None:
    told = TOLD[code]
    line = next(line for line in (DOCS / "errors.md").read_text().splitlines() if line.startswith(f"| `{code}` |"))
    assert told.en in line
    assert told.zh in line


@pytest.mark.parametrize("code", sorted({**BUNDLE_REFUSALS, **FINDINGS}))
def test_every_code_of_an_audit_is_documented_with_its_sentences(code: str) -> None:
    told = {**BUNDLE_REFUSALS, **FINDINGS}[code]
    assert f"| `{code}` | {told.en} {told.zh} |" in (DOCS / "certificate.md").read_text()


def recorded_actions() -> set[str]:
    """What the use cases write into the audit chain; of a name that is put together, its beginning."""
    found = set()
    for source in (DOCS.parent / "scheduler" / "usecases").glob("*.py"):
        for node in ast.walk(ast.parse(source.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.record":
                action = node.args[3]
                first = action.values[0] if isinstance(action, ast.JoinedStr) else action
                if isinstance(first, ast.Constant):
                    found.add(str(first.value))
    return found


@pytest.mark.parametrize("action", sorted(recorded_actions()))
def test_every_event_of_the_audit_chain_is_documented(action: str) -> None:
    assert f"`{action}" in (DOCS / "events.md").read_text()


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_every_message_to_people_is_documented(code: str) -> None:
    assert f"| `{code}` | {MESSAGES[code].en} {MESSAGES[code].zh} |" in (DOCS / "events.md").read_text()


@pytest.mark.parametrize("code", AGREEMENT_CLAUSES)
def test_every_clause_of_an_agreement_is_documented(code: str) -> None:
    assert f"`{code}`" in (DOCS / "agreements.md").read_text()


def test_every_goal_is_documented() -> None:
    names = [field.default for kind in MENU for field in fields(kind) if field.name == "name"]  # type: ignore[arg-type]
    assert [name for name in names if f"`{name}`" not in RULES_TEXT] == []


def test_readme_names_both_commands_first() -> None:
    readme = (DOCS.parent / "README.md").read_text()
    assert readme.index("make demo") < readme.index("make test") < readme.index("## For property")
