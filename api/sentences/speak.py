"""Codes and numbers to sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date as Date
from datetime import timedelta

from api.sentences.agreements import AGREEMENT_CLAUSES, AGREEMENT_MESSAGES, AGREEMENT_REFUSALS
from api.sentences.audits import AUDIT_WORDS, BUNDLE_REFUSALS, CERTIFICATE_REFUSALS, FINDINGS
from api.sentences.billing import BILLING_MESSAGES, BILLING_REFUSALS
from api.sentences.causes import CAUSES
from api.sentences.commands import COMMANDS
from api.sentences.covenants import COVENANT_REFUSALS, COVENANT_WORDS
from api.sentences.curtois import CURTOIS
from api.sentences.disputes import DISPUTE_MESSAGES, DISPUTE_REFUSALS
from api.sentences.draws import DRAW_REFUSALS, DRAW_WORDS
from api.sentences.edge import EDGE
from api.sentences.explained import EXPLAINED
from api.sentences.files import FILES
from api.sentences.form import Sentence, fields_of
from api.sentences.hours import HOURS_MESSAGES, HOURS_REFUSALS
from api.sentences.money import MONEY_REFUSALS
from api.sentences.path import PATH_MESSAGES, PATH_REFUSALS, PATH_WORDS
from api.sentences.people import PEOPLE
from api.sentences.phrases import in_chinese, word
from api.sentences.plans import PLANS
from api.sentences.refusals import REFUSALS
from api.sentences.removals import ROOM_CAUSES, ROOM_WAYS, ROSTER_CAUSES, ROSTER_WAYS
from api.sentences.rooms import ROOM_RULES, ROOM_WORDS
from api.sentences.rooms_audit import ROOM_FINDINGS
from api.sentences.rooms_edge import ROOM_MESSAGES, ROOM_REFUSALS
from api.sentences.roster_plans import ROSTER_MESSAGES, ROSTER_PLAN_WORDS
from api.sentences.rosters import ROSTER_COSTS, ROSTER_RULES, ROSTER_WORDS
from api.sentences.rules import RULES
from api.sentences.scenarios import SCENARIO_EDGE, SCENARIO_REFUSALS, SCENARIO_WORDS
from api.sentences.seasons import SEASON_MESSAGES, SEASON_REFUSALS, SEASON_WORDS
from api.sentences.seats import SEAT_MESSAGES, SEAT_REFUSALS
from api.sentences.sharing import SHARING_MESSAGES, SHARING_REFUSALS
from api.sentences.states import STATES
from api.sentences.use import USE_MESSAGES, USE_REFUSALS, USE_WORDS
from api.sentences.volunteers import VOLUNTEER_MESSAGES, VOLUNTEER_NOTICES, VOLUNTEER_REFUSALS
from api.sentences.ways import WAY_MESSAGES, WAY_REFUSALS

SENTENCES: Mapping[str, Sentence] = {
    **FILES,
    **RULES,
    **PLANS,
    **CAUSES,
    **COMMANDS,
    **BUNDLE_REFUSALS,
    **FINDINGS,
    **AUDIT_WORDS,
    **CERTIFICATE_REFUSALS,
    **SCENARIO_EDGE,
    **SCENARIO_REFUSALS,
    **SCENARIO_WORDS,
    **COVENANT_REFUSALS,
    **COVENANT_WORDS,
    **PATH_REFUSALS,
    **PATH_MESSAGES,
    **PATH_WORDS,
    **AGREEMENT_CLAUSES,
    **AGREEMENT_MESSAGES,
    **AGREEMENT_REFUSALS,
    **CURTOIS,
    **MONEY_REFUSALS,
    **BILLING_REFUSALS,
    **BILLING_MESSAGES,
    **DISPUTE_REFUSALS,
    **DISPUTE_MESSAGES,
    **USE_REFUSALS,
    **USE_WORDS,
    **USE_MESSAGES,
    **DRAW_REFUSALS,
    **DRAW_WORDS,
    **EDGE,
    **EXPLAINED,
    **REFUSALS,
    **PEOPLE,
    **ROOM_RULES,
    **ROOM_WORDS,
    **ROOM_FINDINGS,
    **ROOM_REFUSALS,
    **ROOM_MESSAGES,
    **ROSTER_RULES,
    **ROSTER_COSTS,
    **ROSTER_WORDS,
    **ROOM_CAUSES,
    **ROOM_WAYS,
    **ROSTER_CAUSES,
    **ROSTER_WAYS,
    **SEASON_REFUSALS,
    **SEASON_WORDS,
    **SEASON_MESSAGES,
    **ROSTER_PLAN_WORDS,
    **ROSTER_MESSAGES,
    **HOURS_REFUSALS,
    **HOURS_MESSAGES,
    **SEAT_REFUSALS,
    **SEAT_MESSAGES,
    **VOLUNTEER_REFUSALS,
    **VOLUNTEER_NOTICES,
    **VOLUNTEER_MESSAGES,
    **WAY_REFUSALS,
    **SHARING_REFUSALS,
    **SHARING_MESSAGES,
    **WAY_MESSAGES,
}

UNKNOWN = "—"
SOME_FILE = Sentence("The file", "文件")
DAY = 1440
WEEKDAYS = {
    "zh": ("一", "二", "三", "四", "五", "六", "日"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MOMENTS = ("minute", "until")
WORDS = ("size", "party", "season", "limit")
NAMED = 5
"""Most names in one sentence."""


def sentence(code: str, language: str, first: Date | str | None = None, **numbers: object) -> str:
    """What `code` means, in words.

    `numbers` fill the sentence's fields; a dash stands for one that is missing. Minutes of a horizon become date and
    time where its `first` date is given (a date, or its text YYYY-MM-DD). A code without a sentence is returned as is.
    """
    if code not in SENTENCES:
        return code
    texts = [variant.text(language) for variant in SENTENCES[code].variants]
    given = numbers if first is None else {**numbers, "first": first}
    known = {name: value for name, value in given.items() if value not in (None, "", (), [])}
    chosen = next((text for text in texts if fields_of(text) <= known.keys()), texts[0])
    start = Date.fromisoformat(first) if isinstance(first, str) else first
    shown = {name: _shown(name, known, language, start) for name in fields_of(chosen)}
    return chosen.format_map(shown)


def _shown(name: str, numbers: Mapping[str, object], language: str, first: Date | None) -> str:
    value = numbers.get(name, SOME_FILE.text(language) if name == "path" else UNKNOWN)
    if name in MOMENTS and isinstance(value, int):
        return _moment(value, language, first)
    if name == "weekday" and isinstance(value, int):
        return WEEKDAYS["zh" if language == "zh" else "en"][value - 1]
    if isinstance(value, list | tuple):
        return _listed([str(item) for item in value], language)
    # A page states the field by its label, and its name beside it.
    if name in ("value", "allowed") and "state" in (numbers.get("field"), numbers.get("field_name")):
        return _listed([_state(part, language) for part in str(value).split(", ")], language, len(STATES))
    documents = name == "allowed" and numbers.get("field") == "documents"
    if name in WORDS or documents or (name == "allowed" and not numbers.keys().isdisjoint(WORDS)):
        return ("、" if language == "zh" else ", ").join(word(part, language) for part in str(value).split(", "))
    return in_chinese(str(value)) if language == "zh" and name in ("field", "value", "allowed") else str(value)


def _moment(minute: int, language: str, first: Date | None) -> str:
    day, rest = divmod(minute, DAY)
    clock = f"{rest // 60:02d}:{rest % 60:02d}"
    if first is not None:
        return f"{first + timedelta(days=day)} {clock}"
    return f"第 {day + 1} 天 {clock}" if language == "zh" else f"day {day + 1}, {clock}"


def _state(name: str, language: str) -> str:
    return STATES[name].text(language) if name in STATES else name


def _listed(names: Iterable[str], language: str, most: int = NAMED) -> str:
    kept = list(names)
    listed = ("、" if language == "zh" else ", ").join(kept[:most])
    if len(kept) <= most:
        return listed
    return f"{listed} 等 {len(kept)} 项" if language == "zh" else f"{listed} and {len(kept) - most} more"
