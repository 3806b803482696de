"""Rules of the roster, as they are told to the volunteer whom they concern."""

from __future__ import annotations

from api.pages import telling
from api.pages.words import WORDS, say
from api.problems import problem_of
from scheduler.errors import Refused

OF_ALL = ("h05_adult_on_shift", "h16_min_crew_to_run", "h17_seat_max", "h18_lead_present", "h19_mentor_novice")
"""Rules about a whole shift: nobody is named by them."""
NOBODYS = ("volunteer_busy",)
"""What is no rule and names nobody."""


def rule_told(refused: Refused, language: str) -> str:
    """What a rule says to its volunteer; empty where it is no rule. One about somebody else is the office's to tell."""
    key = f"own_rule_{refused.code}"
    if key not in WORDS:
        return ""
    if "requests" not in refused.numbers and refused.code not in OF_ALL + NOBODYS:
        return telling.spoken("ask_the_office", language)
    return say(key, language, **refused.numbers, allowed=refused.allowed)


def why(refused: Refused | None, language: str) -> str:
    """What speaks against a seat, as a sentence to its volunteer; empty where nothing does."""
    if refused is None:
        return ""
    return rule_told(refused, language) or telling.dated(problem_of(refused, language).detail, language)
