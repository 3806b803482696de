"""Words of the pages on which people book rooms, and see what they have of them."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

ROOMS_MINE: Mapping[str, Sentence] = {
    "nav_my_rooms": Sentence("My rooms", "我的活动室"),
    "my_rooms_title": Sentence("My rooms", "我的活动室"),
    # states of bookings
    "booking_held": Sentence("Held for you", "为您保留中"),
    "booking_requested": Sentence("The office decides", "待工作人员审批"),
    "booking_confirmed": Sentence("Booked", "预约成功"),
    "booking_cancelled": Sentence("Given back", "已取消"),
    "booking_refused": Sentence("Not granted", "未获批准"),
    "booking_lapsed": Sentence("Lapsed", "已失效"),
    "booking_no_show": Sentence("Not used", "未到场"),
    "booking_next_held": Sentence(
        "Please confirm by {moment}; after that others may have it.", "请在 {moment} 前确认，逾期让给他人。"
    ),
    "booking_next_requested": Sentence(
        "You get a message by {moment}. The room is kept for you until then.",
        "工作人员将在 {moment} 前答复，并发消息通知您。在此之前活动室为您保留。",
    ),
    "booking_next_confirmed": Sentence("The room is yours. Please leave it tidy.", "活动室归您使用。用后请整理。"),
    "booking_next_cancelled": Sentence("Others can have the room now.", "活动室已让给他人。"),
    "booking_next_refused": Sentence(
        "The reason is in your messages. You can choose another room or time.",
        "原因见您的消息。您可以另选活动室或时间。",
    ),
    "booking_next_lapsed": Sentence(
        "It was not confirmed in time. You can choose again.", "未按时确认。您可以重新选择。"
    ),
    "booking_next_no_show": Sentence(
        "Nobody came, or it was given back too late. After several times weekly bookings are released.",
        "未到场，或取消过晚。多次发生后，每周预约将被释放。",
    ),
    # one booking
    "confirm_booking_title": Sentence("Is everything right?", "请核对后确认"),
    "booking_title": Sentence("Your booking", "您的预约"),
    "booking_what": Sentence("What", "用途"),
    "booking_where": Sentence("Where", "地点"),
    "booking_when": Sentence("When", "时间"),
    "booking_people": Sentence("people: {count}", "{count} 人"),
    "booking_weekly": Sentence("one date of a weekly booking", "每周预约中的一次"),
    "booking_rules": Sentence("Giving it back", "取消规则"),
    "booking_free_until": Sentence(
        "Until {moment} without consequence. Later it counts as not used.",
        "{moment} 前取消不受影响；之后取消按未到场计。",
    ),
    "booking_no_longer_free": Sentence(
        "It begins soon: if you give it back after you confirmed, it counts as not used.",
        "即将开始：确认后再取消按未到场计。",
    ),
    "booking_asks_staff": Sentence(
        "For this room or time the office decides. When you confirm, your request goes there; you get a message.",
        "此活动室或时段需工作人员审批。确认后提交申请，结果会发消息通知您。",
    ),
    "label_title": Sentence("Name of the activity", "活动名称"),
    "title_hint": Sentence("Only you and the office see it.", "仅您和工作人员可见。"),
    "yes_book": Sentence("Confirm the booking", "确认预约"),
    "yes_request": Sentence("Send the request", "提交申请"),
    "give_up_hold": Sentence("Do not take it", "不要了"),
    "give_back_booking": Sentence("Give it back", "取消预约"),
    "cancel_booking_title": Sentence("Give the booking back?", "确认取消预约？"),
    "cancel_means": Sentence("Others can have the room then. This cannot be undone.", "活动室将让给他人，不能恢复。"),
    "cancel_means_late": Sentence(
        "It is later than the rules allow: it will count as not used. Others can have the room all the same.",
        "已过可取消的时间：将按未到场计。活动室仍会让给他人。",
    ),
    "yes_cancel": Sentence("Yes, give it back", "确认取消"),
    "yes_cancel_all": Sentence("This and all later dates", "取消本次及之后各次"),
    "to_my_rooms": Sentence("To my rooms", "返回我的活动室"),
    "find_another": Sentence("Find a room", "找活动室"),
    # my rooms
    "my_bookings": Sentence("Bookings", "预约"),
    "my_bookings_none": Sentence("You have no booking to come.", "您没有即将使用的预约。"),
    "my_bookings_none_next": Sentence("See what is free and choose a room.", "看看哪里有空，选一间活动室。"),
    "look_at_booking": Sentence("Look at it", "查看"),
    "look_and_confirm": Sentence("Look and confirm", "核对并确认"),
    "my_past": Sentence("Earlier bookings", "以往预约"),
    "my_rights": Sentence("My season", "我的整季安排"),
    "date_to_give_back": Sentence("A date that you do not need", "不需要的日期"),
    "give_date_back": Sentence("Give this date back", "归还该日期"),
    "given_back": Sentence("Given back", "已归还"),
    "to_give_back": Sentence("Give a single date back", "归还其中一次活动日期"),
    "give_back_title": Sentence("Give {day} back?", "确认归还 {day}？"),
    "give_back_means": Sentence(
        "Others can have the room on that date. Your other dates stay.", "该日期的活动室让给他人，其他日期不变。"
    ),
    "right_of_colleague": Sentence(
        "A colleague of your organisation asked for these dates, and gives them back.",
        "这些时段由本单位同事申请，如需归还请联系该同事。",
    ),
    "yes_give_back": Sentence("Yes, give the date back", "确认归还"),
    "my_waiting": Sentence("Where I wait", "我的候补"),
    "my_waiting_none": Sentence("You are in no line.", "您没有候补。"),
    "waiting_waiting": Sentence("waiting", "候补中"),
    "waiting_offered": Sentence("held for you: see your bookings", "已为您保留，请见预约"),
    "any_room": Sentence("any room", "任一活动室"),
    "leave_line": Sentence("Stop waiting", "取消候补"),
    "my_calendars": Sentence("My calendar on the phone", "手机日历"),
    "calendars_text": Sentence(
        "A secret address for the calendar of your phone: it shows your dates by itself. Who has it can read them.",
        "生成一个保密地址，添加到手机日历后自动显示您的活动。知道该地址的人都能看到。",
    ),
    "make_calendar": Sentence("Make an address", "生成地址"),
    "calendar_since": Sentence("made {moment}", "{moment} 生成"),
    "revoke_calendar": Sentence("End this address", "停用此地址"),
    "calendar_made_title": Sentence("Your calendar's address", "您的日历地址"),
    "calendar_made_text": Sentence(
        "It is shown only now. Copy it, or add it to the calendar of this phone.",
        "此地址只显示这一次。请复制，或直接添加到本机日历。",
    ),
    "calendar_address": Sentence("Address", "地址"),
    "calendar_add": Sentence("Add to the calendar", "添加到日历"),
    # sessions
    "dates_count": Sentence("Dates: {count}", "共 {count} 次"),
    "moved_count": Sentence("moved: {count}", "{count} 次调整"),
    "left_out_count": Sentence("left out: {count}", "{count} 次停止"),
    "moved_dates": Sentence("Moved dates", "调整的日期"),
    "left_out_dates": Sentence("Dates on which it cannot be held", "无法安排的日期"),
    "left_out_hint": Sentence(
        "If the room comes free on one of them after all, you get it and a message.",
        "若活动室届时空出，会自动为您安排并通知您。",
    ),
}
