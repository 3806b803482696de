"""Sentences of single bookings of rooms: what is refused, and what people are told."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

ROOM_REFUSALS: Mapping[str, Sentence] = {
    # facilities
    "room_in_use": Sentence(
        "The room is booked; its hall can be changed once nobody has it any more.",
        "该活动室已有预约；待无人使用后才能调整所属大厅。",
    ),
    "empty_name": Sentence("Please state a name.", "请填写名称。"),
    "name_in_use": Sentence("There is an organisation of that name.", "已有同名单位。"),
    "not_your_organisation": Sentence(
        "You are not known to act for this organisation. Please ask the office to enter you.",
        "您尚未登记为该单位成员。请联系社区办公室办理。",
    ),
    # bookings
    "one_of_both": Sentence("Please name exactly one: {allowed}.", "请只填写其中一项：{allowed}。"),
    "person_missing": Sentence("Please name {allowed}.", "请填写{allowed}。"),
    "not_bookable": Sentence(
        "This cannot be booked one by one. Please choose another.", "此项不接受单次预约。请另选。"
    ),
    "rooms_only": Sentence(
        "Only rooms are booked week by week; please choose {allowed}.", "只有活动室可以按周预约；请选择{allowed}。"
    ),
    "span_half": Sentence("{field} is missing; please state {allowed}.", "缺少 {field}；请填写{allowed}。"),
    "title_too_long": Sentence("The title is too long; allowed is {allowed}.", "标题过长；允许：{allowed}。"),
    "facility_closed": Sentence(
        "Nobody is there to hand out or take back equipment at that time. Please choose opening hours.",
        "该时间设施未开放，无法领取或归还物资。请选择开放时间。",
    ),
    "booking_not_ready": Sentence(
        "As the booking stands ({value}), this step is not possible; it needs: {allowed}.",
        "预约目前的状态（{value}）不能进行此操作；需要的状态：{allowed}。",
        Sentence("As the booking stands, this step is not possible.", "预约目前的状态不能进行此操作。"),
    ),
    "not_begun_yet": Sentence("The booking has not begun yet.", "该预约尚未开始。"),
    "too_late_to_move": Sentence(
        "It is too late to move this booking yourself. Please call the office.",
        "距开始时间太近，不能自行改期。请致电社区办公室。",
    ),
    # series and waiting
    "series_blocked": Sentence(
        "{value} of the dates cannot be had: {allowed}. Please leave them out, or choose what is possible.",
        "有 {value} 个日期无法预约：{allowed}。请去掉这些日期，或选择只预约可行的日期。",
        Sentence("Some dates cannot be had.", "部分日期无法预约。"),
    ),
    "series_is_over": Sentence("No date of the series is left for this.", "该系列已没有可操作的日期。"),
    "not_a_series": Sentence("This is a single booking, not a series.", "这是单次预约，不是系列预约。"),
    "waiting_is_over": Sentence(
        "You are not in this line any more; what is held for you is among your bookings.",
        "该候补已结束；为您保留的预约请见“我的预约”。",
    ),
}

ROOM_MESSAGES: Mapping[str, Sentence] = {
    "room_booked": Sentence(
        "{room} is booked for you from {starts} (receipt {receipt}).",
        "已为您预约 {room}，{starts} 开始（回执 {receipt}）。",
    ),
    "room_requested": Sentence(
        "{room} is asked for on your behalf from {starts} (receipt {receipt}). The office decides by {answer_by}.",
        "已为您申请 {room}，{starts} 开始（回执 {receipt}）。社区办公室将在 {answer_by} 前答复。",
    ),
    "room_confirmed": Sentence(
        "Your booking {receipt} of {room} from {starts} is confirmed.",
        "您的预约 {receipt}（{room}，{starts} 开始）已确认。",
    ),
    "room_refused": Sentence(
        "Your booking {receipt} of {room} from {starts} was not granted: {reason}",
        "您的预约 {receipt}（{room}，{starts} 开始）未获批准：{reason}",
    ),
    "room_moved": Sentence(
        "Your booking {receipt} was moved: {room} from {starts}.",
        "您的预约 {receipt} 已调整为：{room}，{starts} 开始。",
    ),
    "room_cancelled": Sentence(
        "Your booking {receipt} of {room} from {starts} was cancelled by the office: {reason}",
        "您的预约 {receipt}（{room}，{starts} 开始）已由工作人员取消：{reason}",
        Sentence(
            "Your booking {receipt} of {room} from {starts} was cancelled by the office.",
            "您的预约 {receipt}（{room}，{starts} 开始）已由工作人员取消。",
        ),
    ),
    "room_shut_out": Sentence(
        "{room} is closed at {starts}: {reason} Your booking {receipt} is cancelled. Please choose another time.",
        "{room} 在 {starts} 关闭：{reason} 您的预约 {receipt} 已取消。请另选时间。",
        Sentence(
            "{room} is closed at {starts}. Your booking {receipt} is cancelled. Please choose another time.",
            "{room} 在 {starts} 关闭。您的预约 {receipt} 已取消。请另选时间。",
        ),
    ),
    "room_lapsed": Sentence(
        "{room} from {starts} was not confirmed in time; the booking {receipt} has lapsed.",
        "{room}（{starts} 开始）未按时确认，预约 {receipt} 已失效。",
    ),
    "room_offered": Sentence(
        "{room} has come free from {starts} (receipt {receipt}). It is held for you until {answer_by}; please confirm.",
        "您候补的 {room} 有空出（{starts} 开始，回执 {receipt}），为您保留至 {answer_by}，请确认。",
    ),
    "room_reconfirm": Sentence(
        "Please confirm your weekly booking of {room} from {starts} on by {answer_by} ({receipt}), or it lapses.",
        "请在 {answer_by} 前确认您在 {room} 的每周预约（自 {starts} 起，回执 {receipt}），逾期失效。",
    ),
    "room_series_lapsed": Sentence(
        "Your weekly booking of {room} from {starts} on was not confirmed in time and has lapsed ({receipt}).",
        "您在 {room} 的每周预约（自 {starts} 起，回执 {receipt}）未按时确认，这些日期已失效。",
    ),
    "room_series_released": Sentence(
        "As nobody came several times, your weekly bookings from {starts} on are given to others ({room}, {receipt}).",
        "因多次无人到场，您自 {starts} 起的每周预约已释放给他人（{room}，回执 {receipt}）。",
    ),
}
