"""Sentences of disputes: what is refused, what people are told, what a field may hold."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

DISPUTE_REFUSALS: Mapping[str, Sentence] = {
    "nothing_decided": Sentence(
        "Nothing has been decided on this yet, so there is nothing to dispute.", "此事尚未作出决定，暂不能提出争议。"
    ),
    "too_late_to_dispute": Sentence(
        "This can be disputed no longer; a case must be opened {allowed}.", "此事已过提出争议的期限；须{allowed}提出。"
    ),
    "disputed_already": Sentence("There is a case on this already: {receipt}.", "此事已有争议在处理：{receipt}。"),
    "disputed_before": Sentence(
        "This matter was heard already (case {receipt}); it is not opened again.",
        "此事已经处理过（争议 {receipt}），不再重新受理。",
    ),
    "too_many_cases": Sentence(
        "So many cases on neighbours were opened this month already; allowed are {allowed}.",
        "本月提出的邻里争议已达上限；允许：{allowed}。",
    ),
    "dispute_not_ready": Sentence("As the case stands, this step is not possible.", "该争议目前的状态不能进行此操作。"),
    "own_matter": Sentence(
        "Nobody decides on a matter of their own or of their household. Please leave it to somebody else.",
        "不得处理涉及本人或本户的事项，请由他人处理。",
    ),
    "decided_before": Sentence(
        "You decided on this matter, or mediated it, before. Please leave it to somebody else.",
        "您此前曾就此事作出决定或主持调解，请由他人处理。",
    ),
    "effects_without_grounds": Sentence(
        "Effects follow only from a settlement, or a decision that finds the complaint right.",
        "只有达成和解或裁决支持申请时，才能附带处理结果。",
    ),
    "planned_no_more": Sentence(
        "This registration is not planned any more (it ended, or the use of its round is over), so the decision would "
        "change nothing.",
        "该登记已结束或其轮次使用期已过，不再编排，此项决定对其不起作用。",
    ),
    "round_is_disputed": Sentence(
        "A case that concerns this round is under way; the round is settled after it.",
        "涉及本轮的争议尚在处理，处理完毕后本轮方可生效。",
    ),
    "decision_waits_for_plan": Sentence(
        "The decision of the case {receipt} is in no published plan yet. Plan the round again, and publish the plan.",
        "争议 {receipt} 的裁决尚未进入已公布的方案，请重新编排并公布。",
    ),
    "points_not_used": Sentence(
        "Points of decisions do not count here; needed is {allowed}.", "此处不计裁决积分；需要{allowed}。"
    ),
    "bound_by_decision": Sentence(
        "The council decided on this registration; staff cannot change that.",
        "社委会已就该登记作出裁决，工作人员不能更改。",
    ),
    "council_decides": Sentence(
        "This was paid and is not what the case is about: only the council can have it paid back.",
        "此项已付款且不属于本争议事项，须由社委会裁决后方可退还。",
    ),
    "invoice_cancelled": Sentence("The invoice is cancelled already.", "该账单已经作废。"),
}

DISPUTE_MESSAGES: Mapping[str, Sentence] = {
    "dispute_opened": Sentence(
        "Your case {receipt} was received. The neighbourhood committee mediates until {answer_by}.",
        "已收到您的争议 {receipt}。居委会将在 {answer_by} 前进行调解。",
    ),
    "dispute_against": Sentence(
        "A case {receipt} concerns you. Please read it and say what you think; mediation is due by {answer_by}.",
        "争议 {receipt} 与您有关，请查看并说明您的意见；调解期限为 {answer_by}。",
    ),
    "dispute_mediation": Sentence(
        "The mediation of the case {receipt} has begun; it is due by {answer_by}.",
        "争议 {receipt} 已开始调解，期限为 {answer_by}。",
    ),
    "dispute_hearing": Sentence(
        "In the case {receipt} you are heard on {hearing}.", "争议 {receipt} 定于 {hearing} 听取双方意见。"
    ),
    "dispute_arbitration": Sentence(
        "The case {receipt} goes to the community council, which decides by {answer_by}.",
        "争议 {receipt} 已提交社委会仲裁，将在 {answer_by} 前裁决。",
    ),
    "dispute_settled": Sentence(
        "The case {receipt} is settled. The agreement is shown with it.", "争议 {receipt} 已和解，和解内容见争议详情。"
    ),
    "dispute_decided": Sentence(
        "The council has decided the case {receipt}. The decision is shown with it.",
        "社委会已对争议 {receipt} 作出裁决，内容见争议详情。",
    ),
    "dispute_dismissed": Sentence(
        "The case {receipt} is not heard further. The reason is shown with it.",
        "争议 {receipt} 不再受理，理由见争议详情。",
    ),
    "dispute_withdrawn": Sentence("The case {receipt} was withdrawn.", "争议 {receipt} 已撤回。"),
    "dispute_to_mediate": Sentence(
        "The case {receipt} waits for the neighbourhood committee; mediation is due by {answer_by}.",
        "争议 {receipt} 等待居委会调解，期限为 {answer_by}。",
    ),
    "dispute_to_arbitrate": Sentence(
        "The case {receipt} waits for the community council; the decision is due by {answer_by}.",
        "争议 {receipt} 等待社委会仲裁，期限为 {answer_by}。",
    ),
    "decision_to_plan": Sentence(
        "The decision of the case {receipt} is to enter a plan. Please plan its round again and publish the plan.",
        "争议 {receipt} 的裁决须进入方案，请重新编排相关轮次并公布。",
    ),
}

DISPUTE_PHRASES: Mapping[str, str] = {
    "a site or a room": "场地或房间",
    "{} a month": "每月 {} 件",
    "a round without a case under way": "没有争议在处理的轮次",
    "a plan made since": "此后编排的方案",
    "the matter of the case, or what is not paid": "本争议事项，或尚未付款的账单",
    "within {} days": "在 {} 天之内",
    "a date and a time": "日期和时间",
    "no effects": "不附带处理结果",
    "a decision": "裁决",
    "a case on a neighbour": "涉及邻里的争议",
    "a case on a neighbour without a subject": "不指定事项的邻里争议",
    "at most {} effects": "最多 {} 项处理结果",
    "points from -{} to {}, but not 0": "-{} 到 {} 之间的积分，且不为 0",
    "{} to {} fen": "{} 到 {} 分",
    "a registration that no decision binds": "未受裁决约束的登记",
    "a registration of a vehicle": "车辆的登记",
    "a registration of one of the sides": "争议一方的登记",
    "a person of one of the sides": "争议一方的人员",
    "a violation or an invoice of one of the sides": "争议一方的违规记录或账单",
    "a block of one of the sides": "争议一方车辆的停用记录",
    "a criterion of the covenant": "公约中的积分项",
    "an instant after now, while the step is not late": "现在之后、办理期限之内的时刻",
}
