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
    "mail_subject_booking": Sentence("News on your booking {receipt}", "关于您的预约 {receipt}"),
    "result_allocated": Sentence(
        "Your registration {receipt} has a place. Please accept or decline it by {answer_by}.",
        "您的登记 {receipt} 已获安排。请在 {answer_by} 之前接受或放弃。",
        Sentence("Your registration {receipt} has a place.", "您的登记 {receipt} 已分到车位。"),
    ),
    "result_waitlisted": Sentence(
        "Your registration {receipt} is on the waitlist, with the number {rank}.",
        "您的登记 {receipt} 已进入候补，候补编号 {rank}。",
        Sentence("Your registration {receipt} is on the waitlist.", "您的登记 {receipt} 已进入候补。"),
    ),
    "result_refused": Sentence(
        "Your registration {receipt} could not be served. The reasons are shown with it.",
        "您的登记 {receipt} 未能安排。理由请见登记详情。",
    ),
    "offer_made": Sentence(
        "A place has come free for your registration {receipt}. It is held for you until {answer_by}.",
        "您的登记 {receipt} 有名额空出，为您保留至 {answer_by}。",
    ),
    "offer_lapsed": Sentence(
        "The place for your registration {receipt} has lapsed, for it was not accepted in time.",
        "您的登记 {receipt} 未按时接受，名额已失效。",
    ),
    "registration_cancelled": Sentence(
        "The round of your registration {receipt} was cancelled; the registration has ended with it.",
        "您的登记 {receipt} 所在轮次已取消，登记随之结束。",
    ),
    "registration_undecided": Sentence(
        "The round ended before your registration {receipt} could be decided on; the registration has ended with it.",
        "您的登记 {receipt} 在轮次办结前未能审定，登记随之结束。",
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
    "slip_other_times": Sentence(
        "The vehicle is registered for these times already (receipt {receipt}).",
        "该车辆已登记过同样的时段（回执 {receipt}）。",
    ),
    "slip_walk_allowed": Sentence(
        "The walk accepted is {metres} m; allowed is 1 to {most} m.",
        "可接受的步行距离为 {metres} 米；允许：1 到 {most} 米。",
    ),
    "slip_points_count": Sentence(
        "By the covenant the registration has {points} points, which is too few to compete.",
        "按公约该登记的积分为 {points}，不足以参加分配。",
    ),
    "slip_home_yours": Sentence(
        "The home is not at a site that you run; please hand the person to the staff there.",
        "住处不在您负责的停车点；请转由该停车点的工作人员办理。",
    ),
    "bring_identity_card": Sentence("Identity card", "身份证"),
    "bring_vehicle_licence": Sentence("Vehicle licence", "机动车行驶证"),
    "bring_title_deed": Sentence("Title deed of the flat", "房产证"),
    "bring_lease": Sentence("Lease of the flat", "租赁合同"),
    "bring_employer_letter": Sentence("Letter of the employer or partner site", "单位证明或结对单位证明"),
    "bring_disability_card": Sentence("Disability card", "残疾人证"),
    "bring_identity_number": Sentence("Identity number, which is not on record yet", "身份证号码（尚未登记）"),
}
