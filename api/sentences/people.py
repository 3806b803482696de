"""Sentences for residents: messages of the inbox, and lines of the notice slip."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

PEOPLE: Mapping[str, Sentence] = {
    # messages
    "mail_subject": Sentence(
        "News on your registration {receipt}",
        "关于您的登记 {receipt}",
        Sentence("News from your community", "社区消息"),
    ),
    "result_allocated": Sentence(
        "Your registration {receipt} has a place. Please accept or decline it in time.",
        "您的登记 {receipt} 已分到车位。请按时接受或放弃。",
    ),
    "result_waitlisted": Sentence(
        "Your registration {receipt} is on the waitlist, in place {rank}.",
        "您的登记 {receipt} 已进入候补，排第 {rank} 位。",
        Sentence("Your registration {receipt} is on the waitlist.", "您的登记 {receipt} 已进入候补。"),
    ),
    "result_refused": Sentence(
        "Your registration {receipt} could not be served. The reasons are shown with it.",
        "您的登记 {receipt} 未能安排。理由请见登记详情。",
    ),
    "offer_made": Sentence(
        "A place has come free for your registration {receipt}. It is held for you until {answer_by}.",
        "您的登记 {receipt} 有空出的车位，为您保留至 {answer_by}。",
    ),
    "offer_lapsed": Sentence(
        "The place for your registration {receipt} has lapsed, for it was not accepted in time.",
        "您的登记 {receipt} 未按时接受，车位已失效。",
    ),
    "published": Sentence("A notice was published.", "公示已发布。"),
    # the notice slip
    "slip_round_open": Sentence("The round takes registrations until {until}.", "该轮次接受登记，截止 {until}。"),
    "slip_vehicle_known": Sentence("The vehicle is registered.", "车辆已登记。"),
    "slip_household_known": Sentence("The household is known.", "住户信息已登记。"),
    "slip_sites_in_reach": Sentence(
        "{sites} sites are within the walk accepted.", "可接受步行距离内有 {sites} 个停车点。"
    ),
    "slip_space_suits": Sentence(
        "{spaces} spaces on {sites} sites suit the vehicle on all dates.",
        "{sites} 个停车点的 {spaces} 个车位在全部日期适合该车辆。",
    ),
    "slip_first_registration": Sentence(
        "The vehicle has no other registration in this round.", "该车辆在本轮次没有其他登记。"
    ),
    "bring_identity_card": Sentence("Identity card", "身份证"),
    "bring_vehicle_licence": Sentence("Vehicle licence", "机动车行驶证"),
    "bring_title_deed": Sentence("Title deed of the flat", "房产证"),
    "bring_lease": Sentence("Lease of the flat", "租赁合同"),
    "bring_employer_letter": Sentence("Letter of the employer or partner site", "单位证明或结对单位证明"),
    "bring_disability_card": Sentence("Disability card", "残疾人证"),
    "bring_identity_number": Sentence("Identity number, which is not on record yet", "身份证号码（尚未登记）"),
}
