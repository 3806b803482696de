"""The words of the pages: all there, none idle, and what they are filled with."""

from __future__ import annotations

import re
from collections import Counter
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, get_args

import pytest

from api.pages import telling, wishes, words
from api.pages.words import WORDS
from api.schemas.room_bookings import BookingState
from api.sentences.__main__ import uneven
from scheduler.privacy import phone_of
from scheduler.states import REGISTRATION_STATES, ROUND_STATES

PAGES = Path(telling.__file__).parent
TEMPLATES = PAGES.parent / "templates" / "pages"
FAMILIES = {
    "round_": ROUND_STATES,
    "registration_": REGISTRATION_STATES,
    "next_": REGISTRATION_STATES,
    "booking_": get_args(BookingState),
    "booking_next_": get_args(BookingState),
    "stands_": get_args(BookingState),
}


def sources() -> str:
    templates = [path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.html")]
    return "\n".join(templates + [path.read_text(encoding="utf-8") for path in PAGES.glob("*.py")])


def spoken() -> set[str]:
    """Keys that templates and pages ask for."""
    return set(re.findall(r"""\b(?:t|say)\(["']([a-z_]+)["']\s*[,)]""", sources()))


def test_every_word_that_a_page_asks_for_is_there() -> None:
    assert spoken() - WORDS.keys() == set()


def test_no_word_is_idle() -> None:
    source = sources()
    families = tuple(re.findall(r'["\(]([a-z]+(?:_[a-z]+)*_)["\{]', source))

    def is_used(key: str) -> bool:
        return f'"{key}"' in source or key.startswith(families) or key in spoken()

    # What a season of rooms says otherwise is used where its other words are.
    assert [key for key in WORDS if not is_used(key) and not is_used(key.removesuffix("_rooms"))] == []


def test_no_word_stands_in_two_places() -> None:
    """The later one would silently win."""
    keys: Counter[str] = Counter()
    for found in iter_modules(words.__path__):
        held = vars(import_module(f"{words.__name__}.{found.name}"))
        keys.update(key for name, table in held.items() if name.isupper() for key in table)

    assert [key for key, times in keys.items() if times > 1] == []


def test_both_languages_are_complete_and_take_the_same_fields() -> None:
    assert list(uneven(WORDS)) == []


@pytest.mark.parametrize("family", FAMILIES)
def test_every_state_has_words(family: str) -> None:
    assert [state for state in FAMILIES[family] if f"{family}{state}" not in WORDS] == []


@pytest.mark.parametrize(
    ("use", "zh", "en"),
    [
        ({"days": "workday", "start": "08:15", "end": "17:45"}, "工作日 08:15–17:45", "Workdays 08:15 to 17:45"),
        (
            {"days": "every", "start": "18:00", "end": "07:30"},
            "每天 18:00–次日 07:30",
            "Every day 18:00 to 07:30 the next day",
        ),
        ({"days": "rest_day", "start": "00:00", "end": "24:00"}, "休息日 全天", "Rest days all day"),
        (
            {"days": "workday", "weekdays": [4, 5], "start": "09:00", "end": "10:00"},
            "工作日（周四、周五） 09:00–10:00",
            "Workdays (Thu, Fri) 09:00 to 10:00",
        ),
        (
            {"days": "workday", "weekdays": [2, 3, 4, 5, 6, 7], "start": "09:00", "end": "10:00"},
            "工作日（周一除外） 09:00–10:00",
            "Workdays except Mon 09:00 to 10:00",
        ),
        ({"weekdays": [1, 3], "start": "09:00", "end": "24:00"}, "周一、周三 09:00–24:00", "Mon, Wed 09:00 to 24:00"),
        (
            {"days": "workday", "season": "summer", "last": "2027-03-22", "start": "09:00", "end": "10:00"},
            "工作日 09:00–10:00，夏季，至2027年3月22日止",
            "Workdays 09:00 to 10:00, summer, until 22 Mar 2027",
        ),
    ],
)
def test_hours_are_told_as_people_say_them(use: dict[str, Any], zh: str, en: str) -> None:
    assert (telling.hours([use], "zh"), telling.hours([use], "en")) == ([zh], [en])


@pytest.mark.parametrize(
    ("written", "zh", "en"),
    [
        ("by 2026-12-03 21:50.", "by 2026年12月3日 21:50.", "by 3 Dec 2026, 21:50."),
        ("请在2026-12-03 21:50前答复", "请在2026年12月3日 21:50前答复", "请在3 Dec 2026, 21:50前答复"),
        ("from 2026-12-03 to 2027-01-01", "from 2026年12月3日 to 2027年1月1日", "from 3 Dec 2026 to 1 Jan 2027"),
        (
            "2026-13-40, 2026-12-03T21:50+08:00",
            "2026-13-40, 2026-12-03T21:50+08:00",
            "2026-13-40, 2026-12-03T21:50+08:00",
        ),
    ],
)
def test_dates_within_a_sentence_are_told_as_its_readers_write_them(written: str, zh: str, en: str) -> None:
    assert (telling.dated(written, "zh"), telling.dated(written, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("share", "en"), [(None, "not known"), (0.0, "proven best"), (0.00001, "<0.01%"), (0.0123, "1.23%")]
)
def test_a_gap_is_told_in_words(share: float | None, en: str) -> None:
    assert telling.gap(share, "en") == en


def test_ready_made_times_fit_every_site() -> None:
    spans = [("08:00", "17:45"), ("07:30", "18:15"), ("08:15", "18:30")]

    assert wishes.common_hours(spans) == {"start": "08:15", "end": "17:45"}
    assert wishes.common_hours([]) is None
    assert wishes.common_hours([("12:00", "18:00"), ("08:00", "11:00")]) is None


def test_telephones_stand_as_people_here_dial_them() -> None:
    told = {
        number: telling.telephone(phone_of(number)) for number in ("139-0000 7712", "021-58731234", "0512 6273 1234")
    }
    assert list(told.values()) == ["139 0000 7712", "021-58731234", "0512-62731234"]
