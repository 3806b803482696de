"""Words of what people think of what they used."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

OPINIONS: Mapping[str, Sentence] = {
    "nav_my_feedback": Sentence("Stars", "评价"),
    "opinions_title": Sentence("How was it?", "用得怎么样？"),
    "opinions_lead": Sentence(
        "Your stars help to find what must become better. Nobody is told that they are yours.",
        "您的评价帮助我们改进。不会告诉任何人是谁评的。",
    ),
    "opinions_waiting": Sentence("Not said yet", "待评价"),
    "opinions_none": Sentence("There is nothing to give stars for.", "目前没有可评价的。"),
    "opinions_none_next": Sentence(
        "After you used a space, a room or served on a shift, it appears here.",
        "使用车位、活动室或参加班次之后，会出现在这里。",
    ),
    "opinions_said": Sentence("What you said", "已评价"),
    "opinions_until": Sentence("until {moment}", "{moment} 前可评价"),
    "opinion_give": Sentence("Give stars", "评价"),
    "opinion_hidden": Sentence("left out by the office", "办公室已隐藏"),
    "opinion_gone": Sentence("This is no longer known.", "已不存在"),
    "opinion_send": Sentence("Send", "提交评价"),
    "opinion_hint": Sentence(
        "Telephone and identity numbers are taken out before anybody reads it.", "电话和证件号码会自动去除。"
    ),
    "label_stars": Sentence("Stars", "星级"),
    "label_comment": Sentence("In your words", "想说的话"),
    "rated_site": Sentence("Site", "停车点"),
    "rated_room": Sentence("Room", "活动室"),
    "rated_organisation": Sentence("Organisation", "组织"),
    "rated_shift": Sentence("Shift", "班次"),
    "stars_1": Sentence("1 star: bad", "1 星 很差"),
    "stars_2": Sentence("2 stars: poor", "2 星 较差"),
    "stars_3": Sentence("3 stars: fair", "3 星 一般"),
    "stars_4": Sentence("4 stars: good", "4 星 满意"),
    "stars_5": Sentence("5 stars: very good", "5 星 很满意"),
    "ratings_title": Sentence("What people think", "居民评价"),
    "ratings_lead": Sentence(
        "Averages of what people said after a use. Told only where enough answered; nobody is named.",
        "居民使用后的平均评价。人数足够才公布，不显示是谁。",
    ),
    "ratings_name": Sentence("Name", "名称"),
    "ratings_average": Sentence("Average", "平均"),
    "ratings_count": Sentence("Answers", "评价数"),
    "ratings_stars": Sentence("{average} of 5", "{average} 星"),
    "ratings_none": Sentence("Too few people have answered so far.", "评价人数还不够，暂不公布。"),
    "ratings_none_next": Sentence("After a use, please sign in and give stars.", "使用之后，请登录后在“评价”中打分。"),
}
