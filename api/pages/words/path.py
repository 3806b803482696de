"""Words of the path of a registration: where it stands, documents that were seen, what is late, steps of the staff."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence
from api.sentences.path import DOCUMENT_WORDS

PATH: Mapping[str, Sentence] = {
    # where it stands
    "points_of": Sentence("Points: {total}", "积分：{total}"),
    "place_in_queue": Sentence(
        "By points it is number {rank} of {queue} registrations of this round so far.",
        "目前按积分在本轮 {queue} 份登记中排第 {rank} 位。",
    ),
    "place_in_queue_alike": Sentence(
        "By points it is number {rank} of {queue} registrations of this round so far. Others with as many points: "
        "{alike}; a draw decides between those.",
        "目前按积分在本轮 {queue} 份登记中排第 {rank} 位，另有 {alike} 份积分相同，由抽签决定先后。",
    ),
    "place_in_line": Sentence(
        "Number {rank} of {queue} on the waitlist.", "候补队列共 {queue} 位，目前排第 {rank} 位。"
    ),
    "due_you": Sentence("To be done by you by {moment}.", "请您在 {moment} 前办理。"),
    "due_owner": Sentence("To be done by the applicant by {moment}.", "请申请人在 {moment} 前办理。"),
    "due_property_staff": Sentence("To be done by the property office by {moment}.", "物业应在 {moment} 前办理。"),
    "due_coordinator": Sentence("To be done by the street office by {moment}.", "街道应在 {moment} 前办理。"),
    # documents
    "documents_title": Sentence("Documents seen", "已查验材料"),
    "documents_none": Sentence("None has been recorded yet.", "尚未登记任何材料。"),
    "documents_add": Sentence("Record a document that you have seen", "登记已查验的材料"),
    "documents_hint": Sentence(
        "No copy and no number of it is kept.", "只登记已查验的事实，不留复印件，不登记证件号码。"
    ),
    "label_document": Sentence("Document", "材料"),
    "label_document_vehicle": Sentence("Vehicle, for its licence or insurance", "车辆（行驶证、保险适用）"),
    "label_valid_until": Sentence("Holds until", "有效期至"),
    "document_button": Sentence("Record as seen", "登记为已查验"),
    "document_until": Sentence("until {day}", "有效至 {day}"),
    "document_over": Sentence("no longer valid", "已过期"),
    "document_struck": Sentence("struck out: {reason}", "已作废：{reason}"),
    "strike_summary": Sentence("It was wrong", "登记有误"),
    "strike_button": Sentence("Strike out", "作废"),
    **{f"document_{name}": told for name, told in DOCUMENT_WORDS.items()},
    # what is late
    "overdue_title": Sentence("What is late", "超期未办"),
    "overdue_lead": Sentence(
        "Registrations that wait longer than the covenant allows, the oldest first.",
        "等待时间超过公约规定期限的登记，按登记先后排列。",
    ),
    "overdue_none": Sentence("Nothing is late.", "没有超期未办的登记。"),
    "overdue_none_next": Sentence("Steps that are late are listed here by themselves.", "超期的环节会自动列在这里。"),
    "overdue_days": Sentence("{days} days late", "超期 {days} 天"),
    "overdue_today": Sentence("late since today", "今日到期"),
    "overdue_all": Sentence("All", "全部"),
    # steps of the staff
    "path_title": Sentence("Check this registration", "审核登记"),
    "path_reason_hint": Sentence("The applicant reads it.", "申请人可见。"),
    "path_endorse": Sentence("Endorse", "核实通过"),
    "path_approve": Sentence("Approve", "审核通过"),
    "path_return": Sentence("Return to the property office", "退回物业"),
    "path_request_information": Sentence("Ask for what is missing", "要求补充材料"),
    "path_reject": Sentence("Reject", "不予通过"),
    "path_submit": Sentence("What was missing is here: send again", "材料已补充，重新提交"),
    # lists
    "left_title": Sentence("Not all could be done", "部分登记未能办理"),
    "left_lead": Sentence(
        "{taken} were done. These could not be, each for the reason beside it.",
        "已办理 {taken} 份。以下登记未能办理，原因见右侧。",
    ),
    "left_back": Sentence("Back to the round", "返回轮次"),
}
