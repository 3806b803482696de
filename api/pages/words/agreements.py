"""Words of the pages of agreements."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

AGREEMENTS: Mapping[str, Sentence] = {
    "agreement_title": Sentence("Agreement on the use of a shared space", "共享车位使用协议"),
    "agreement_number": Sentence("No. {number}", "第 {number} 号"),
    "agreement_scan": Sentence("Scan to verify", "扫码核验"),
    "agreement_qr": Sentence("QR code of the page that verifies this agreement", "核验本协议的二维码"),
    "agreement_holder": Sentence("Holder", "使用人"),
    "agreement_leave_by": Sentence("Leave by", "最晚驶离"),
    "agreement_curfews": Sentence("No entry or exit", "禁止出入"),
    "agreement_fee": Sentence("Fee", "费用"),
    "agreement_yuan": Sentence("¥{yuan}", "{yuan} 元"),
    "agreement_free": Sentence("free of charge", "免费"),
    "agreement_clauses": Sentence("Rights and duties", "权利与义务"),
    "agreement_covenant": Sentence(
        "Under version {version} of the community's covenant on tidal parking.",
        "依据本社区《潮汐式停车公约》第 {version} 版。",
    ),
    "agreement_covenant_text": Sentence("From the covenant", "公约内容"),
    "agreement_signed_on": Sentence("Signed on {day}", "{day} 签订"),
    "agreement_rests": Sentence("Suspended from {first} to {last}", "{first} 至 {last} 暂停"),
    "agreement_over": Sentence("Over since {day}", "已于 {day} 终止"),
    "agreement_sign_by": Sentence(
        "Please sign it by {moment} at the window of the property office.", "请在 {moment} 前到物业服务处签字。"
    ),
    "agreement_sign_holder": Sentence("Holder, date", "使用人（签字）、日期"),
    "agreement_sign_property": Sentence("Property company, date", "物业公司（盖章）、日期"),
    "agreement_sign_office": Sentence("Housing office, date", "房管办（盖章）、日期"),
    "agreement_verify": Sentence("Whether this paper is true is told at", "核验本协议真伪："),
    "agreement_digest": Sentence("Digest of the terms:", "条款摘要值："),
    "agreement_steps": Sentence("What happened so far", "办理记录"),
    # states
    "agreement_drawn_up": Sentence("To be signed", "待签订"),
    "agreement_signed": Sentence("Signed", "已签订"),
    "agreement_active": Sentence("In force", "执行中"),
    "agreement_suspended": Sentence("Suspended", "已暂停"),
    "agreement_ended": Sentence("Ended", "已终止"),
    "agreement_lapsed": Sentence("Lapsed", "已失效"),
    "agreement_replaced": Sentence("Replaced", "已替代"),
    # what is done
    "agreement_do_sign": Sentence("Record the signature", "登记签订"),
    "agreement_do_suspend": Sentence("Suspend", "暂停协议"),
    "agreement_do_resume": Sentence("Resume today", "今日恢复"),
    "agreement_do_end": Sentence("End today", "今日终止"),
    "agreement_do_replace": Sentence("Change vehicle, class or address", "变更车辆、类别或地址"),
    "agreement_means_sign": Sentence("The person signed the printed agreement.", "使用人已在打印的协议上签字。"),
    "agreement_means_suspend": Sentence(
        "The right rests on these days; the person is told, and paid days are paid back.",
        "所选日期内暂停使用；系统通知使用人，已付的天数予以退费。",
    ),
    "agreement_means_resume": Sentence("The right is in force again from today on.", "自今日起恢复使用。"),
    "agreement_means_end": Sentence(
        "The space goes to the next in line from today on; what was paid for later days is paid back by the covenant.",
        "自今日起车位转给候补的下一位；其后天数已付的费用按公约退还。",
    ),
    "agreement_means_replace": Sentence(
        "A new agreement replaces this one from today on: it is priced anew and to be signed.",
        "自今日起以新协议替代本协议：重新计价，并须重新签订。",
    ),
    "agreement_signed_when": Sentence("Signed on", "签订日期"),
    "agreement_signed_where": Sentence("Signed at", "签订方式"),
    "agreement_first": Sentence("From", "自"),
    "agreement_last": Sentence("To", "至"),
    "agreement_other_vehicle": Sentence("Other vehicle of the same person", "同一使用人的其他车辆"),
    "agreement_new_address": Sentence("New address", "新地址"),
    "agreement_same": Sentence("as before", "不变"),
    "agreement_step_draw_up": Sentence("Drawn up", "生成协议"),
    "agreement_step_remind": Sentence("Reminded of the signature", "提醒签订"),
    "agreement_step_sign": Sentence("Signed", "签订"),
    "agreement_step_activate": Sentence("In force", "开始执行"),
    "agreement_step_suspend": Sentence("Suspended", "暂停"),
    "agreement_step_resume": Sentence("Resumed", "恢复"),
    "agreement_step_replace": Sentence("Replaced by a new one", "由新协议替代"),
    "agreement_step_end": Sentence("Ended", "终止"),
    "agreement_step_lapse": Sentence("Lapsed", "失效"),
    "agreement_why_right_released": Sentence("the right was given back", "使用权已退回"),
    "agreement_why_right_changed": Sentence("a later plan gives another right", "后续方案调整了使用权"),
    "agreement_why_right_not_kept": Sentence("a later plan gives no right any more", "后续方案不再分配使用权"),
    "agreement_why_term_over": Sentence("its last day is over", "协议期满"),
    "agreement_why_unsigned": Sentence("it was not signed in time", "逾期未签订"),
    # verified by anybody
    "agreement_check_title": Sentence("Verify an agreement", "协议核验"),
    "agreement_check_yes": Sentence("This agreement is true and in force today.", "协议真实，今日有效。"),
    "agreement_check_no": Sentence("This agreement is true, but not in force today.", "协议真实，但今日无效。"),
    "agreement_check_number": Sentence("Number", "协议编号"),
    "agreement_check_text": Sentence(
        "Compare number, dates and plate with the paper. Nothing else is told here.",
        "请与纸质协议核对编号、日期和车牌。此处不显示其他信息。",
    ),
    # lists
    "agreements_title": Sentence("Agreements", "使用协议"),
    "agreements_all": Sentence("all", "全部"),
    "agreements_overdue": Sentence("not signed in time only", "只看逾期未签订"),
    "agreements_choose": Sentence("Show", "查看"),
    "agreements_sign_by": Sentence("To be signed by {moment}", "请于 {moment} 前签订"),
    "agreements_late": Sentence("Late:", "逾期："),
    "agreements_more": Sentence("More", "下一页"),
    "agreements_none": Sentence("There is no agreement.", "没有协议。"),
    "agreements_none_next": Sentence(
        "One is drawn up as soon as somebody accepts a space.", "居民接受车位后，系统自动生成协议。"
    ),
    "to_agreement": Sentence("Agreement no. {number}: {state}", "协议第 {number} 号：{state}"),
}
