"""Words of applying for a season, and of what a season gives."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

ROOMS_SEASON: Mapping[str, Sentence] = {
    "apply_title": Sentence("Apply for a weekly room", "申请整季每周使用"),
    "apply_lead": Sentence(
        "State when it suits you: the more times, the better the chance. Applications close on {last}.",
        "请填写方便的时间，可选时间越多，越容易安排。申请截止：{last}。",
    ),
    "apply_closed": Sentence("This round takes no applications now.", "本轮次目前不受理申请。"),
    "apply_closed_next": Sentence(
        "What is free can be booked one by one under Rooms.", "空闲的活动室可在“活动室”页面单次预约。"
    ),
    "apply_what": Sentence("What it is", "活动内容"),
    "label_listed": Sentence("the name may stand in the public timetable", "活动名称可在公开的日程中显示"),
    "label_age_group": Sentence("For whom", "参加者"),
    "age_any": Sentence("everybody", "不限"),
    "age_minor": Sentence("children", "未成年人"),
    "age_adult": Sentence("adults", "成年人"),
    "age_senior": Sentence("seniors", "老年人"),
    "for_organisation": Sentence("for {name}", "以 {name} 的名义申请"),
    "apply_when": Sentence("When it suits", "方便的时间"),
    "apply_when_hint": Sentence(
        "Tick all days and parts of the day that suit: the activity is held within one of them.",
        "勾选所有方便的日子和时段，活动安排在其中之一。",
    ),
    "apply_days": Sentence("Days of the week", "星期"),
    "apply_parts": Sentence("Parts of the day", "一天中的时段"),
    "part_morning": Sentence("morning", "上午"),
    "part_afternoon": Sentence("afternoon", "下午"),
    "part_evening": Sentence("evening", "晚上"),
    "apply_exact": Sentence("Other times, to the half hour", "其他时间（精确到半小时）"),
    "apply_not_shorter": Sentence("no shorter", "不能更短"),
    "apply_near": Sentence("near my home, the nearest first", "离我住处近的，由近到远"),
    "apply_kept_times": Sentence("The times asked for until now", "保持原来的时间"),
    "apply_kept_places": Sentence("The places asked for until now", "保持原来的意愿"),
    "apply_who_again": Sentence(
        "Nobody can read them any more. Leave the fields empty to keep them; whoever you enter takes their place.",
        "原来填写的号码只存为标记，无法再显示。留空则保持不变；填写新号码则替换原来的。",
    ),
    "apply_change_title": Sentence("Change your application", "修改申请"),
    "apply_save": Sentence("Save the change", "保存修改"),
    "range_number": Sentence("Range {number}", "时段 {number}"),
    "label_weekday": Sentence("Weekday", "星期"),
    "label_from": Sentence("Earliest", "最早"),
    "label_to": Sentence("Latest", "最晚"),
    "label_ranges": Sentence("Times", "时间"),
    "label_sessions": Sentence("Times a week", "每周次数"),
    "label_every_weeks": Sentence("How often", "频率"),
    "every_1": Sentence("every week", "每周"),
    "every_2": Sentence("every second week", "每两周"),
    "every_4": Sentence("every fourth week", "每四周"),
    "label_shortest": Sentence("If need be, as short as", "必要时最短"),
    "label_longest": Sentence("For how long", "每次多久"),
    "apply_where": Sentence("Where", "地点意愿"),
    "label_wish": Sentence("Wish", "意愿"),
    "wish_number": Sentence("Wish {number}", "第 {number} 意愿"),
    "apply_who": Sentence("Who comes", "参加人员"),
    "apply_who_hint": Sentence(
        "Phones are not kept as they are, only as marks by which one sees that two groups are the same people.",
        "手机号不会保存原文，仅加密比对，用于发现同一团队重复申请。",
    ),
    "label_leader": Sentence("Phone of the leader", "负责人手机号"),
    "label_members": Sentence("Phones of the members", "成员手机号"),
    "members_hint": Sentence("One on each line, or with commas between them.", "每行一个，或用逗号隔开。"),
    "label_note": Sentence("Note for the office", "给工作人员的说明"),
    "apply_check": Sentence("Check it", "核对"),
    "apply_send": Sentence("Send the application", "提交申请"),
    "slip_rooms": Sentence("Rooms that suit", "适合的活动室"),
    "slip_rooms_none": Sentence(
        "No room suits as asked. More times, fewer people or fewer needs may help.",
        "没有适合的活动室。可增加时段，或减少人数和要求。",
    ),
    "slip_slots": Sentence("{count} slots a week", "每周 {count} 个可选时段"),
    "slip_more_rooms": Sentence("and {count} more", "另有 {count} 间"),
    "ranges": Sentence("Suitable times", "方便的时间"),
    "second_choice": Sentence("second choice", "次选"),
    "length_one": Sentence("{shortest} minutes each", "每次 {shortest} 分钟"),
    "length_of": Sentence("{shortest} to {longest} minutes each", "每次 {shortest}–{longest} 分钟"),
    # what a season gives
    "your_sessions": Sentence("Your weekly times", "每周安排"),
    "sessions_title": Sentence("Weekly sessions of the plan", "方案中的每周安排"),
    "sessions_see": Sentence("Weekly sessions", "查看每周安排"),
    "sessions_none": Sentence("The plan holds no session.", "方案中没有安排。"),
    "sessions_none_next": Sentence("See who is not served, and why.", "请查看未分配名单与原因。"),
    "notice_sessions": Sentence("dates: {count}", "{count} 次"),
    # words of parking rounds, as rounds of rooms say them
    "registration_allocated_rooms": Sentence("A room for you", "已分配活动室"),
    "registration_refused_rooms": Sentence("No room this time", "本轮未分配"),
    "next_allocated_rooms": Sentence(
        "Please answer by {moment}, else the room goes to the next in line.",
        "请在 {moment} 前答复，逾期活动室转给候补的下一位。",
    ),
    "next_submitted_rooms": Sentence("The office checks it. You need to do nothing.", "工作人员正在核实，您无需操作。"),
    "next_refused_rooms": Sentence(
        "The reasons stand below. A lost round counts in the next.", "原因见下。本轮未分配会在下一轮优先考虑。"
    ),
    "next_waitlisted_rooms": Sentence(
        "Still before you: {before}. You are told when a room comes free. Your number in the notice as published "
        "is {rank}.",
        "您前面还有 {before} 位，有空出时会通知您。公示时的候补编号为 {rank}。",
    ),
    "next_accepted_rooms": Sentence("The room is yours on these dates.", "在这些日期活动室归您使用。"),
    "next_active_rooms": Sentence("The room is yours on these dates.", "在这些日期活动室归您使用。"),
    "next_declined_rooms": Sentence("The room went to the next in line.", "活动室已转给候补的下一位。"),
    "next_lapsed_rooms": Sentence(
        "No answer came in time; the room went to the next in line.", "逾期未答复，活动室已转给候补的下一位。"
    ),
    "confirm_accept_rooms": Sentence("Accept the weekly room?", "确认接受每周安排？"),
    "confirm_decline_rooms": Sentence("Decline the weekly room?", "确认放弃每周安排？"),
    "confirm_give_up_rooms": Sentence("Give the weekly room up?", "确认不再使用每周安排？"),
    "means_give_up_rooms": Sentence(
        "All dates to come go to the next in line. To give one date back, go to your rooms instead. This cannot be "
        "undone.",
        "之后各次都转给候补的下一位。如只归还其中一次活动日期，请到“我的活动室”办理。不能恢复。",
    ),
    "means_accept_rooms": Sentence(
        "The room is yours on the dates shown. You can still give dates back, one or all.",
        "所列日期活动室归您使用。之后仍可归还个别或全部日期。",
    ),
    "means_decline_rooms": Sentence(
        "The room goes to the next in line. This cannot be undone.", "活动室转给候补的下一位，不能恢复。"
    ),
    "means_withdraw_rooms": Sentence(
        "The registration ends, and a weekly room that you hold goes to the next in line. This cannot be undone.",
        "登记终止；如已有每周安排，转给候补的下一位。不能恢复。",
    ),
    "notice_lines_hint_rooms": Sentence(
        "By receipt; the name of an activity stands here only where its group wants that.",
        "按回执号排列；活动名称经小组同意才显示。",
    ),
    "prepare_hint_rooms": Sentence(
        "The rooms of this plan are taken meanwhile; nothing is public before you publish.",
        "准备期间锁定方案中的活动室；在您发布之前不对外公开。",
    ),
    "change_added_rooms": Sentence("{count} gain a weekly room", "{count} 项新得安排"),
    "change_removed_rooms": Sentence("{count} lose theirs", "{count} 项失去安排"),
    "change_moved_rooms": Sentence("{count} move to another room or time", "{count} 项调整了活动室或时间"),
    "waitable_rooms": Sentence("can wait for a room", "可候补"),
    "not_waitable_rooms": Sentence("no room can come free", "无活动室可候补"),
    "title_or_receipt": Sentence("Activity", "活动"),
}
