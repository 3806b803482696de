"""Sentences about volunteer rosters: what one breaks, what it pays for, why a seat is empty, what a file gets wrong."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

ROSTER_RULES: Mapping[str, Sentence] = {
    "h01_no_overlap": Sentence(
        "{requests} would be in two places at once: {other} and {place} ({minute}).",
        "{requests} 同一时间有两项任务：{other} 与 {place}（{minute}）。",
    ),
    "h02_travel_gap": Sentence(
        "{requests} has {gap} minutes between {other} and {place} ({minute}) and needs {allowed} to get there.",
        "{requests} 在 {other} 与 {place}（{minute}）之间只有 {gap} 分钟，路上需要 {allowed} 分钟。",
        Sentence(
            "{gap} minutes are too few to get from {other} to {place} ({minute}).",
            "{other} 与 {place}（{minute}）之间只有 {gap} 分钟，路上时间不够。",
        ),
    ),
    "h03_availability": Sentence(
        "{requests} is not available for {place} ({minute}).", "{requests} 在 {place}（{minute}）没有空。"
    ),
    "h04_qualification": Sentence(
        "{requests} lacks what the role {role} of {place} needs: {skills} ({minute}).",
        "{requests} 不具备 {place} 的岗位 {role} 所需的资格：{skills}（{minute}）。",
    ),
    "h05_eligible_person": Sentence(
        "{requests} is {age} and may not serve on {place} ({minute}); the least age is {allowed}, with consent for "
        "minors, no home visits and no late hours for them.",
        "{requests} {age} 岁，不能参加 {place}（{minute}）；最低年龄为 {allowed} 岁，未成年人须有监护人同意，且不上门、"
        "不晚归。",
    ),
    "h05_adult_on_shift": Sentence(
        "Minors would be alone on {place} ({minute}): {requests}.",
        "{place}（{minute}）只有未成年人：{requests}。",
        Sentence("Minors would be alone on {place} ({minute}).", "{place}（{minute}）只有未成年人。"),
    ),
    "h06_insurance": Sentence(
        "{requests} is not insured for the risks of {place} ({minute}).",
        "{requests} 没有 {place}（{minute}）所需的保险。",
    ),
    "h07_risk_exclusion": Sentence(
        "{requests} does not take a risk of {place}: {risks} ({minute}).",
        "{requests} 不接受 {place} 的风险：{risks}（{minute}）。",
    ),
    "h08_decline_memory": Sentence(
        "{requests} has declined {place} ({minute}).", "{requests} 已谢绝 {place}（{minute}）。"
    ),
    "h09_max_minutes_day": Sentence(
        "{requests} would serve {counted} minutes within a day where {allowed} are allowed ({place}, {minute}).",
        "{requests} 一天内将服务 {counted} 分钟，上限为 {allowed} 分钟（{place}，{minute}）。",
    ),
    "h10_max_minutes_week": Sentence(
        "{requests} would serve {counted} minutes in a week where {allowed} are allowed ({place}, {minute}).",
        "{requests} 一周内将服务 {counted} 分钟，上限为 {allowed} 分钟（{place}，{minute}）。",
    ),
    "h11_max_minutes_month": Sentence(
        "{requests} would serve {counted} minutes in a month where {allowed} are allowed ({place}, {minute}).",
        "{requests} 一个月内将服务 {counted} 分钟，上限为 {allowed} 分钟（{place}，{minute}）。",
    ),
    "h12_max_continuous": Sentence(
        "{requests} would serve {counted} minutes without a pause where {allowed} are allowed ({place}, {minute}).",
        "{requests} 将连续服务 {counted} 分钟，上限为 {allowed} 分钟（{place}，{minute}）。",
    ),
    "h13_min_rest": Sentence(
        "{requests} has {gap} minutes of rest before {place} ({minute}) and needs {allowed}.",
        "{requests} 在 {place}（{minute}）之前只休息 {gap} 分钟，应有 {allowed} 分钟。",
    ),
    "h14_max_consecutive_days": Sentence(
        "{requests} would serve {counted} days in a row where {allowed} are allowed ({place}, {minute}).",
        "{requests} 将连续服务 {counted} 天，上限为 {allowed} 天（{place}，{minute}）。",
    ),
    "h15_max_shifts_day": Sentence(
        "{requests} would have {counted} shifts on one day where {allowed} are allowed ({place}, {minute}).",
        "{requests} 一天将有 {counted} 个班次，上限为 {allowed} 个（{place}，{minute}）。",
    ),
    "h16_min_crew_to_run": Sentence(
        "{place} ({minute}) cannot run: {seats} in the role {role} where {allowed} are needed.",
        "{place}（{minute}）不能开班：岗位 {role} 有 {seats} 人，至少需要 {allowed} 人。",
    ),
    "h17_seat_max": Sentence(
        "{place} ({minute}) has {seats} people in the role {role} where {allowed} fit.",
        "{place}（{minute}）的岗位 {role} 有 {seats} 人，最多 {allowed} 人。",
    ),
    "h18_lead_present": Sentence(
        "{place} ({minute}) has {leads} leads for {seats} people and needs {allowed}.",
        "{place}（{minute}）{seats} 人中有 {leads} 名组长，需要 {allowed} 名。",
    ),
    "h19_mentor_novice": Sentence(
        "{place} ({minute}) has {novices} novices with {mentors} mentors, who may take {allowed}.",
        "{place}（{minute}）有 {novices} 名新手、{mentors} 名带教，最多可带 {allowed} 名。",
    ),
    "h20_required_pair": Sentence(
        "{requests} serve together or not at all ({place}, {minute}).",
        "{requests} 必须同时服务或都不服务（{place}，{minute}）。",
    ),
    "h21_prohibited_pair": Sentence(
        "{requests} are never on the same shift ({place}, {minute}).",
        "{requests} 不能同班（{place}，{minute}）。",
    ),
    "h22_prohibited_beneficiary": Sentence(
        "{elder} does not want {requests} to come ({place}, {minute}).",
        "{elder} 不希望 {requests} 上门（{place}，{minute}）。",
    ),
    "h23_training_first": Sentence(
        "{requests} has not completed the training {training} before {place} ({minute}).",
        "{requests} 在 {place}（{minute}）之前没有完成培训 {training}。",
    ),
    "h24_pinned": Sentence(
        "{requests} was to keep the seat {role} on {place} ({minute}).",
        "{requests} 应保留 {place}（{minute}）的岗位 {role}。",
        Sentence("A seat that was to stay cannot stay.", "应保留的岗位无法保留。"),
    ),
    "h24_banned": Sentence(
        "The staff keep {requests} away from {place} ({minute}), role {role}.",
        "工作人员不允许 {requests} 参加 {place}（{minute}）的岗位 {role}。",
    ),
    "h25_freeze_window": Sentence(
        "{place} begins at {minute}, before {until}: {requests} cannot be added by planning any more.",
        "{place} 于 {minute} 开始，早于 {until}：不能再由排班增加 {requests}。",
    ),
    "h26_no_show_lock": Sentence(
        "{requests} was absent {absences} times without excuse in 90 days; from {allowed} on nobody is assigned "
        "({place}, {minute}).",
        "{requests} 90 天内无故缺席 {absences} 次；达到 {allowed} 次即暂不排班（{place}，{minute}）。",
    ),
    "h27_requested_gender_language": Sentence(
        "{place} ({minute}) asks for another gender or language than that of {requests}.",
        "{place}（{minute}）要求的性别或语言与 {requests} 不符。",
    ),
}

ROSTER_COSTS: Mapping[str, Sentence] = {
    "cost": Sentence("Weighted cost of the roster", "排班的加权成本"),
    "m1_shift_cannot_run": Sentence("Shifts that cannot run", "不能开班的班次"),
    "m2_below_min": Sentence("Seats below the least number", "低于最少人数的岗位"),
    "m3_below_target": Sentence("Seats below target", "低于目标人数的岗位"),
    "s01_over_target": Sentence("Seats above target", "超出目标人数的岗位"),
    "s02_fair_time": Sentence("Fair shares of time", "时间公平"),
    "s03_fair_burden": Sentence("Fair shares of burdensome shifts", "辛苦班次公平"),
    "s04_include_idle": Sentence("Willing people long unused", "久未安排的志愿者"),
    "s05_desired_hours": Sentence("Outside people's own range of hours", "超出本人期望时长"),
    "s06_preferred_time": Sentence("Hours less liked", "不太喜欢的时段"),
    "s07_preferred_role": Sentence("Tasks less wished for", "不太愿意的任务"),
    "s08_continuity": Sentence("New faces for elders", "老人面对的新面孔"),
    "s09_travel": Sentence("Long ways from home", "离家较远"),
    "s10_disruption": Sentence("Published seats changed", "已公布岗位的变动"),
    "s11_wished_pair": Sentence("Wishes about partners", "搭档意愿"),
    "s12_weekends": Sentence("Too many weekends", "周末过多"),
    "s13_consecutive_days_soft": Sentence("Many days in a row", "连续多天"),
    "s14_gaps": Sentence("Idle time between shifts", "班次之间的空等"),
    "s15_near_day_off": Sentence("Close to a day off", "紧邻休息日"),
    "s16_expected_attendance": Sentence("Too few expected to come", "预计到场不足"),
    "s17_standby": Sentence("Standby seats missing", "候补岗位缺人"),
    "s18_scarce_skill": Sentence("Scarce skills used elsewhere", "稀缺技能他用"),
    "s19_variety": Sentence("The same task over and over", "任务单一"),
    "s20_mentoring_chance": Sentence("Novices without a mentor", "新手无带教"),
    "s21_neighbour_loan": Sentence("People from another community", "外社区人员"),
    "s22_late_to_early": Sentence("Late, then early", "晚班接早班"),
}

ROSTER_NAMES: Mapping[str, Sentence] = {
    "h01_no_overlap": Sentence("another shift at that time", "同一时间另有班次"),
    "h02_travel_gap": Sentence("the way between two shifts", "两班之间的路程"),
    "h03_availability": Sentence("not said to be free then", "未登记该时间有空"),
    "h04_qualification": Sentence("a skill that is needed", "所需技能"),
    "h05_eligible_person": Sentence("age, consent or absence from service", "年龄、监护人同意或停止服务"),
    "h06_insurance": Sentence("insurance on that day", "当天的保险"),
    "h07_risk_exclusion": Sentence("a risk that is excluded", "本人不接受的风险"),
    "h08_decline_memory": Sentence("declined before", "此前已谢绝"),
    "h16_min_crew_to_run": Sentence("too few people for the shift to run", "人数不足，班次不能进行"),
    "h20_required_pair": Sentence("a partner who must come too", "必须同班的人"),
    "h22_prohibited_beneficiary": Sentence("a veto of the person visited", "受访者不同意"),
    "h24_banned": Sentence("kept away by the staff", "工作人员不安排"),
    "h24_pinned": Sentence("pinned by the staff", "工作人员固定安排"),
    "h25_freeze_window": Sentence("the shift begins too soon", "班次即将开始"),
    "h26_no_show_lock": Sentence("too many absences", "缺席过多"),
    "h27_requested_gender_language": Sentence("gender or language asked for", "所要求的性别或语言"),
    "h05_adult_on_shift": Sentence("an adult with minors", "未成年人须有成人陪同"),
    "h09_max_minutes_day": Sentence("the limit of a day", "每日上限"),
    "h10_max_minutes_week": Sentence("the limit of a week", "每周上限"),
    "h11_max_minutes_month": Sentence("the limit of a month", "每月上限"),
    "h12_max_continuous": Sentence("the limit without a pause", "连续时长上限"),
    "h13_min_rest": Sentence("rest between two days", "两日之间的休息"),
    "h14_max_consecutive_days": Sentence("days in a row", "连续天数"),
    "h15_max_shifts_day": Sentence("shifts a day", "每日班次数"),
    "h17_seat_max": Sentence("no seat left", "没有空岗"),
    "h18_lead_present": Sentence("a lead on the shift", "须有组长"),
    "h19_mentor_novice": Sentence("mentors for novices", "新手须有带教"),
    "h21_prohibited_pair": Sentence("somebody not to be met", "不能同班的人"),
    "h23_training_first": Sentence("training first", "须先培训"),
    **{code: Sentence(line.en.lower(), line.zh) for code, line in ROSTER_COSTS.items()},
}
"""Rules in a few words, inside a sentence."""

ROSTER_WORDS: Mapping[str, Sentence] = {
    "roster_seats": Sentence(
        "{place}: {seats} of {allowed} wished for in the role {role}.",
        "{place}：岗位 {role} 有 {seats} 人，目标 {allowed} 人。",
    ),
    "roster_funnel": Sentence(
        "Role {role}: of {people} volunteers {qualified} have the skills, {eligible} of these may serve, {available} "
        "are available, and {free} are free within all limits.",
        "岗位 {role}：{people} 名志愿者中具备技能的 {qualified} 人，其中符合条件的 {eligible} 人，"
        "有空的 {available} 人，在各项限制内可用的 {free} 人。",
    ),
    "roster_blocked": Sentence("{people} are kept away by: {limit}.", "{people} 人受限于：{limit}。"),
    "roster_unused": Sentence(
        "No seat: {options} would be possible by themselves.", "没有岗位：单看条件有 {options} 个可能的岗位。"
    ),
    "roster_serves": Sentence(
        "{place} ({minute}) as {role}; {others} others could.",
        "{place}（{minute}）任 {role}；另有 {others} 人可以。",
    ),
    "roster_against": Sentence("{place} costs {cost}: {limit}.", "{place} 成本 {cost}：{limit}。"),
    "roster_relaxed": Sentence(
        "{people} more if the setting were changed by {change}: {limit}.",
        "若把设置调整 {change}，可多 {people} 人：{limit}。",
    ),
    "roster_other": Sentence("{group} ({minute}) as {role}.", "{group}（{minute}）任 {role}。"),
    # files
    "inverted_seats": Sentence(
        "{field} is {value}, less than what must come first; needed is {allowed}.",
        "{field} 为 {value}，小于前一项；应为{allowed}。",
    ),
    "reserved_name": Sentence(
        "{field} is {value}, which is taken; needed is {allowed}.", "{field} 不能为 {value}；应为{allowed}。"
    ),
    "no_roles": Sentence("{field} is empty; needed is {allowed}.", "{field} 为空；需要{allowed}。"),
    "not_past": Sentence("{field} is {value}; history lies {allowed}.", "{field} 为 {value}；历史应{allowed}。"),
    "paired_with_self": Sentence(
        "{field} pairs {value} with itself; needed is {allowed}.", "{field} 把 {value} 与自身配对；需要{allowed}。"
    ),
    "impossible_pair": Sentence(
        "{field} is {value} although the same two are named otherwise; needed is {allowed}.",
        "{field} 为 {value}，但同一对人另有相反的规定；应为{allowed}。",
    ),
}
