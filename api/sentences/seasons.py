"""Season rounds of rooms: what refuses an application, the slip of a section, what a group is told."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

SEASON_REFUSALS: Mapping[str, Sentence] = {
    "round_of_other_domain": Sentence(
        "This round is for {value}; this is for {allowed} only. Please go back and choose another round.",
        "该轮次办理的是{value}，此处只办理{allowed}。请返回选择其他轮次。",
    ),
    "member_missing": Sentence("State whom the application is for ({field}).", "请写明为谁申请（{field}）。"),
    "no_times_said": Sentence(
        "Please tick at least one day and one part of the day, or state a time.",
        "请至少勾选一天和一个时段，或填写其他时间。",
    ),
    "too_many_sections": Sentence(
        "{value} sections in one round are too many; allowed: {allowed}.",
        "一轮中申请 {value} 项活动过多；最多 {allowed} 项。",
    ),
    "equipment_lent": Sentence(
        "Since the plan was made, single bookings have taken {value} that it needs on some date. Please plan again.",
        "制定方案之后，单次预约占用了方案在某日所需的 {value}。请重新制定方案。",
    ),
    "not_yours_to_give_back": Sentence(
        "Only who asked for these dates gives one back, or staff whom they told.",
        "只有申请人本人可归还日期，也可由申请人委托工作人员办理。",
    ),
    "not_a_date_of_yours": Sentence(
        "The group does not meet on {value}, or that date is over.", "该小组 {value} 没有活动安排，或该日期已过。"
    ),
}
SEASON_PHRASES: Mapping[str, str] = {
    # what a round allocates
    "parking": "车位",
    "rooms": "活动室时段",
    "rosters": "志愿服务班次",
    "parking, rooms": "车位或活动室时段",
    "parking, rooms, rosters": "车位、活动室时段或志愿服务班次",
}
SEASON_WORDS: Mapping[str, Sentence] = {
    # the slip of a section
    "slip_room_suits": Sentence(
        "{rooms} rooms could hold it, in {slots} different slots.", "有 {rooms} 间活动室适合，共 {slots} 个可选时段。"
    ),
    "slip_sections_allowed": Sentence(
        "{count} sections are asked for already; allowed are {most}.", "已申请 {count} 项活动；最多 {most} 项。"
    ),
    # categories
    "category_elderly": Sentence("For the elderly", "为老服务"),
    "category_disabled": Sentence("For people with disabilities", "助残服务"),
    "category_culture": Sentence("Culture and sport", "文体活动"),
    "category_education": Sentence("Education", "社区教育"),
    "category_volunteering": Sentence("Volunteering", "志愿服务"),
    "category_party": Sentence("Party building", "党建活动"),
    "category_other": Sentence("Other", "其他活动"),
    "category_parking": Sentence("Parking", "停车"),
}
SEASON_MESSAGES: Mapping[str, Sentence] = {
    "date_refilled": Sentence(
        "The room of your registration {receipt} is free on {date} after all: the date is yours.",
        "您的登记 {receipt} 在 {date} 的活动室现已空出，该日期已为您安排。",
    ),
}
