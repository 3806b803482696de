"""``python -m solvers.audit BUNDLE [--json] [--root HEX]``: exit code 0 accepted, 1 refused, 2 no bundle at all."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from solvers.audit.bundle import BundleRefused
from solvers.audit.report import audit
from solvers.audit.telling import plain, told

LINES = ("domain", "root", "policy", "goal", "values", "unchecked", "counts", "checked_bound", "solver_bound", "gap")
SHOWN = 100
"""Findings that people are shown; ``--json`` holds more."""


def main(arguments: list[str] | None = None) -> int:
    """Audit one bundle."""
    parser = argparse.ArgumentParser(prog="python -m solvers.audit", description="Check a certificate by itself.")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout and nothing else")
    parser.add_argument("--root", help="the root as published elsewhere, in hexadecimal")
    asked = parser.parse_args(arguments)
    try:
        found = audit(asked.bundle, asked.root)
    except BundleRefused as error:
        refused = {"code": error.code, "field": error.field, "value": error.value, "allowed": error.allowed}
        _tell({"accepted": False, "error": refused}, asked.json)
        return 2
    _tell(told(found), asked.json)
    return 0 if found.accepted else 1


def _tell(content: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print(plain(json.dumps(content, ensure_ascii=False)))
        return
    for line in _lines(content):
        print(plain(line))


def _lines(content: dict[str, Any]) -> Iterator[str]:
    yield "accepted" if content["accepted"] else "REFUSED"
    for name in LINES:
        if name in content:
            yield f"{name}: {content[name]}"
    if content.get("not_planned"):
        yield f"TOOK PART IN THE DRAW, NOT IN THE PROBLEM: {len(content['not_planned'])} (see --json)"
    for finding in content.get("findings", ())[:SHOWN]:
        yield f"  {finding['code']}: {finding['field']} {finding['numbers'] or ''}".rstrip()
    if "error" in content:
        yield "  {code}: {field} = {value!r}; allowed: {allowed}".format(**content["error"])


if __name__ == "__main__":
    sys.exit(main())
