"""Words of the pages on which somebody sees all that is theirs: what to do next, dates, messages."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

MINE: Mapping[str, Sentence] = {
    "mine_title": Sentence("My page", "我的事务"),
    "mine_todo": Sentence("Waiting for you", "请您处理"),
    "mine_todo_none": Sentence("Nothing waits for you.", "目前没有需要您处理的事项。"),
    "mine_dates": Sentence("Coming up", "近期安排"),
    "mine_dates_none": Sentence("No date in the next three weeks.", "三周内没有安排。"),
    "mine_all_dates": Sentence("All dates, and the calendar of your phone", "全部日程与手机日历"),
    "mine_doors": Sentence("Open for registrations", "现在可以登记"),
    "mine_door_parking": Sentence("Register for parking", "登记停车"),
    "mine_door_rooms": Sentence("Apply for a weekly room", "申请整季每周使用活动室"),
    "mine_registrations": Sentence("Registrations", "我的登记"),
    "mine_past": Sentence("Earlier registrations", "以往登记"),
    "mine_empty": Sentence("You have no registration.", "您还没有登记。"),
    "mine_empty_next": Sentence(
        "Register here while a round is open, at the window of your property office, or by the hotline.",
        "轮次开放期间可在此自行登记，也可到物业窗口或拨打热线办理。",
    ),
    # what waits for somebody
    "do_answer": Sentence("Accept or decline what you were given", "答复分配结果"),
    "do_bring": Sentence("Add what is missing", "补充材料或信息"),
    "do_send": Sentence("Send your registration", "提交登记"),
    "do_confirm": Sentence("Confirm your room", "确认活动室预约"),
    "do_pay": Sentence("Pay your fees", "缴纳费用"),
    "do_way": Sentence("Another way is open to you: first come, first served", "有其他办法可选，先选先得"),
    "do_held_way": Sentence("Another way is held for you: take it in time", "已为您保留一个办法，请在截止前选用"),
    "do_sign": Sentence("Sign the agreement", "签订协议"),
    "do_seat": Sentence("Answer for a shift", "答复志愿班次"),
    "do_until": Sentence("by {moment}", "截止 {moment}"),
    # dates
    "nav_my_dates": Sentence("My dates", "我的日程"),
    "my_dates": Sentence("My dates", "我的日程"),
    "dates_none": Sentence("You have no dates in these four weeks.", "这四周没有安排。"),
    "dates_none_next": Sentence(
        "Rooms that you book, spaces that you accept and shifts that you take stand here.",
        "您预约的活动室、接受的车位和参加的班次都会列在这里。",
    ),
    # messages
    "nav_messages": Sentence("Messages", "消息"),
    "letters": Sentence("Messages", "消息"),
    "letters_empty": Sentence("There is no message yet.", "还没有消息。"),
    "letters_empty_next": Sentence(
        "You get one as soon as something happens to what you asked for.", "您办理的事项一有进展，就会在这里通知您。"
    ),
    "letters_all": Sentence("All messages", "全部消息"),
    "letters_unread": Sentence("{count} new", "{count} 条未读"),
    "letters_mark": Sentence("Mark all as read", "全部标为已读"),
    "letters_older": Sentence("Older", "更早的消息"),
    "letters_newest": Sentence("Newest", "最新消息"),
    "letter_new": Sentence("new", "未读"),
}
