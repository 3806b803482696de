"""Words for sites day by day, owners who come back, vehicles that are blocked, and the notice on paper."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

SITES: Mapping[str, Sentence] = {
    "section_sites": Sentence("Sites", "停车点"),
    "nav_my_sites": Sentence("My sites", "我的停车点"),
    "nav_returns": Sentence("Owners coming back", "业主收回"),
    "nav_checks": Sentence("Check registrations", "批量审核"),
    "nav_blocks": Sentence("Blocked vehicles", "停用车辆"),
    "my_sites_title": Sentence("My sites", "我的停车点"),
    "my_sites_lead": Sentence("As they are at {moment}.", "{moment} 的情况。"),
    "site": Sentence("Site", "停车点"),
    "sites_given": Sentence("given", "已分配"),
    "sites_free": Sentence("free", "空闲"),
    "sites_there": Sentence("standing there", "在场车辆"),
    "sites_over": Sentence("too long", "超时"),
    "sites_returns": Sentence("owners back in 24 h", "24 小时内业主收回"),
    "sites_hint": Sentence(
        "Free is what a usual car could have for the next hour, less the owners' reserve.",
        "“空闲”指普通车辆在接下来一小时内可用的车位，已扣除业主预留。",
    ),
    "my_sites_none": Sentence("No site is yours to run.", "您名下没有停车点。"),
    "my_sites_none_next": Sentence(
        "The office states which sites an account is for.", "请联系街道，由街道设置账号负责的停车点。"
    ),
    "sites_paper": Sentence("To print", "打印"),
    "sites_notice": Sentence("Notice for the board: {round}", "张贴用公示：{round}"),
    "sites_agreements": Sentence("Agreements to be signed", "待签协议"),
    # a day
    "tide_today": Sentence("Today", "今天"),
    "tide_workday": Sentence("workday", "工作日"),
    "tide_rest_day": Sentence("rest day", "休息日"),
    "show_button": Sentence("Show", "查看"),
    "tide_hours": Sentence("Over the day", "全天情况"),
    "tide_chart": Sentence(
        "How full {site} is on {day}, by half hours. The table below says the same.",
        "{site} {day} 每半小时的占用情况，下表内容相同。",
    ),
    "tide_table": Sentence(
        "Half hours of which nothing differs are told as one. Open counts spaces that are open for a part of the time, "
        "free only those that are so for all of it.",
        "数量相同的相邻时段合并显示。“开放”含只开放部分时段的车位，“空闲”须整段均可停放。",
    ),
    "tide_time": Sentence("Time", "时段"),
    "tide_open": Sentence("open", "开放"),
    "tide_given": Sentence("given", "已分配"),
    "tide_owners": Sentence("with owners", "业主自用"),
    "tide_reserve": Sentence("owners' reserve", "业主预留"),
    "tide_free": Sentence("free", "空闲"),
    "tide_closed": Sentence("The site is closed for sharing on this day.", "当天没有开放共享的车位。"),
    "tide_closed_next": Sentence("Please choose another day.", "请选择其他日期。"),
    "tide_who": Sentence("Who has which space", "车位使用人"),
    "tide_show_all": Sentence("All spaces", "全部车位"),
    "tide_show_given": Sentence("Given", "有人使用"),
    "tide_show_free": Sentence("Free all day", "全天空闲"),
    "tide_spaces": Sentence("{count} spaces", "共 {count} 个车位"),
    "tide_space": Sentence("Space", "车位"),
    "tide_whose": Sentence("Whose, from when until when", "使用人与时段"),
    "tide_owner": Sentence("its owner", "业主"),
    "tide_booking": Sentence("booked", "单次预约"),
    "tide_line_free": Sentence("free, open", "空闲，开放"),
    "tide_line_closed": Sentence("not open on this day", "当天不开放"),
    "tide_none_all": Sentence("The site has no spaces yet.", "该停车点还没有车位。"),
    "tide_none_given": Sentence("Nobody has a space on this day.", "当天没有人使用车位。"),
    "tide_none_free": Sentence("No space is free all day.", "没有全天空闲的车位。"),
    "tide_none_next": Sentence("Choose another day or all spaces.", "请选择其他日期，或查看全部车位。"),
    "tide_more": Sentence("More of this site", "本停车点的其他事项"),
    # owners who come back
    "returns_title": Sentence("Owners coming back", "业主收回提醒"),
    "returns_lead": Sentence(
        "Owners who have their space back for a time: who must have left it until when.",
        "业主在约定时间收回车位：原使用人须按时驶离。",
    ),
    "returns_all": Sentence("All my sites", "我的全部停车点"),
    "returns_when": Sentence("The owner has it", "业主使用时间"),
    "returns_has": Sentence("Space", "车位安排"),
    "returns_given_back": Sentence("their own space {own}", "自己的车位 {own}"),
    "returns_fallback": Sentence("{space} instead of their own {own}", "以 {space} 代替自己的车位 {own}"),
    "returns_compensated": Sentence(
        "none: they were given money for their own {own}", "没有空位，已就自己的车位 {own} 给予补偿"
    ),
    "returns_before": Sentence("Who has it before", "此前使用人"),
    "returns_until": Sentence("must have left by {moment}", "须在 {moment} 前驶离"),
    "returns_there": Sentence("stands there now", "目前在场"),
    "returns_not_there": Sentence("is not known to be there", "没有在场记录"),
    "returns_nobody": Sentence("Nobody in the day before.", "前一天内没有人使用。"),
    "returns_stays": Sentence("Whoever has the space stays.", "现使用人不变。"),
    "returns_gave_way": Sentence("Who gave way", "让出车位的人"),
    "returns_moved": Sentence("from {at} at {space}", "{at} 起改停 {space}"),
    "returns_lost": Sentence("the use at {at} fell away; they were told", "{at} 的使用已取消，已通知本人"),
    "returns_missed": Sentence("The owner found it taken", "业主到场时车位被占"),
    "returns_paid": Sentence("{yuan} yuan were paid for it.", "已补偿 {yuan} 元。"),
    "returns_unpaid": Sentence("Nothing was paid for it.", "本次未补偿。"),
    "returns_coming": Sentence("coming", "即将收回"),
    "returns_begun": Sentence("the owner's now", "业主使用中"),
    "returns_must": Sentence("must leave now", "须立即驶离"),
    "returns_none": Sentence("No owner comes back soon.", "近期没有业主收回车位。"),
    "returns_none_next": Sentence(
        "When an owner calls a space back, it is listed here by itself.", "业主收回车位后会自动列在这里。"
    ),
    "returns_report": Sentence("The owner found it taken", "登记：业主到场时车位被占"),
    "returns_report_means": Sentence(
        "It is counted and told in the review, and the owner is paid the compensation of the covenant. This cannot be "
        "taken back.",
        "将计入评议并公开次数，业主按公约获得补偿。登记后不能撤回。",
    ),
    "returns_recorded": Sentence("Recorded already: the owner found it taken.", "已登记：业主到场时车位被占。"),
    "returns_not_now": Sentence(
        "This is recorded from the time on for which the owner called the space back, and within a week of it.",
        "须在业主收回车位的时间开始之后、一周以内登记。",
    ),
    "returns_none_to_take": Sentence(
        "The owner has no space here for that time: the call was withdrawn, or paid for because no space was free.",
        "业主已撤回此次收回，或因没有空位已获补偿，没有可登记的车位。",
    ),
    "returns_report_yes": Sentence("Yes, record it", "确认登记"),
    # blocks
    "blocks_title": Sentence("Blocked vehicles", "停用车辆"),
    "blocks_lead": Sentence(
        "Vehicles that may for a time neither be registered nor stand at shared spaces.",
        "因多次违规，在一段时间内不能登记、不能停放共享车位的车辆。",
    ),
    "blocks_until": Sentence("until {moment}", "至 {moment}"),
    "blocks_why": Sentence("{count} violations counted; since {moment}.", "累计 {count} 次违规；自 {moment} 起停用。"),
    "blocks_lift": Sentence("Lift the block", "解除停用"),
    "blocks_lift_hint": Sentence(
        "Its person is told at once. The reason stands in the record.", "系统会立即通知车主，理由记入档案。"
    ),
    "blocks_none": Sentence("No vehicle is blocked.", "目前没有停用车辆。"),
    "blocks_none_next": Sentence(
        "A vehicle is blocked by itself when it has too many violations.", "违规次数达到公约规定时自动停用。"
    ),
    # the notice on paper
    "sheet_lead": Sentence(
        "For the board at the gate: print it with the browser (Ctrl+P). It shows what the public notice shows.",
        "供张贴在公告栏，内容与网上公示一致。请用浏览器打印（Ctrl+P）。",
    ),
    "sheet_number": Sentence("Sheet {number}", "第 {number} 张"),
    "sheet_until": Sentence("Displayed until {moment}.", "公示至 {moment}。"),
    "sheet_counts": Sentence(
        "{served} served, {waiting} on the waitlist, {refused} not served.",
        "分配 {served} 份，候补 {waiting} 份，未分配 {refused} 份。",
    ),
    "sheet_scan": Sentence("Scan to read it online", "扫码查看网上公示"),
    "sheet_qr": Sentence("Address of the public notice", "公示网址二维码"),
    "sheet_allocated": Sentence("served", "分配"),
    "sheet_waitlisted": Sentence("waitlist", "候补"),
    "sheet_refused": Sentence("not served", "未分配"),
    "sheet_nothing": Sentence("There are no lines on this sheet.", "本张没有内容。"),
}
