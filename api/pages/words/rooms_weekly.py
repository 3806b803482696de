"""Words of the pages on which people book a room every week."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

ROOMS_WEEKLY: Mapping[str, Sentence] = {
    "take_weekly": Sentence("Every week …", "每周都要…"),
    "back_to_search": Sentence("Search again", "重新查找"),
    "series_title": Sentence("A room every week", "每周预约"),
    "series_until": Sentence("Every week until", "每周一次，直到"),
    "series_until_day": Sentence("{day} ({count} times)", "{day}（共 {count} 次）"),
    "series_look": Sentence("Show the dates", "查看日期"),
    "series_dates": Sentence("Which dates", "选择日期"),
    "series_can": Sentence(
        "{free} of {dates} dates are free. Nothing is taken yet: untick what you do not need.",
        "{dates} 个日期中有 {free} 个可约。现在还没有预约：不需要的请去掉勾选。",
    ),
    "series_instead_hint": Sentence(
        "Where a date is taken, tick what you can have instead.", "被占用的日期，可勾选替代的活动室或时间。"
    ),
    "series_instead": Sentence("Instead:", "替代："),
    "series_in_place_of": Sentence("in place of {when}: {why}", "原 {when}：{why}"),
    "series_not": Sentence("cannot be had", "无法预约"),
    "series_hint": Sentence(
        "Only you and the office see the name. Dates far ahead are confirmed again later: you get a message.",
        "名称仅您和工作人员可见。较远的日期届时需再确认，会发消息通知您。",
    ),
    "series_take": Sentence("Book the ticked dates", "预约已勾选的日期"),
    "series_receipt": Sentence("Weekly booking", "每周预约回执"),
    "series_all": Sentence("All dates of this weekly booking", "该每周预约的全部日期"),
    "series_give_back": Sentence(
        "Choose a date to give it back, with or without the later ones.", "点选日期可取消该次，或连同之后各次。"
    ),
}
