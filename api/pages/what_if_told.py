"""Scenarios as pages tell them: what is changed, and both plans side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from api.pages import telling
from api.pages.what_if_menu import MENU
from api.pages.words import WORDS, say
from api.sentences import sentence

Told = Mapping[str, Any]


class Row(NamedTuple):
    """A figure of both plans, and the bound proven for it; texts, a dash for what is not known."""

    name: str
    before: str
    after: str
    bound: str = ""


def change_told(change: Told, language: str, names: Mapping[str, Any]) -> str:
    """A change in words; `names` are things with names by their codes."""
    kind = change["kind"]
    fields = [(name, change[name]) for name in MENU[kind] if name in change]
    told = [f"{say(f'field_{name}', language)} {_shown(value, language, names)}" for name, value in fields]
    comma = "，" if language == "zh" else ", "
    colon = say("colon", language) if told else ""
    return f"{say(f'menu_{kind}', language)}{colon}{comma.join(told)}"


def _shown(value: Any, language: str, names: Mapping[str, Any]) -> str:
    if isinstance(value, bool) or value is None:
        return say(f"value_{str(value).lower()}", language)
    if isinstance(value, int):
        return telling.count(value, language)
    if isinstance(value, list | tuple):
        return ("、" if language == "zh" else ", ").join(str(one) for one in value)
    if value in names:
        return str(getattr(names[value], f"name_{language}"))
    return say(f"option_{value}", language) if f"option_{value}" in WORDS else str(value)


def figures_told(figures: Told, language: str) -> list[Row]:
    """Everything that is compared, a row each."""
    return [*_served(figures, language), *_tiers(figures, language), *_fairness(figures, language)]


def classes_told(figures: Told, language: str) -> list[Row]:
    """What each class got of what it asked for."""
    before = {one["name"]: one for one in figures["before"].get("classes", ())}
    after = {one["name"]: one for one in figures["after"].get("classes", ())}
    return [
        Row(class_told(name, language), _share(before.get(name), language), _share(after.get(name), language))
        for name in dict.fromkeys((*before, *after))
    ]


def people_told(figures: Told) -> Mapping[str, int]:
    """How many gain, lose, or are moved."""
    return {kind: figures["people"].get(kind, 0) for kind in ("gained", "lost", "moved")}


def _served(figures: Told, language: str) -> Iterator[Row]:
    plans = (figures["before"], figures["after"])
    before, after = (_share({"got": plan["served"], "asked": plan["asked"]}, language) for plan in plans)
    yield Row(say("figure_served", language), before, after)


def _tiers(figures: Told, language: str) -> Iterator[Row]:
    before, after = ({tier["name"]: tier for tier in figures[name]["tiers"]} for name in ("before", "after"))
    for name in dict.fromkeys((*before, *after)):
        was, now = (_count(plan.get(name, {}).get("value"), language) for plan in (before, after))
        yield Row(sentence(name, language), was, now, _count(after.get(name, {}).get("bound"), language))


def _fairness(figures: Told, language: str) -> Iterator[Row]:
    plans = (figures["before"], figures["after"])
    before, after = ("–" if one is None else f"{one:g}%" for one in (_fair(plan, "smallest_share") for plan in plans))
    yield Row(say("figure_smallest", language), before, after)
    before, after = (f"{_fair(plan, 'gini'):.3f}" for plan in plans)
    yield Row(say("figure_gini", language), before, after)
    if any(plan.get("income_fen") for plan in plans):
        before, after = (telling.yuan(plan.get("income_fen", 0), language) for plan in plans)
        yield Row(say("figure_income", language), before, after)
    if any(plan.get("owner_risk") is not None for plan in plans):
        before, after = (_count(plan.get("owner_risk"), language) for plan in plans)
        yield Row(say("figure_risk", language), before, after)


def _fair(plan: Told, name: str) -> Any:
    return plan["fairness"][name]


def _count(value: Any, language: str) -> str:
    return "–" if value is None else telling.count(value, language)


def _share(one: Told | None, language: str) -> str:
    return "–" if one is None else f"{_count(one['got'], language)} / {_count(one['asked'], language)}"


def class_told(name: str, language: str) -> str:
    """A class as people call it: a party, a category or a kind of shift."""
    if f"party_{name}" in WORDS:
        return say(f"party_{name}", language)
    if f"served_{name}" in WORDS:
        return say(f"served_{name}", language)
    told = sentence(f"category_{name}", language)
    return name if told == f"category_{name}" else told


def first_goal(rows: Sequence[Row]) -> Row:
    """The first goal of both plans, which stands after how many were served."""
    return rows[1] if len(rows) > 1 else rows[0]
