"""Sentences of a public benchmark: shift scheduling, instances of Curtois and Qu."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

CURTOIS: Mapping[str, Sentence] = {
    # an instance that cannot be
    "no_day": Sentence("An instance needs at least one day.", "算例至少要有一天。"),
    "bad_shift": Sentence(
        "A shift has no length, or names a shift that does not exist.", "班次没有时长，或写了不存在的班次。"
    ),
    "bad_employee": Sentence(
        "An employee has a number below zero or for too few shifts, or a day off that does not exist.",
        "员工的数值小于零、班次数值不全，或休息日不存在。",
    ),
    "bad_request": Sentence(
        "A request names an employee, a day or a shift that does not exist.", "请求中的员工、日期或班次不存在。"
    ),
    "bad_cover": Sentence(
        "A need names a day or a shift that does not exist, or a number below zero.",
        "人数要求中的日期或班次不存在，或数值小于零。",
    ),
    # a roster that breaks a rule
    "unknown_shift": Sentence("A day has a shift that does not exist.", "某天安排了不存在的班次。"),
    "away": Sentence("An employee works on a day off.", "员工在休息日被安排上班。"),
    "succession": Sentence("A shift follows one that it may not follow.", "前后两天的班次不允许相接。"),
    "most_shifts": Sentence("An employee has too many shifts of one type.", "员工的某类班次过多。"),
    "most_minutes": Sentence("An employee works too many minutes.", "员工的总工时过长。"),
    "fewest_minutes": Sentence("An employee works too few minutes.", "员工的总工时不足。"),
    "long_run": Sentence("An employee works too many days in a row.", "员工连续上班天数过多。"),
    "short_run": Sentence("An employee works too few days in a row.", "员工连续上班天数过少。"),
    "short_rest": Sentence("An employee has too few days off in a row.", "员工连续休息天数过少。"),
    "weekends": Sentence("An employee works on too many weekends.", "员工上班的周末过多。"),
}

CURTOIS_PHRASES: Mapping[str, str] = {
    "at least 1 minute, numbers of shifts": "至少 1 分钟，以及班次编号",
    "a number for each shift, days that exist": "每个班次一个数值，以及存在的日期",
    "an employee, a day and a shift": "一名员工、一天和一个班次",
    "a day and a shift, numbers of at least 0": "一天和一个班次，数值至少为 0",
}
