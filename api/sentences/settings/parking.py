"""What each setting about parking does, for a member of the council."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

PARKING: Mapping[str, Sentence] = {
    "parking.guard_minutes": Sentence(
        "Minutes between one user leaving a space and the next arriving. More means fewer clashes and fewer rights.",
        "同一车位前后两位使用者之间空出的分钟数。越大越少冲突，可分配的车位也越少。",
    ),
    "parking.reserve_percent": Sentence(
        "Share of a site's spaces, in per cent, kept free for owners who come home early.",
        "每个停车点为提早回家的业主预留的车位比例（%）。",
    ),
    "parking.outside_percent": Sentence(
        "Most outside vehicles at a site at any moment, in per cent of its spaces, unless the site states its own cap.",
        "停车点同一时刻外来车辆最多占车位的比例（%）；停车点另定上限的从其规定。",
    ),
    "parking.household_cap": Sentence(
        "Most rights that one household holds in a round; none sets no cap.",
        "一户在一轮中最多持有的车位数；不填则不限。",
    ),
    "parking.accessible_spaces_exclusive": Sentence(
        "Whether accessible spaces are only for vehicles that need them.",
        "无障碍车位是否只给需要的车辆。",
    ),
    "parking.criteria": Sentence(
        "Weight of each criterion: points are multiplied by it and added up. 0 or left out counts nothing, a negative "
        "weight counts against.",
        "各项积分的权重：积分乘以权重后相加。0 或不列则不计，负数为减分。",
    ),
    "parking.class_points": Sentence(
        "Points by class of vehicle: owner, tenant, partner unit, outside. The gaps say who comes first.",
        "按车辆类别的积分：业主、租户、共建单位、外来车辆。差距决定先后。",
    ),
    "parking.need_points": Sentence(
        "Points for a vehicle that needs an accessible space.", "需要无障碍车位的车辆的加分。"
    ),
    "parking.points_per_lost_round": Sentence(
        "Points for each round lost in a row: waiting counts.", "每连续落空一轮的加分：等待算数。"
    ),
    "parking.most_waiting_points": Sentence("Most points for waiting.", "等待加分的上限。"),
    "parking.points_per_won_round": Sentence(
        "Points for each round won in a row. They count only where the criterion won has a weight; a negative one lets "
        "others come first.",
        "每连续获得一轮的积分；只有 won 一项有权重才计，权重为负则让他人优先。",
    ),
    "parking.most_won_points": Sentence("Most points for rounds won in a row.", "连续获得积分的上限。"),
    "parking.near_points": Sentence(
        "Points for a home close to a site. They count only where the criterion near has a weight.",
        "住处靠近停车点的加分；只有 near 一项有权重才计。",
    ),
    "parking.near_metres": Sentence("Up to how many metres on foot a home counts as close.", "步行多少米以内算近。"),
    "parking.redraw_rounds": Sentence(
        "After so many rounds in a row the former space counts no more, so nobody keeps one for ever; none never "
        "redraws.",
        "连续持有多少轮后，原车位不再作数，重新分配，无人永久占用；不填则不重新分配。",
    ),
    "parking.farthest_walk": Sentence(
        "Farthest walk, in metres, that a registration may accept.", "登记时可填的最远步行距离（米）。"
    ),
}
PATH: Mapping[str, Sentence] = {
    "path.endorse_days": Sentence(
        "Days in which the property company endorses a registration.", "物业核实登记的天数。"
    ),
    "path.approve_days": Sentence("Days in which the housing office decides.", "房管办审核的天数。"),
    "path.information_days": Sentence("Days in which an applicant brings what is missing.", "申请人补齐材料的天数。"),
    "path.sign_days": Sentence("Days in which an agreement is signed.", "签订协议的天数。"),
    "path.remind_days": Sentence(
        "How many days before a step is due whoever is to act is reminded.", "到期前多少天提醒办理人。"
    ),
    "path.signature_needed": Sentence(
        "Whether a right not signed for in time goes to the next in line, and none is used before it is signed.",
        "是否须先签协议：逾期未签的车位转给下一位，签字前不得使用。",
    ),
    "path.documents_needed": Sentence(
        "Whether missing documents stop an approval; else the slip only tells them.",
        "材料不齐是否不予通过；否则只在告知单上提示。",
    ),
    "path.documents": Sentence("Documents asked for, by class of vehicle.", "按车辆类别需要的材料。"),
}
BOOKING: Mapping[str, Sentence] = {
    "booking.most_days_ahead": Sentence(
        "How many days ahead a free space may be booked.", "空闲车位最多可提前多少天预约。"
    ),
    "booking.shortest_minutes": Sentence("Shortest single booking, in minutes.", "单次预约最短分钟数。"),
    "booking.longest_minutes": Sentence("Longest single booking, in minutes.", "单次预约最长分钟数。"),
    "booking.most_open_bookings": Sentence(
        "Most bookings to come that one person has at a time.", "一人同时最多持有的未完成预约数。"
    ),
}
USE: Mapping[str, Sentence] = {
    "use.grace_minutes": Sentence(
        "Minutes after a right has ended before the overstay tariff runs.", "超过时段后多少分钟内不计超时费。"
    ),
    "use.violation_days": Sentence("For how many days a violation counts.", "一次违规计入多少天。"),
    "use.block_from": Sentence("With how many violations that count a vehicle is blocked.", "累计几次违规后停用车辆。"),
    "use.block_days": Sentence("For how many days a vehicle is blocked.", "停用多少天。"),
    "use.end_from": Sentence(
        "With how many violations that count a vehicle loses its right; none never takes one away.",
        "累计几次违规后取消车位；不填则不取消。",
    ),
    "use.violation_points": Sentence(
        "Points that each violation that counts costs in the next round.", "每次违规在下一轮扣的积分。"
    ),
    "use.most_violation_points": Sentence("Most points that violations cost.", "违规扣分的上限。"),
}
SHARING: Mapping[str, Sentence] = {
    "sharing.notice_hours": Sentence(
        "How many hours before an owner calls their space back.", "业主收回车位须提前的小时数。"
    ),
    "sharing.fallback": Sentence(
        "Whether an owner whose space is not free in time gets another one of the reserve.",
        "业主的车位未按时腾出时，是否安排预留车位。",
    ),
    "sharing.credit_hours": Sentence(
        "How many hours shared in the year before a round make one point.", "一年内共享多少小时计 1 分。"
    ),
    "sharing.most_credit_points": Sentence("Most points for sharing.", "共享加分的上限。"),
}
