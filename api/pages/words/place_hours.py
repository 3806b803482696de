"""Words of hours and closures, of sites and facilities alike."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

PLACE_HOURS: Mapping[str, Sentence] = {
    "place_hours": Sentence("Hours", "时段"),
    "place_hours_of": Sentence("Hours: {name}", "{name}：时段"),
    "purpose_open": Sentence("Open", "开放"),
    "purpose_curfew": Sentence("No entry or exit", "禁止进出"),
    "purpose_leave_by": Sentence("Everybody has left by", "最晚离场"),
    "purpose_seniors": Sentence("For seniors first", "老年人优先"),
    "purpose_staffed": Sentence("Staffed", "有人值守"),
    "purpose_approval": Sentence("Bookings are decided by the office", "预约须审批"),
    "hours_none_site": Sentence(
        "No hours are stated: nobody can be given a space here.", "尚未设置时段：此处车位无法分配。"
    ),
    "hours_none_facility": Sentence(
        "No hours are stated: no room can be booked here.", "尚未设置开放时间：此处活动室无法预约。"
    ),
    "hours_none_space": Sentence(
        "It has no hours of its own: those of the site apply.", "没有专属时段，按停车点时段开放。"
    ),
    "hours_none_room": Sentence(
        "It has no hours of its own: those of the facility apply.", "没有专属时间，按设施时间开放。"
    ),
    "hours_none_next": Sentence("Add the first below.", "请在下方添加。"),
    "hours_new": Sentence("Add hours", "添加时段"),
    "hours_change": Sentence("Change these hours", "修改时段"),
    "hours_instead": Sentence("Add others instead", "改为添加"),
    "hours_midnight": Sentence(
        "An earlier end is on the next day; 00:00 as the end is midnight.",
        "结束早于开始表示次日；结束填 00:00 表示午夜。",
    ),
    "hours_leave_hint": Sentence("Here the end is not needed.", "最晚离场只填开始时间。"),
    "hours_days_hint": Sentence(
        "Workdays and rest days follow the calendar, make-up workdays included.", "工作日、休息日按日历（含调休）认定。"
    ),
    "hours_only_weekdays": Sentence("Only on these weekdays", "仅限以下星期"),
    "hours_only_weekdays_hint": Sentence("Nothing ticked: on all.", "都不勾选则不限。"),
    "hours_only_dates": Sentence("Only between these dates", "仅限以下日期之间"),
    "hours_what_stands": Sentence(
        "What people have already stays as it was told to them; new plans and bookings follow the new hours.",
        "已分配的车位、已有的预约保持不变；新的方案和预约按新时段。",
    ),
    "label_purpose": Sentence("What for", "用途"),
    "label_season": Sentence("Season", "季节"),
    "season_any": Sentence("All year", "全年"),
    # closures
    "place_closures": Sentence("Closures to come", "关闭安排"),
    "place_closures_of": Sentence("Closures: {name}", "{name}：关闭安排"),
    "closures_none": Sentence("Nothing is closed in the time to come.", "近期没有关闭安排。"),
    "closures_none_next": Sentence("It is open as its hours say.", "按时段正常开放。"),
    "closure_new": Sentence("Close on some dates", "安排关闭"),
    "closure_kind_closure": Sentence("Closure", "关闭"),
    "closure_kind_suspension": Sentence("Suspension for an event", "活动期间暂停"),
    "closure_whole_site": Sentence("The whole site", "整个停车点"),
    "closure_whole_facility": Sentence("The whole facility", "整个设施"),
    "closure_last_hint": Sentence("Left empty: that one date.", "不填则只关闭一天。"),
    "closure_clock_hint": Sentence(
        "Daily, from … to …; 00:00 to 00:00 is all day.", "每天的关闭时间；00:00 至 00:00 为全天。"
    ),
    "closure_reason_hint": Sentence("People who are touched read it.", "受影响的人会看到此原因。"),
    "closure_reopen": Sentence("Open again", "恢复开放"),
    "closure_look": Sentence("See who is touched", "查看影响范围"),
    "closure_ask": Sentence("Close it?", "确认关闭？"),
    "closure_touched_none": Sentence("Nobody has a place in that time.", "该时间内没有人使用。"),
    "closure_touched": Sentence("{count} are touched", "涉及 {count} 项"),
    "closure_touched_times": Sentence("{count} times, first {moment}", "{count} 次，最早 {moment}"),
    "closure_touched_more": Sentence("and {count} more", "另有 {count} 项"),
    "closure_right": Sentence("right by a plan", "方案分配"),
    "closure_booking": Sentence("booking", "单次预约"),
    "closure_means_site": Sentence(
        "Nothing is taken away by itself. Plan the rounds concerned again, so that everybody gets another place, and "
        "tell those below who have booked.",
        "系统不会自动收回车位。请对相关轮次重新规划以另行安排，并通知下列已预约的人。",
    ),
    "closure_means_facility": Sentence(
        "Single bookings that fall into it are cancelled at once and their people told why. Weekly sessions stay until "
        "their round is planned again.",
        "受影响的单次预约将立即取消并告知原因；每周活动在重新规划前保持不变。",
    ),
    "closure_do": Sentence("Close it", "确认关闭"),
    "closure_not": Sentence("Do not close", "不关闭"),
    "closure_when": Sentence("When", "时间"),
    "closure_daily": Sentence("daily {start} to {end}", "每天 {start} 至 {end}"),
    "label_part": Sentence("What is closed", "关闭范围"),
}
