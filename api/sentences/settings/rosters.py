"""What each setting about volunteers does."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

ROSTERS: Mapping[str, Sentence] = {
    "rosters.weights": Sentence(
        "What a unit of a wish or shortfall costs in the plan, where it is not the usual weight.",
        "各项缺口或愿望每单位的代价；不列的用通常值。",
    ),
    "rosters.off": Sentence("Rules of the catalogue that are not in force.", "不启用的规则编号。"),
    "rosters.priority_factors": Sentence(
        "By what an empty seat is multiplied, for shifts of priority 1 to 5.", "优先级 1 至 5 的班次缺人的倍数。"
    ),
    "rosters.metres_a_minute": Sentence("How many metres people go in a minute.", "每分钟行走的米数。"),
    "rosters.detour_percent": Sentence(
        "How long roads are, in per cent of the straight line.", "实际路程为直线距离的百分比。"
    ),
    "rosters.travel_extra": Sentence("Minutes added to each way.", "每段路程另加的分钟数。"),
    "rosters.least_gap": Sentence("Fewest minutes between two shifts in two places.", "两处班次之间至少相隔的分钟数。"),
    "rosters.age_home_visit": Sentence("Least age for home visits and patrols.", "上门探访和巡逻的最低年龄。"),
    "rosters.age_class": Sentence("Least age for classes.", "课程班次的最低年龄。"),
    "rosters.age_event": Sentence("Least age for all other shifts.", "其他班次的最低年龄。"),
    "rosters.minors_until": Sentence(
        "Minute of the day after which minors do not serve.", "未成年人当天最晚服务到第几分钟。"
    ),
    "rosters.day_minutes": Sentence(
        "Most minutes a day below 60, from 60 and from 70 years.", "每天最多分钟数：60 岁以下、60 岁起、70 岁起。"
    ),
    "rosters.week_minutes": Sentence(
        "Most minutes a week below 60, from 60 and from 70 years.", "每周最多分钟数：60 岁以下、60 岁起、70 岁起。"
    ),
    "rosters.month_minutes": Sentence("Most minutes a month.", "每月最多分钟数。"),
    "rosters.continuous_minutes": Sentence("Most minutes without a break.", "连续服务最多分钟数。"),
    "rosters.demanding_minutes": Sentence(
        "Most minutes without a break in demanding roles.", "繁重岗位连续服务最多分钟数。"
    ),
    "rosters.rest_minutes": Sentence(
        "Fewest minutes of rest between two days of service.", "两天服务之间至少休息的分钟数。"
    ),
    "rosters.days_in_row": Sentence("Most days of service in a row.", "最多连续服务天数。"),
    "rosters.shifts_a_day": Sentence("Most shifts a day.", "每天最多班次数。"),
    "rosters.lead_from": Sentence("From how many people on a shift has a lead.", "多少人起须有领班。"),
    "rosters.lead_for": Sentence("For how many people each further lead is needed.", "每多少人配一名领班。"),
    "rosters.novice_below": Sentence("With fewer shifts of a type somebody is a novice.", "同类班次少于几次算新手。"),
    "rosters.mentor_from": Sentence("With so many shifts of a type somebody may mentor.", "同类班次满几次可带新手。"),
    "rosters.novices_a_mentor": Sentence("Most novices beside one mentor.", "一名带教人最多带几名新手。"),
    "rosters.freeze_minutes": Sentence(
        "Seats that begin within so many minutes change only by hand.", "开始前多少分钟内的岗位只能人工改动。"
    ),
    "rosters.absences": Sentence(
        "After so many absences without excuse nobody is planned.", "无故缺席几次后不再安排。"
    ),
    "rosters.idle_days": Sentence(
        "Who is willing and had no shift for so many days is thought of.", "愿意而多少天未排班者优先考虑。"
    ),
    "rosters.fair_steps": Sentence(
        "Above its fair share by so many per cent, each further half hour costs one step more.",
        "超出应得份额的百分比档次，每过一档代价加一级。",
    ),
    "rosters.faces": Sentence("How many different faces an elder meets without cost.", "一位老人接触的不同志愿者数。"),
    "rosters.near_metres": Sentence("Up to how many metres from home a way costs nothing.", "离家多少米以内不计路程。"),
    "rosters.travel_unit": Sentence("For each so many metres more a way costs one unit.", "每多少米计一个单位。"),
    "rosters.standby_for": Sentence("One standby for each so many seats that matter.", "每多少个重要岗位配一名候补。"),
    "rosters.rate_floor": Sentence(
        "Least attendance, in thousandths, that anybody is expected to have.", "预计到岗率的下限（千分之几）。"
    ),
    "rosters.weekends": Sentence("Weekends in four weeks that cost nothing.", "四周内不计代价的周末数。"),
    "rosters.days_in_row_soft": Sentence("Days in a row that cost nothing.", "不计代价的连续天数。"),
    "rosters.scarce_below": Sentence(
        "A skill that fewer people have is kept for where it is needed.", "持有人少于多少的技能留给需要的岗位。"
    ),
    "rosters.same_type": Sentence(
        "From so many shifts of one type on, those who wish for variety cost more.",
        "希望多样者同类班次超过几次计代价。",
    ),
    "rosters.late_from": Sentence("From which minute of the day a shift is late.", "从当天第几分钟起算晚班。"),
    "rosters.early_until": Sentence("Until which minute of the day a shift is early.", "到当天第几分钟为止算早班。"),
    "rosters.history_days": Sentence(
        "How many days before a month count for what rolls and what is fair.", "编排时计入之前多少天的服务。"
    ),
}
SERVICE: Mapping[str, Sentence] = {
    "service.sign_up_days": Sentence(
        "How many days before a shift sign-up opens, by kind.", "各类班次提前多少天开放报名。"
    ),
    "service.answer_hours": Sentence("After how many hours an unanswered offer lapses.", "多少小时未答复即失效。"),
    "service.free_hours": Sentence(
        "Up to how many hours before it people sign out as they like; later a substitute is sought.",
        "开始前多少小时可自由退出；之后须找人替补。",
    ),
    "service.phone_hours": Sentence(
        "Later than so many hours before it only a coordinator can do it.", "开始前多少小时内只能找协调员。"
    ),
    "service.ask_at_once": Sentence("How many people are asked at a time to stand in.", "每次同时询问几名替补。"),
    "service.ask_minutes": Sentence("How many minutes each has to answer.", "每名替补答复的分钟数。"),
    "service.draw_percent": Sentence(
        "Posts wished for by more than so many per cent of their seats are drawn by lot.",
        "报名超过岗位数的百分之多少时抽签。",
    ),
    "service.draw_days": Sentence("How many days before sign-up ends lots are drawn.", "报名截止前多少天抽签。"),
    "service.swap_approval": Sentence("Whether a coordinator approves every swap.", "换班是否须协调员同意。"),
    "service.swap_hours": Sentence("After how many hours an unanswered swap lapses.", "换班多少小时未答复即失效。"),
    "service.early_minutes": Sentence("How early one may check in.", "最多提前多少分钟签到。"),
    "service.late_minutes": Sentence("How late one may check in.", "最多迟到多少分钟仍可签到。"),
    "service.address_hours": Sentence(
        "Until how many hours after a visit its address is shown.", "探访后多少小时内仍显示地址。"
    ),
    "service.no_show_days": Sentence("For how many days an absence counts.", "缺席计入多少天。"),
}
HOURS: Mapping[str, Sentence] = {
    "hours.coefficients": Sentence(
        "What a minute of each kind of shift counts, in hundredths.", "各类班次每分钟折算的系数（百分之一）。"
    ),
    "hours.deposit_cap": Sentence("Most minutes on one account.", "一个账户最多存多少分钟。"),
    "hours.transfers": Sentence("Whether hours may be given to others.", "时间是否可以转赠。"),
    "hours.transfer_month_cap": Sentence("Most minutes given away in a month.", "每月最多转赠的分钟数。"),
    "hours.shown_to": Sentence(
        "To how many minutes balances are rounded when shown; what is kept is exact.",
        "显示时取整到多少分钟；账目本身不取整。",
    ),
}
