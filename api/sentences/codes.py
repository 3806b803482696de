"""Codes and phrases that the code base can utter, found by reading its sources: no module is imported for it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from scheduler.errors import FILE_CODES

ROOT = Path(__file__).parents[2]
REFUSED = ("NotSignedIn", "NotAllowed", "Conflict", "Stale", "Rejected", "Throttled")
"""What use cases raise."""
CARRIERS = (
    "InvalidProblem",
    "FileRejected",
    "refusal",
    "Notice",
    "Violation",
    "Reason",
    "MomentCap",
    "BundleRefused",
    *REFUSED,
)
"""What is called with a code as its first word."""
FOUND = ("Finding", "Malformed")
"""The same in the checker of certificates."""
SPEAKERS = ("sentence",)
"""What is called with a code, or a choice of codes, at the edge."""
REFUSALS = ("InvalidProblem", "FileRejected", "refusal", "BundleRefused", *REFUSED)
"""What is called with a phrase for what is allowed as its fourth word."""


def known_codes() -> dict[str, str]:
    """Every code, with the source in which it stands."""
    found = dict.fromkeys(FILE_CODES, "scheduler/errors.py")
    for source, tree in _sources():
        for node in ast.walk(tree):
            found |= dict.fromkeys(_codes(node, source), source)
    return found


def known_phrases() -> dict[str, str]:
    """Every phrase for what a field may hold, ``{}`` for what is filled in, with the source in which it stands."""
    return {
        phrase: source
        for source, tree in _sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _name(node.func) in REFUSALS
        for allowed in (*node.args[3:4], *(word.value for word in node.keywords if word.arg == "allowed"))
        for phrase in _template(allowed)
    }


def _sources() -> Iterator[tuple[str, ast.Module]]:
    for package in ("solvers", "scheduler", "api"):
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def _codes(node: ast.AST, source: str) -> Iterator[str]:
    carriers = (*CARRIERS, *FOUND) if source.startswith("solvers/audit/") else CARRIERS
    if isinstance(node, ast.Call) and _name(node.func) in carriers and node.args:
        yield from _text(node.args[0])
    elif isinstance(node, ast.Call) and _name(node.func) in SPEAKERS and node.args:
        choices = (node.args[0].body, node.args[0].orelse) if isinstance(node.args[0], ast.IfExp) else node.args[:1]
        yield from (code for choice in choices for code in _text(choice))
    elif isinstance(node, ast.ClassDef):
        field = "name" if source.startswith("solvers/objectives/") else "rule"
        is_enum = any(_name(base) == "StrEnum" for base in node.bases)
        for line in node.body:
            if isinstance(line, ast.AnnAssign) and _name(line.target) == field and line.value:
                yield from _text(line.value)
            if isinstance(line, ast.Assign) and is_enum:
                yield from _text(line.value)


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _text(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value


def _template(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.JoinedStr):
        yield "".join("".join(_text(part)) or "{}" for part in node.values)
    else:
        yield from _text(node)
