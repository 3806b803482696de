"""Words of joining: open shifts, when somebody is free, teams of organisations; roles and states of seats."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

VOLUNTEERS: Mapping[str, Sentence] = {
    "open_title": Sentence("Shifts you can join", "可报名的班次"),
    "open_lead": Sentence("Signing up is binding at once: the seat is yours.", "报名后立即生效，岗位归您。"),
    "open_which": Sentence("Which shifts", "显示哪些班次"),
    "open_fit": Sentence("Those I can take", "我能参加的"),
    "open_all": Sentence("All, with why not", "全部（含原因）"),
    "open_free": Sentence("{count} places", "还可报 {count} 人"),
    "open_draw": Sentence("If many wish for it, lots decide on {moment}.", "报名人多时于 {moment} 抽签。"),
    "open_sign_up": Sentence("Sign up", "报名"),
    "open_wish": Sentence("I would like to", "登记意愿"),
    "open_unwish": Sentence("Take my wish back", "撤回意愿"),
    "open_why": Sentence("Why not:", "不能报名："),
    "open_later": Sentence("Later shifts", "更晚的班次"),
    "open_none": Sentence("There are no more shifts at present.", "目前没有更多班次。"),
    "open_none_next": Sentence("New ones come with the next roster.", "下一期排班公布后会有新班次。"),
    "open_none_fit": Sentence("None of the shifts of these days is one that you can take.", "这几天没有适合您的班次。"),
    "open_none_fit_next": Sentence(
        "Look at later shifts, or at all with the reasons.", "可看更晚的班次，或查看全部及原因。"
    ),
    # when somebody is free
    "offer_title": Sentence("When I am free", "我的空闲时间"),
    "offer_begin": Sentence(
        "Tell when you can come. The office verifies who you are; then you are asked for shifts.",
        "请登记您的空闲时间；社区核实身份后，会邀请您参加班次。",
    ),
    "offer_lead": Sentence("You are planned only at these times.", "只会在这些时间为您安排班次。"),
    "label_born": Sentence("Date of birth", "出生日期"),
    "offer_born_hint": Sentence(
        "Older and under-age volunteers are protected by limits.", "用于保护年长和未成年志愿者。"
    ),
    "offer_available": Sentence("I can come", "我可以来"),
    "offer_available_hint": Sentence("Times at which you may be planned.", "可安排班次的时间。"),
    "offer_ask": Sentence("You may ask me at short notice", "临时缺人可以问我"),
    "offer_ask_hint": Sentence(
        "At these times you are not planned, only asked to stand in.", "这些时间不排班，只在缺人时询问。"
    ),
    "offer_away": Sentence("I am away", "我外出的日期"),
    "offer_hours": Sentence("Hours a month", "每月小时数"),
    "offer_drop": Sentence("Remove", "删除"),
    "label_available_days": Sentence("Days", "日子"),
    "label_available_start": Sentence("From", "从"),
    "label_available_end": Sentence("To", "到"),
    "label_ask_days": Sentence("Days", "日子"),
    "label_ask_start": Sentence("From", "从"),
    "label_ask_end": Sentence("To", "到"),
    "label_away_first": Sentence("From (date)", "起始日期"),
    "label_away_last": Sentence("Last date", "最后日期"),
    "label_least_hours": Sentence("At least", "至少"),
    "label_most_hours": Sentence("At most", "至多"),
    "label_lead": Sentence("Remind me before a shift", "班次开始前提醒我"),
    "offer_lead_hours": Sentence("{hours} hours before", "提前 {hours} 小时"),
    "offer_save": Sentence("Save", "保存"),
    "offer_skills": Sentence("Skills the office has on record", "社区登记的技能"),
    "offer_expires": Sentence("until {day}", "有效期至 {day}"),
    "offer_skills_hint": Sentence("The office changes them when shown the papers.", "如需更改，请带证件到社区。"),
    "offer_stop": Sentence("Pause or stop", "暂停或退出"),
    "offer_pause": Sentence("Pause", "暂停服务"),
    "offer_pause_means": Sentence(
        "While you pause you are given no new shifts; those that you have stay.", "暂停期间不安排新班次，已有班次保留。"
    ),
    "offer_resume": Sentence("Go on", "恢复服务"),
    "offer_leave": Sentence("Volunteer no more", "退出志愿服务"),
    "offer_leave_seats": Sentence(
        "You give up {count} seats to come; others are asked for them.",
        "您将放弃 {count} 个尚未开始的岗位，由他人接替。",
    ),
    "offer_leave_none": Sentence("You have no shift to come.", "您目前没有班次。"),
    "offer_leave_means": Sentence(
        "Your hours stay. You can come back at any time under the same number.", "您的时长保留，可随时以原编号恢复。"
    ),
    "offer_leave_yes": Sentence("Yes, I stop", "确定退出"),
    "volunteer_registered": Sentence("To be verified", "待核实"),
    "volunteer_active": Sentence("Active", "服务中"),
    "volunteer_paused": Sentence("Pausing", "已暂停"),
    "volunteer_left": Sentence("Left", "已退出"),
    # teams of organisations
    "teams_title": Sentence("Teams of my organisation", "本单位的团队"),
    "team_title": Sentence("A team of your organisation", "本单位团队"),
    "team_asked": Sentence("Asked", "待答复"),
    "team_accepted": Sentence("Comes", "已答应"),
    "team_declined": Sentence("Declined", "已谢绝"),
    "team_lapsed": Sentence("Lapsed", "已失效"),
    "team_taken_back": Sentence("Taken back", "已收回"),
    "team_seats": Sentence("Seats", "名额"),
    "team_named_of": Sentence("{named} of {seats} named", "已报 {named} / {seats} 人"),
    "team_ask": Sentence("Can your organisation bring {seats} people?", "贵单位能否安排 {seats} 人参加？"),
    "team_yes": Sentence("Yes, we come", "可以，我们参加"),
    "team_no": Sentence("No, we cannot", "无法参加"),
    "team_i_come": Sentence("I come myself", "我本人参加"),
    "team_name_title": Sentence("Name who comes", "报名单"),
    "team_name_hint": Sentence(
        "Each is asked; names have to be in by the time others can no longer sign out freely.",
        "系统会征求本人同意；须在自由退出期限之前报齐。",
    ),
    "team_name_do": Sentence("Name", "报名"),
    "team_later": Sentence("Names are taken once the shift is published.", "班次公布后再报名单。"),
    "team_complete": Sentence("All seats have names.", "名额已报满。"),
    # roles
    "duty_visitor": Sentence("visitor", "探访员"),
    "duty_guard": Sentence("patroller", "巡逻员"),
    "duty_patroller": Sentence("patroller", "巡逻员"),
    "duty_teacher": Sentence("teacher", "授课老师"),
    "duty_aide": Sentence("aide", "助教"),
    "duty_keeper": Sentence("keeper of the room", "活动室值守"),
    "duty_steward": Sentence("steward", "现场引导"),
    "duty_medic": Sentence("first aider", "急救员"),
    "duty_first_aider": Sentence("first aider", "急救员"),
    "duty_standby": Sentence("standing by", "候补待命"),
    # states of seats and asks
    "seat_offered": Sentence("Offered", "待答复"),
    "seat_accepted": Sentence("Accepted", "已接受"),
    "seat_confirmed": Sentence("Confirmed", "已确认"),
    "seat_checked_in": Sentence("Here", "已签到"),
    "seat_checked_out": Sentence("Left", "已签退"),
    "seat_done": Sentence("Served", "已完成"),
    "seat_looking_for_substitute": Sentence("Substitute sought", "寻找替班"),
    "seat_declined": Sentence("Declined", "已谢绝"),
    "seat_lapsed": Sentence("Lapsed", "逾期失效"),
    "seat_excused": Sentence("Given back", "已退出"),
    "seat_absent": Sentence("Missed", "缺席"),
    "seat_cancelled_by_us": Sentence("Taken back", "已收回"),
    "ask_asked": Sentence("Asked", "待答复"),
    "ask_taken": Sentence("Said yes", "已答应"),
    "ask_declined": Sentence("Said no", "已谢绝"),
    "ask_expired": Sentence("Did not answer", "未答复"),
    "ask_passed": Sentence("No longer needed", "已无需"),
}
