"""The use of spaces: what refuses a step, what a check of a plate tells, and what people are told."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

USE_REFUSALS: Mapping[str, Sentence] = {
    "passage_too_old": Sentence(
        "What passed so long ago is not kept any more; allowed is from {allowed} on.",
        "该通行记录已超过保存期限；只接受 {allowed} 之后的记录。",
    ),
    "plate_not_registered": Sentence("Nobody has registered a vehicle with this plate.", "没有登记该车牌的车辆。"),
    "sighting_too_old": Sentence(
        "What was seen more than 30 days ago is not recorded any more.", "30 天以前发现的情况不再记录。"
    ),
    "violation_known": Sentence(
        "The same is recorded of this vehicle at this site already: {at}.",
        "该车辆在此处的同一违规已有记录：{at}。",
    ),
    "vehicle_not_blocked": Sentence(
        "The vehicle was not blocked then. A car that stands in the way is one in a wrong place.",
        "该车辆当时没有停用。车辆堵塞通道，请选“停放位置不符或堵塞通道”。",
    ),
    "violation_is_over": Sentence(
        "The violation was waived or counts no longer ({value}); needed is: {allowed}.",
        "该违规已撤销或已失效（{value}）；需要的状态：{allowed}。",
    ),
    "block_is_over": Sentence("The block is over or was lifted already.", "该停用已到期或已解除。"),
    "vehicle_blocked": Sentence(
        "The vehicle is blocked until {until} for violations that were recorded.",
        "该车辆因违规记录，在 {until} 之前停用。",
    ),
}

USE_WORDS: Mapping[str, Sentence] = {
    "stands_by_right": Sentence("May stand here, by its right.", "可以停放：有停车权。"),
    "stands_by_agreement": Sentence("May stand here, by its agreement.", "可以停放：有停车协议。"),
    "stands_by_booking": Sentence("May stand here, by a booking.", "可以停放：有单次预订。"),
    "stands_in_own_space": Sentence("May stand here, in its own space.", "可以停放：自有车位。"),
    "stands_in_grace": Sentence(
        "May stand here for a moment longer: its right has just ended.", "可以短暂停放：时段刚结束，在宽限时间内。"
    ),
    "plate_unknown": Sentence("May not stand here: nobody registered this plate.", "不可停放：没有登记该车牌。"),
    "blocked_now": Sentence("May not stand here: the vehicle is blocked for violations.", "不可停放：车辆因违规停用。"),
    "agreement_unsigned": Sentence(
        "May not stand here yet: its agreement is not signed.", "暂不可停放：协议尚未签订。"
    ),
    "agreement_rests": Sentence("May not stand here: its agreement is suspended.", "不可停放：协议已暂停。"),
    "right_not_accepted": Sentence(
        "May not stand here yet: the place was offered and not accepted.", "暂不可停放：已分配车位，尚未接受。"
    ),
    "right_begins_later": Sentence("May not stand here yet: its right begins later.", "暂不可停放：时段尚未开始。"),
    "right_is_over": Sentence("May not stand here any more: its right is over.", "不可停放：时段已经结束。"),
    "right_elsewhere": Sentence(
        "May not stand here: it has a place at another site.", "不可停放：其车位在其他停车点。"
    ),
    "no_right_here": Sentence("May not stand here: it has no place.", "不可停放：没有停车权。"),
    "minutes_told_late": Sentence(
        "What the gate told later changes how long the vehicle stayed; what was charged is taken back.",
        "道闸补报的通行记录改变了停留时长，原收费已撤回。",
    ),
    "exit_told_late": Sentence(
        "The gate told later that the vehicle had left in time.", "道闸事后报告，车辆已按时离开。"
    ),
    "too_many_violations": Sentence("Too many violations were recorded.", "违规次数过多。"),
}

USE_MESSAGES: Mapping[str, Sentence] = {
    "violation_overstay": Sentence(
        "Your vehicle stayed longer than its right: {minutes} minutes, grace over at {at}. Violations that count now: "
        "{count}; with {most} the vehicle is blocked. What it costs is charged when it leaves.",
        "您的车辆超时停放 {minutes} 分钟（宽限于 {at} 结束）。目前有效违规 {count} 次；达到 {most} 次将停用。"
        "超时费用在离开后计收。",
    ),
    "violation_no_right": Sentence(
        "Your vehicle was seen at a shared space without a right, at {at}. Violations that count now: {count}; with "
        "{most} the vehicle is blocked.",
        "您的车辆于 {at} 无停车权停放在共享车位。目前有效违规 {count} 次；达到 {most} 次将停用。",
    ),
    "violation_wrong_place": Sentence(
        "Your vehicle was seen in a wrong place or in the way, at {at}. Violations that count now: {count}; with "
        "{most} the vehicle is blocked.",
        "您的车辆于 {at} 停放位置不符或堵塞通道。目前有效违规 {count} 次；达到 {most} 次将停用。",
    ),
    "violation_blocked_entry": Sentence(
        "Your vehicle came in while it was blocked, at {at}. Violations that count now: {count}; with {most} the "
        "vehicle is blocked.",
        "您的车辆于 {at} 在停用期间驶入。目前有效违规 {count} 次；达到 {most} 次将停用。",
    ),
    "violation_no_show": Sentence(
        "A place was kept for your vehicle and not used, at {at}. Violations that count now: {count}; with {most} the "
        "vehicle is blocked.",
        "您的车辆于 {at} 未使用保留的车位。目前有效违规 {count} 次；达到 {most} 次将停用。",
    ),
    "violation_waived": Sentence(
        "A violation of your vehicle was waived; it counts no longer. Charged for it and owed no longer: {yuan} yuan.",
        "您的车辆的一次违规已撤销，不再计算。免除已计收的费用：{yuan} 元。",
    ),
    "vehicle_blocked_now": Sentence(
        "Your vehicle has {count} violations and is blocked until {until}: it can neither be registered nor stand at "
        "shared spaces.",
        "您的车辆已有 {count} 次有效违规，停用至 {until}：期间不能登记，也不能停放在共享车位。",
    ),
    "block_lifted": Sentence("Your vehicle is blocked no longer.", "您的车辆已解除停用。"),
    "right_lost": Sentence(
        "Because of repeated violations your right {receipt} has ended. You can open a dispute if you disagree.",
        "因多次违规，您的停车权（{receipt}）已终止。如有异议，可提出争议申请。",
    ),
}
