"""Words of the pages on which people see and answer their own registrations."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

PEOPLE: Mapping[str, Sentence] = {
    "receipt": Sentence("Receipt", "回执号"),
    "times": Sentence("Times", "停车时段"),
    "your_space": Sentence("Your space", "您的车位"),
    "why_not": Sentence("Why not", "未分配的原因"),
    "more_reasons": Sentence("{count} more", "另有 {count} 条"),
    "why_not_all": Sentence("All that was looked at ({count})", "全部原因（{count} 条）"),
    "other_ways": Sentence("Other ways", "其他办法"),
    "way_take": Sentence("Take this", "选用此办法"),
    "way_hold": Sentence("Hold it for a while", "先保留"),
    "way_held_until": Sentence("It is held for you until {moment}.", "为您保留至 {moment}。"),
    "ways_search": Sentence("Look for other ways now", "立即查找其他办法"),
    "office_wrote": Sentence("What the office wrote", "办公室的说明"),
    "answer_for_another": Sentence(
        "You answer for the person who asked you to; it is noted who gave the answer.",
        "您将代登记人答复；系统记录由谁办理。",
    ),
    "action_accept": Sentence("Accept", "接受"),
    "action_decline": Sentence("Decline", "放弃"),
    "action_withdraw": Sentence("Withdraw", "撤回"),
    "action_give_up": Sentence("Give it up", "不再使用"),
    "confirm_give_up": Sentence("Give the space up?", "确认不再使用车位？"),
    "means_give_up": Sentence(
        "The space goes to the next in line, and what you paid for days to come is given back as the covenant says. "
        "This cannot be undone.",
        "车位转给候补的下一位；剩余天数的费用按公约退还。不能恢复。",
    ),
    "yes_give_up": Sentence("Yes, give it up", "确认不再使用"),
    "confirm_accept": Sentence("Accept the space?", "确认接受车位？"),
    "confirm_decline": Sentence("Decline the space?", "确认放弃车位？"),
    "confirm_withdraw": Sentence("Withdraw the registration?", "确认撤回登记？"),
    "means_accept": Sentence(
        "The space is yours on the dates of the round. You can still give it up later.",
        "使用期内车位归您使用。之后如不需要，可以退出。",
    ),
    "means_decline": Sentence(
        "The space goes to the next in line. This cannot be undone.", "车位转给候补的下一位，不能恢复。"
    ),
    "means_withdraw": Sentence(
        "The registration ends, and a space that you hold goes to the next in line. This cannot be undone.",
        "登记终止；如已有车位，转给候补的下一位。不能恢复。",
    ),
    "answer_too_late": Sentence(
        "The time to answer was over at {moment}. The space goes to whoever is next in line.",
        "答复期限已于 {moment} 截止，名额将依次递补。",
    ),
    "answer_no_more": Sentence("This can no longer be done: {state}.", "目前的状态是「{state}」，不能再进行此操作。"),
    "answer_no_more_next": Sentence(
        "See how it stands; if something is not as it should be, call the hotline.",
        "请查看当前情况；如有疑问，请拨打热线。",
    ),
    "answer_how_it_stands": Sentence("See how it stands", "查看当前情况"),
    "yes_accept": Sentence("Yes, accept", "确认接受"),
    "yes_decline": Sentence("Yes, decline", "确认放弃"),
    "yes_withdraw": Sentence("Yes, withdraw", "确认撤回"),
}
