"""Words of the pages on which staff book rooms for others, decide on requests and look at weekly sessions."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

ROOMS_STAFF: Mapping[str, Sentence] = {
    # the counter
    "counter_rooms_title": Sentence("Book a room for somebody", "代办活动室预约"),
    "book_room_for": Sentence("Book a room", "预约活动室"),
    "another_person": Sentence("Somebody else", "换人"),
    "phone_or_receipt": Sentence("Phone, or receipt of a booking", "手机号或预约回执号"),
    "phone_hint": Sentence(
        "A phone whole, or its last four digits; a receipt as it is printed.",
        "手机号填完整号码或后四位；回执号按回执填写。",
    ),
    "their_bookings": Sentence("What they have", "已有预约"),
    "booking_receipt": Sentence("Receipt of the booking", "预约回执"),
    "booking_receipt_keep": Sentence(
        "To ask about it or give it back: at the window or by the hotline, with this receipt or your phone number.",
        "如需查询或取消，请到窗口或拨打热线，报此回执号或登记的手机号。",
    ),
    "another_booking": Sentence("Book for the next person", "下一位"),
    "same_person": Sentence("Another booking for this person", "为同一人再预约"),
    # the office
    "nav_office_rooms": Sentence("Bookings", "预约管理"),
    "office_rooms_title": Sentence("Bookings of rooms", "活动室预约管理"),
    "office_requests": Sentence("Waiting for your decision", "待审批"),
    "office_requests_none": Sentence("No request waits.", "没有待审批的申请。"),
    "office_requests_none_next": Sentence(
        "Requests for rooms and hours on which the office decides appear here.",
        "需审批的活动室和时段的申请会显示在此。",
    ),
    "decide_by": Sentence("decide by {moment}, else it lapses", "请在 {moment} 前答复，逾期失效"),
    "office_day": Sentence("Bookings on {day}", "{day} 的预约"),
    "office_day_hint": Sentence(
        "Choose a booking that has begun to note that nobody came.", "选择已开始的预约，可登记未到场。"
    ),
    "office_day_none": Sentence("No booking on this date.", "当天没有预约。"),
    "office_booking": Sentence("A booking", "预约详情"),
    "stands_held": Sentence("held", "保留中"),
    "stands_requested": Sentence("to be decided", "待审批"),
    "stands_confirmed": Sentence("confirmed", "已确认"),
    "stands_cancelled": Sentence("given back", "已取消"),
    "stands_refused": Sentence("refused", "未批准"),
    "stands_lapsed": Sentence("lapsed", "已失效"),
    "stands_no_show": Sentence("nobody came", "未到场"),
    "grant": Sentence("Grant it", "批准"),
    "or_refuse": Sentence("Or refuse it", "或不批准"),
    "label_reason": Sentence("Reason", "原因"),
    "reason_hint": Sentence("The person reads it.", "申请人会看到此原因。"),
    "refuse": Sentence("Refuse with this reason", "不批准并告知原因"),
    "no_show_means": Sentence(
        "If nobody came, the rest of the time is given free; after several times weekly bookings are released.",
        "如无人到场，剩余时间将释放；多次未到场，其每周预约将被释放。",
    ),
    "nobody_came": Sentence("Nobody came", "登记未到场"),
    "twins_title": Sentence("Groups that seem to have asked twice", "疑似重复申请的团队"),
    "twins_hint": Sentence(
        "They share so many members that they may be one group. Ask them which application shall stand.",
        "以下申请的成员大部分相同，可能是同一团队。请与申请人确认保留哪一份。",
    ),
    "twins_and": Sentence("and", "与"),
    "twins_shared": Sentence("share {shared} of {smaller} members", "较小团队 {smaller} 人中有 {shared} 人相同"),
    "nothing_to_decide": Sentence("There is nothing to decide.", "没有需要处理的事项。"),
}
