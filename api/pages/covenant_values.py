"""Values of a covenant's settings in the form of a draft: a choice, a number, or tables and lists as JSON."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from api.pages.covenant_told import value_told
from api.pages.forms import WHOLE_NUMBER, Form
from api.sentences.settings import SETTINGS
from scheduler.covenant import settings_of
from scheduler.covenant.difference import settings_paths
from scheduler.errors import Rejected

SWITCH, NUMBER, TABLE = "switch", "number", "table"
SWITCHED = {"true": True, "false": False}
THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+")
"""A number with a comma before each three digits; any other comma stands before a fraction, which no setting has."""
PERCENT = "_percent"
"""How the settings end that are shares of a hundred, which people write with the sign."""


def chosen(row: Any, form: Form, language: str) -> Mapping[str, Any] | None:
    """The setting that is to be changed: what it does, its value as typed or as the draft says, and the usual one."""
    path = form.value("path")
    if path not in SETTINGS:
        return None
    usual, kind = settings_paths()[path], kind_of(path)
    stands = settings_paths(settings_of(row.settings))[path]
    return {
        "path": path,
        "what": SETTINGS[path].text(language),
        "kind": kind,
        "text": (text := form.values.get("value", _written(stands))),
        "differs": _says_other(path, text, stands),
        "stands": _told(kind, path, stands, language),
        "usual": _told(kind, path, usual, language),
    }


def kind_of(path: str) -> str:
    """How a setting is stated; of those that may have none the usual value can be none, and they are numbers."""
    usual = settings_paths()[path]
    if isinstance(usual, bool):
        return SWITCH
    return NUMBER if usual is None or isinstance(usual, int) else TABLE


def changed(settings: Mapping[str, Any], path: str, text: str) -> dict[str, Any]:
    """Settings with another value of one, as it is typed.

    Raises
    ------
    Rejected
        No such setting; a value that is none.
    """
    if path not in SETTINGS:
        raise Rejected("not_offered", "path", path)
    value = _read(path, text)
    group, _, name = path.partition(".")
    return {**settings, group: {**settings.get(group, {}), name: value} if name else value}


def _read(path: str, text: str) -> Any:
    kind = kind_of(path)
    if kind == NUMBER and path.endswith(PERCENT):
        text = unicodedata.normalize("NFKC", text).strip().removesuffix("%")
    return READ[kind](text)


def _says_other(path: str, text: str, stands: Any) -> bool:
    """Whether what was typed is another value than the one that stands, however either is written."""
    try:
        return bool(_read(path, text) != stands)
    except Rejected:
        return True


def _told(kind: str, path: str, value: Any, language: str) -> str:
    """A value in words, amounts in the unit in which the form takes them."""
    return _written(value) if kind == NUMBER and value is not None else value_told(path, value, language)


def _written(value: Any) -> str:
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False, indent=1 if isinstance(value, list) else None)


def _switch(text: str) -> bool:
    if text not in SWITCHED:
        raise Rejected("not_offered", "value", text[:40], ", ".join(SWITCHED))
    return SWITCHED[text]


def _number(text: str) -> int | None:
    plain = unicodedata.normalize("NFKC", text).strip()
    if THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    if plain and not WHOLE_NUMBER.fullmatch(plain.removeprefix("-")):
        raise Rejected("wrong_type", "value", text[:40], "a whole number")
    return int(plain) if plain else None


def _table(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Rejected("wrong_type", "value", text[:40], "a table or list as JSON") from None


READ: Mapping[str, Callable[[str], Any]] = {SWITCH: _switch, NUMBER: _number, TABLE: _table}
