"""Sentences of the time bank: what is refused, and what people are told."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

HOURS_REFUSALS: Mapping[str, Sentence] = {
    "not_checked_out": Sentence(
        "Check-in and check-out are not both known. Please state {allowed}.",
        "签到和签退记录不全。请填写{allowed}。",
    ),
    "shift_not_over": Sentence(
        "The shift is not over yet; hours are credited afterwards.", "该班次尚未结束，结束后才能计入时长。"
    ),
    "hours_above_planned": Sentence(
        "At most the planned {allowed} minutes of the shift can be credited.",
        "计入时长不能超过该班次计划的 {allowed} 分钟。",
    ),
    "hours_credited_already": Sentence(
        "The seat is credited with {allowed} minutes already. Please correct that instead.",
        "该岗位已计入 {allowed} 分钟。如有误，请使用更正。",
    ),
    "hours_overdrawn": Sentence(
        "The account holds {allowed} minutes; {value} are needed.", "账户余额为 {allowed} 分钟；需要 {value} 分钟。"
    ),
    "hours_above_cap": Sentence(
        "The account has room for {allowed} minutes more; {value} would be added.",
        "账户还可存入 {allowed} 分钟；此次将存入 {value} 分钟。",
    ),
    "hours_not_correctable": Sentence(
        "A correction is not corrected again; please correct what stands instead.",
        "更正记录不能再次更正；请更正现行有效的记录。",
    ),
    "hours_corrected_already": Sentence("This was corrected already.", "该记录已经更正过。"),
    "hours_not_shared": Sentence(
        "The community's covenant does not let hours be given to others.", "本社区公约不允许转赠时长。"
    ),
    "hours_to_self": Sentence("Hours cannot be given to oneself.", "不能把时长转赠给自己。"),
    "hours_not_active": Sentence(
        "Hours are given between active volunteers only.",
        "只有在册服务的志愿者之间可以转赠时长。",
    ),
    "hours_month_cap": Sentence(
        "This month {allowed} minutes more may be given to others; {value} were asked for.",
        "本月还可转赠 {allowed} 分钟；此次申请 {value} 分钟。",
    ),
    "nothing_served": Sentence(
        "No service is credited in this period, so there is nothing to certify.",
        "此期间没有已计入的服务时长，无法出具证明。",
    ),
    "code_mistyped": Sentence(
        "The code is incomplete or wrong. Please compare it with the paper and type it again.",
        "核验码不完整或有误，请与纸质证明核对后重新输入。",
    ),
}

HOURS_MESSAGES: Mapping[str, Sentence] = {
    "hours_added": Sentence(
        "{minutes} minutes for {shift} on {date} were added to your hours.",
        "您在 {date} 参加“{shift}”的 {minutes} 分钟已计入时间银行。",
    ),
    "hours_capped": Sentence(
        "{minutes} minutes for {shift} on {date} were added to your hours; {beyond} more were not, for your account is "
        "full.",
        "您在 {date} 参加“{shift}”，已计入 {minutes} 分钟；另有 {beyond} 分钟因账户已达上限未能计入。",
    ),
    "hours_corrected": Sentence(
        "An entry of {before} minutes in your hours was corrected to {after}: {reason}",
        "您时间银行中一笔 {before} 分钟的记录已更正为 {after} 分钟：{reason}",
    ),
    "hours_given": Sentence(
        "{minutes} minutes of your hours were given to another volunteer.",
        "您的 {minutes} 分钟时长已转赠给另一位志愿者。",
    ),
    "hours_received": Sentence(
        "Another volunteer gave you {minutes} minutes.", "另一位志愿者转赠给您 {minutes} 分钟时长。"
    ),
    "hours_redeemed": Sentence(
        "{minutes} minutes of your hours were redeemed: {reason}", "您的 {minutes} 分钟时长已兑换：{reason}"
    ),
}
