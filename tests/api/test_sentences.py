import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.sentences import sentence
from api.sentences.__main__ import main, silent, uneven, untranslated
from api.sentences.codes import known_codes, known_phrases
from api.sentences.form import Sentence
from api.sentences.phrases import PHRASES, in_chinese
from api.sentences.speak import SENTENCES
from scheduler.errors import FILE_CODES
from scheduler.files.faults import BROKEN_TEXT, WRONG_TYPES

ROOT = Path(__file__).parents[2]

RULES = [
    "request_once",
    "no_overlap",
    "owner_reserve",
    "outside_cap",
    "gate_throughput",
    "reciprocity",
    "one_right_per_vehicle",
    "household_cap",
    "pin",
    "eligibility",
    "opening",
    "closure",
    "curfew",
    "leave_by",
    "size",
    "charger",
    "accessible",
    "accessible_only",
    "reserved",
    "longest_walk",
    "ban",
    "unknown_id",
    "wrong_site",
]
STATUSES = ["optimal", "feasible", "cancelled", "invalid"]
TIERS = ["points", "walking", "stability", "kept", "changes"]
NOTICES = ["calendar_not_decreed", "day_override"]


def test_every_code_has_words_in_both_languages() -> None:
    assert main(["--check"]) == 0


def test_the_check_runs_as_the_makefile_runs_it() -> None:
    command = [sys.executable, "-m", "api.sentences", "--check"]

    assert subprocess.run(command, cwd=ROOT, capture_output=True, timeout=300, check=False).returncode == 0


def test_the_check_asks_for_its_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert capsys.readouterr().err == "usage: python -m api.sentences --check\n"


def test_codes_are_found_by_reading_the_sources() -> None:
    assert {*RULES, *STATUSES, *TIERS, *NOTICES, *FILE_CODES} - known_codes().keys() == set()


def test_what_a_field_may_hold_is_found_by_reading_the_sources() -> None:
    assert {"a whole number from {} to {}", "HH:MM from 00:00 to 24:00", "at least one rule"} <= known_phrases().keys()


@pytest.mark.parametrize("allowed", [allowed for _, allowed in (*WRONG_TYPES.values(), *BROKEN_TEXT.values())])
def test_what_a_file_may_hold_is_said_in_chinese(allowed: str) -> None:
    assert allowed == "JSON" or in_chinese(allowed) != allowed


def test_a_code_without_a_sentence_is_reported_with_its_source() -> None:
    assert list(silent({"new_rule": "solvers/x.py", "pin": "solvers/y.py"}, SENTENCES)) == [
        "new_rule: no sentence (used in solvers/x.py)"
    ]


@pytest.mark.parametrize(
    ("faulty", "fault"),
    [
        (Sentence("Site {place}", " "), "a language is empty"),
        (Sentence("Site {place}", "停车点"), "the fields differ between the languages"),
        (Sentence("a", "b", Sentence("{x}", "{y}")), "the fields differ between the languages"),
    ],
)
def test_languages_that_do_not_match_are_reported(faulty: Sentence, fault: str) -> None:
    assert list(uneven({"x": faulty})) == [f"x: {fault}"]


def test_a_phrase_without_chinese_is_reported() -> None:
    assert list(untranslated({"a new {}": "solvers/x.py", "{}": "solvers/x.py"})) == [
        "'a new {}': no Chinese phrase (used in solvers/x.py)"
    ]


def test_phrases_fill_the_same_fields_in_chinese() -> None:
    assert [english for english, chinese in PHRASES.items() if english.count("{}") != chinese.count("{}")] == []


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_without_numbers_never_fails(code: str, language: str) -> None:
    spoken = sentence(code, language)

    assert spoken
    assert "{" not in spoken.replace("{ }", "")


def test_a_missing_number_leaves_a_dash() -> None:
    assert sentence("wrong_type", "en", field="sites") == "sites is —; it should be —."


@pytest.mark.parametrize(
    ("known", "en", "zh"),
    [
        (
            {"weekday": 1, "group": "P1", "walk": 90},
            "Without Mondays, otherwise as asked for, at P1, 90 m on foot.",
            "除周一外，其余时间不变，停在 P1，步行 90 米。",
        ),
        ({"group": "P1", "walk": 90}, "For a shorter time at P1, 90 m on foot.", "缩短停车时间，在 P1，步行 90 米。"),
        ({}, "For a shorter time.", "缩短停车时间。"),
    ],
)
def test_a_shorter_use_is_told_with_what_is_known_of_it(known: dict[str, Any], en: str, zh: str) -> None:
    assert (sentence("shorter", "en", **known), sentence("shorter", "zh", **known)) == (en, zh)


def test_a_code_that_nobody_knows_is_said_as_it_is() -> None:
    assert sentence("from_the_future", "zh") == "from_the_future"


CAP: dict[str, Any] = {"place": "s1", "minute": 1500, "standing": 3, "allowed": 2}


def test_minutes_become_dates_where_the_first_date_is_known() -> None:
    expected = "停车点 s1 在 2026-03-03 01:00 有 3 辆外来车辆，最多允许 2 辆。"

    assert sentence("outside_cap", "zh", first=date(2026, 3, 2), **CAP) == expected
    assert sentence("outside_cap", "zh", first="2026-03-02", **CAP) == expected


def test_minutes_become_days_where_the_first_date_is_not_known() -> None:
    assert sentence("outside_cap", "en", **CAP).startswith("Site s1, day 2, 01:00: 3 outside vehicles")
    assert sentence("outside_cap", "zh", **CAP).startswith("停车点 s1 在 第 2 天 01:00 有 3 辆")


def test_minutes_before_the_horizon_are_on_the_date_before() -> None:
    spoken = sentence("outside_cap", "en", first=date(2026, 3, 2), **(CAP | {"minute": -30}))

    assert spoken.startswith("Site s1, 2026-03-01 23:30:")


def test_one_code_says_what_its_numbers_tell() -> None:
    assert sentence("unknown_id", "en", field="locks.0.site", value='"x"', allowed="an id of this problem") == (
        'locks.0.site names "x", which does not occur here; allowed is an id of this problem.'
    )
    assert sentence("unknown_id", "en", place="", requests=("r9",)) == "The plan names r9, which is not known."
    assert sentence("size", "en", spaces=4) == "Spaces nearby that are too small: 4."


def test_words_of_a_file_are_said_as_people_say_them() -> None:
    spoken = sentence("reserved", "zh", place="b1", requests=("r1",), party="outside", allowed="owner, tenant")

    assert spoken == "车位 b1 专供业主、租户使用；登记 r1 属于外来车辆。"


def test_what_a_file_may_hold_keeps_the_words_to_type() -> None:
    spoken = sentence("out_of_range", "zh", field="spaces.0.size", value='"x"', allowed="compact, standard, large")

    assert spoken == 'spaces.0.size 为 "x"；允许的值为：compact, standard, large。'


def test_a_place_in_a_file_is_said_in_chinese() -> None:
    spoken = sentence("truncated_json", "zh", path="甲.json", field="line 3 column 9")

    assert spoken == "甲.json在第 3 行第 9 列处提前结束，内容不完整。请重新获取或保存。"


def test_a_state_is_told_in_words_where_a_page_calls_its_field_by_a_label() -> None:
    stands = {"field": "状态", "field_name": "state", "value": "adopted", "allowed": "draft"}
    other = {"field": "round_id", "value": "rooms", "allowed": "parking"}

    assert sentence("draft_not_ready", "zh", **stands) == "草案已通过；须为草稿。"
    assert sentence("round_of_other_domain", "zh", **other).startswith("该轮次办理的是活动室时段，此处只办理车位。")


def test_a_file_without_a_name_is_the_file() -> None:
    assert (sentence("empty_file", "en"), sentence("empty_file", "zh")) == ("The file is empty.", "文件是空文件。")


def test_long_lists_of_names_are_cut() -> None:
    names = [f"r{at}" for at in range(8)]

    assert "(r0, r1, r2, r3, r4 and 3 more)" in sentence(
        "household_cap", "en", place="h", requests=names, held=8, allowed=2
    )
    assert "（r0、r1、r2、r3、r4 等 8 项）" in sentence(
        "household_cap", "zh", place="h", requests=names, held=8, allowed=2
    )


def test_braces_in_a_name_are_only_text() -> None:
    assert sentence("missing_field", "en", field="{x}.{0}") == "{x}.{0} is missing and must be given."
