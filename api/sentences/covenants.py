"""Sentences about the covenant: drafts that cannot move, votes that do not carry, settings that contradict."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

COVENANT_REFUSALS: Mapping[str, Sentence] = {
    "draft_not_ready": Sentence("The draft is {value}; for this it must be {allowed}.", "草案{value}；须为{allowed}。"),
    "draft_changes_nothing": Sentence(
        "The draft says the same as the version that it is based on.", "草案与所依据的版本完全相同。"
    ),
    "draft_outdated": Sentence(
        "The draft changes version {value}, but the newest is {allowed} now: take it back, look what changed, and "
        "write it anew.",
        "草案依据第 {value} 版，而最新为第 {allowed} 版；请收回草案，核对改动后重新提交。",
    ),
    "vote_missing": Sentence(
        "A covenant is adopted or rejected by a vote: for, against, abstained, the day and the minutes.",
        "公约须经表决：请填写赞成、反对、弃权票数、日期和会议纪要出处。",
    ),
    "vote_carried": Sentence(
        "With {value} votes for it the draft is carried and not rejected; allowed is {allowed}.",
        "赞成 {value} 票，草案已获通过，不能记为否决；应为{allowed}。",
    ),
    "vote_not_carried": Sentence(
        "{value} votes for it do not carry the draft; {allowed} would be needed.",
        "赞成 {value} 票，草案未获通过；需要 {allowed}。",
    ),
    "covenant_in_the_past": Sentence(
        "A version cannot be in force from {value}, which is over; allowed is {allowed}.",
        "生效时间 {value} 已过；应为{allowed}。",
    ),
    "covenant_too_far": Sentence(
        "A version adopted now cannot come into force only from {value}; allowed is {allowed}.",
        "现在通过的版本不能迟至 {value} 才生效；应为{allowed}。",
    ),
    "covenant_overlaps": Sentence(
        "From {value} another version would still be to come; allowed is {allowed}.",
        "自 {value} 起与另一版本重叠；应为{allowed}。",
    ),
    "points_sum_nowhere": Sentence(
        "{field}: with these points and weights somebody new of this class comes to {value}, and could be in no plan; "
        "needed is {allowed}.",
        "{field}：按这些积分和权重，该类别的新申请人合计 {value} 分，无法参加编排；应为{allowed}。",
    ),
    "split_missing": Sentence(
        "{field}: it is not said who gets the income of {value}; each of {allowed} needs a split.",
        "{field}：没有写明 {value} 的收入如何分成；{allowed} 都要有。",
    ),
    "split_not_whole": Sentence(
        "{field}: the parts of a split must come to the whole: {allowed}.", "{field}：分成合计须为全部：{allowed}。"
    ),
    "split_named_twice": Sentence("{field}: {allowed}.", "{field}：{allowed}。"),
    "split_without_owner": Sentence(
        "{field}: only income of somebody's own space has an owner to share with: {allowed}.",
        "{field}：只有自有车位的收入才有业主一份：{allowed}。",
    ),
    "split_twice": Sentence("{field}: {allowed}.", "{field}：{allowed}。"),
    "tariff_twice": Sentence(
        "{field}: two lines say the price of the same; {allowed}.", "{field}：两行价格重复；{allowed}。"
    ),
    "tariff_without_reason": Sentence(
        "{field}: a price of one site needs {allowed}, so that people can see why it differs.",
        "{field}：单个停车点的价格须写明{allowed}，让大家知道为何不同。",
    ),
    "nothing_to_preview": Sentence(
        "No round of this kind was planned yet: there is nothing to try the draft on.",
        "还没有编制过这类轮次，无法推演草案。",
    ),
}
COVENANT_WORDS: Mapping[str, Sentence] = {
    "income_before_after": Sentence(
        "income of the round, in yuan: {before} → {after}", "本轮收入（元）：{before} → {after}"
    ),
}
COVENANT_PHRASES: Mapping[str, str] = {
    "a JSON file with settings of a covenant": "包含公约设置的 JSON 文件",
    "a table or list as JSON": "JSON 表格或列表",
    "parts that add up to 10000": "各部分合计 10000",
    "each recipient once": "每个收款方只写一次",
    "no part of an owner": "不含业主",
    "one split of each income": "每类收入只写一次分成",
    "one line for each case": "每种情况只写一行",
    "a reason in Chinese and English": "中英文理由",
    "a weighted sum of 1 to {}": "加权合计 1 至 {}",
    "a time after {}": "{} 之后的时间",
    "{} or later": "{} 或以后",
    "{} or earlier": "{} 或以前",
}
COVENANT_STATES: Mapping[str, Sentence] = {
    "proposed": Sentence("before the council", "已提交社委会"),
    "adopted": Sentence("adopted", "已通过"),
    "rejected": Sentence("rejected", "未通过"),
}
