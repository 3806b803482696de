"""Articles that every covenant holds to: what no setting switches off."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

ARTICLES: Mapping[str, Sentence] = {
    "one_place": Sentence(
        "A space serves one vehicle at a time, a registration gets one space at one site, and a vehicle has one right "
        "at a time.",
        "同一时间一个车位只停一辆车；一项登记只得一个停车点的一个车位；一辆车同一时间只有一个车位。",
    ),
    "own_times": Sentence(
        "Spaces and rooms are shared only in the hours that whoever runs them has opened, with their curfews, leave-by "
        "times, closures and gates.",
        "车位和活动室只在管理方开放的时段内共享，遵守其禁行时段、离场时间、停用日期和出入口通行上限。",
    ),
    "suits": Sentence(
        "A place must suit: the size, the charger or access needed, whom it is reserved for, the people and things "
        "that a group brings.",
        "场地须合用：尺寸、充电或无障碍需要、专用对象，以及活动的人数和设备。",
    ),
    "short_ways": Sentence(
        "Among plans that serve the same points, ways on foot are as short as they can be.",
        "积分总和相同的方案中，步行总距离尽量短。",
    ),
    "kept_places": Sentence(
        "Who has a place keeps it where that costs nobody a better claim; once published, a plan made anew keeps "
        "rights first and moves as few as it can.",
        "不损害他人更优先的权利时，原有安排尽量保留；公示后重新编排先保住已有安排，再尽量少变动。",
    ),
    "public_draw": Sentence(
        "What is equal in everything is decided by a public draw that anybody can work out again.",
        "各方面都相同的，由任何人都能复核的公开抽签决定。",
    ),
    "decisions": Sentence(
        "Decisions of the staff, of mediation and of arbitration bind the next plan as far as they can hold; those "
        "that cannot are named.",
        "工作人员的决定、调解和仲裁结果约束下一次编排；无法执行的会列明。",
    ),
    "fair_exchange": Sentence(
        "Partner sites give as much as they get within the tolerance agreed, and who has got least gains most by one "
        "more.",
        "结对停车点的得与让在约定差额之内相当；得到最少者多得一份最受重视。",
    ),
    "as_asked": Sentence(
        "Nobody is given what they did not ask for: dates, times, lengths and numbers are those of the application; "
        "wishes are met as well as they can be.",
        "不给未申请的安排：日期、时间、时长和次数以申请为准；愿望尽量满足。",
    ),
    "once_at_a_time": Sentence(
        "Nobody is to be in two places at once, or without time for the way between.",
        "任何人不会同时被安排在两处，也不会没有往返的时间。",
    ),
    "shared_things": Sentence(
        "Equipment is lent to one at a time, noisy groups do not sit side by side, and no facility is opened without "
        "need.",
        "设备同一时间只借一处；吵闹的活动不相邻；不必要时不另开设施。",
    ),
    "safe_service": Sentence(
        "A shift is served by people who are willing, free, qualified, insured and rested, in crews that are safe; "
        "else it is shown as not running.",
        "班次由愿意、有空、合格、有保险且休息充足的人按安全人数承担；达不到的如实列为无法开班。",
    ),
    "wishes_of_volunteers": Sentence(
        "Cover comes first, then fair shares, then wishes, each at a price that all can read; who declined is not "
        "asked again.",
        "先保障人手，再求公平，再照顾愿望，代价公开；谢绝过的不再反复询问。",
    ),
}
