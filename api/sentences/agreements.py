"""Sentences of agreements: what is refused, what people are told, and the rights and duties that they state."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

AGREEMENT_REFUSALS: Mapping[str, Sentence] = {
    "agreement_not_ready": Sentence(
        "The agreement is {value}; this is done while it is {allowed}.",
        "协议状态为“{value}”；此操作只能在以下状态进行：{allowed}。",
    ),
    "nothing_changed": Sentence(
        "Nothing is different. Please state {allowed}.",
        "没有任何变更。请填写{allowed}。",
    ),
    "agreement_without_right": Sentence(
        "The right of this agreement was changed or given back; the agreement is about to end.",
        "该协议对应的使用权已变更或退回，协议即将终止。",
    ),
    "vehicle_unsuited": Sentence(
        "The vehicle may not stand on the space of the agreement. Please state {allowed}.",
        "该车辆不能停放在协议约定的车位上。请填写{allowed}。",
    ),
}

AGREEMENT_PHRASES: Mapping[str, str] = {
    "another vehicle, address or class": "另一车辆、地址或车辆类别",
    "a vehicle that suits the space of the agreement": "适合协议车位的车辆",
}

AGREEMENT_MESSAGES: Mapping[str, Sentence] = {
    "agreement_drawn_up": Sentence(
        "Agreement no. {number} on your space was drawn up. Please sign it by {until}. (Receipt {receipt})",
        "您的车位使用协议第 {number} 号已生成，请于 {until} 前签订。（登记号 {receipt}）",
    ),
    "agreement_remind": Sentence(
        "Agreement no. {number} is not signed yet. Please sign it by {until}. (Receipt {receipt})",
        "协议第 {number} 号尚未签订，请于 {until} 前签订。（登记号 {receipt}）",
    ),
    "agreement_signed": Sentence(
        "Agreement no. {number} was signed on {date}. (Receipt {receipt})",
        "协议第 {number} 号已于 {date} 签订。（登记号 {receipt}）",
    ),
    "agreement_suspended": Sentence(
        "Agreement no. {number} is suspended from {first} to {last}: {reason} Days that you paid for are paid back. "
        "(Receipt {receipt})",
        "协议第 {number} 号自 {first} 至 {last} 暂停：{reason} 已付的天数将予退费。（登记号 {receipt}）",
    ),
    "agreement_resumed": Sentence(
        "Agreement no. {number} is in force again from {date}. (Receipt {receipt})",
        "协议第 {number} 号自 {date} 起恢复执行。（登记号 {receipt}）",
    ),
    "agreement_replaced": Sentence(
        "Agreement no. {number} was replaced by no. {new}. (Receipt {receipt})",
        "协议第 {number} 号已由第 {new} 号替代。（登记号 {receipt}）",
    ),
    "agreement_ended": Sentence(
        "Agreement no. {number} ended on {date}. (Receipt {receipt})",
        "协议第 {number} 号已于 {date} 终止。（登记号 {receipt}）",
    ),
    "agreement_lapsed": Sentence(
        "Agreement no. {number} was never signed and lapsed on {date}. (Receipt {receipt})",
        "协议第 {number} 号未签订，已于 {date} 失效。（登记号 {receipt}）",
    ),
}

AGREEMENT_CLAUSES: Mapping[str, Sentence] = {
    "clause_windows": Sentence(
        "The holder may use the space at the times stated above, and leaves it free at all others.",
        "使用人可在上列时段使用该车位，其余时间须腾空车位。",
    ),
    "clause_guard": Sentence(
        "After the end of each window the space is kept free for {minutes} minutes for whoever comes next.",
        "每个时段结束后，车位预留 {minutes} 分钟供下一位使用人交接。",
    ),
    "clause_plate": Sentence(
        "The agreement is for the vehicle stated above only; it is not passed on to others.",
        "本协议仅限上列车辆使用，不得转让或转借他人。",
    ),
    "clause_overstay": Sentence(
        "Whoever stays longer has {minutes} minutes of grace; then the overstay rate of the covenant applies.",
        "超时停放有 {minutes} 分钟宽限；此后按公约的超时费率收费。",
    ),
    "clause_block": Sentence(
        "With {count} violations within {within} days the vehicle is blocked from shared spaces for {days} days.",
        "{within} 天内违规满 {count} 次的，该车辆 {days} 天内不得使用共享车位。",
    ),
    "clause_loss": Sentence(
        "With {count} violations within {within} days the right ends.",
        "{within} 天内违规满 {count} 次的，使用权终止。",
    ),
    "clause_signature": Sentence(
        "The space is not used before the agreement is signed; not signed within {days} days, the right goes to the "
        "next in line.",
        "协议签订前不得使用车位；{days} 天内未签订的，使用权归下一位候补人。",
    ),
    "clause_fee": Sentence(
        "The fee is as stated and is not raised for the time of the agreement; each invoice is due within {days} days.",
        "费用以上列金额为准，协议期内不上调；每张账单须在 {days} 天内支付。",
    ),
    "clause_refund": Sentence(
        "Who gives the right back is paid back {percent} % of what was paid for later days.",
        "使用人提前退出的，退还其后天数已付费用的 {percent}%。",
    ),
    "clause_suspension": Sentence(
        "The community may suspend the agreement with notice, as for events; paid days are paid back in full.",
        "社区可因活动等事先通知后暂停本协议；已付的天数全额退费。",
    ),
    "clause_owner": Sentence(
        "The space belongs to an owner, who may call it back {hours} hours before.",
        "该车位属业主自有；业主可提前 {hours} 小时通知收回。",
    ),
    "clause_ending": Sentence(
        "The holder may end the agreement on any day.",
        "使用人可随时终止本协议。",
    ),
    "clause_dispute": Sentence(
        "Who disagrees may, within {days} days, ask the neighbourhood committee to mediate; then the community council "
        "decides.",
        "有异议的，可在 {days} 天内申请居委会调解；调解不成的，由社委会仲裁。",
    ),
}
