"""What each setting about activity rooms does."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

ROOMS: Mapping[str, Sentence] = {
    "rooms.weights": Sentence(
        "What one session counts, by whom it serves: the higher, the sooner it gets a room.",
        "每次活动按服务对象计的权重：越高越先安排。",
    ),
    "rooms.partial_percent": Sentence(
        "Part of its weight, in per cent, that a session counts while not all of a group's weekly sessions are served.",
        "一组每周的活动未全部安排时，每次只按这一比例（%）计。",
    ),
    "rooms.setup": Sentence(
        "Minutes before a session for setting up, unless the room states its own.",
        "活动前布置的分钟数；活动室另定的从其规定。",
    ),
    "rooms.clear": Sentence("Minutes after a session for clearing up.", "活动后清场的分钟数。"),
    "rooms.grid": Sentence("Sessions begin on multiples of so many minutes.", "活动开始时间的间隔（分钟）。"),
    "rooms.blocked_percent": Sentence(
        "Up to which share of its dates, in per cent, a session may be left out before it is no session any more.",
        "一项活动最多可缺的日期比例（%）。",
    ),
    "rooms.shared_percent": Sentence(
        "From which share of members in common, in per cent, two groups never meet at the same time.",
        "两组成员重合达到这一比例（%）就不安排在同一时间。",
    ),
    "rooms.travel": Sentence(
        "Minutes that a leader or shared members need between two facilities.",
        "带队人或重合成员往返两处设施所需分钟数。",
    ),
    "rooms.organisation_quota": Sentence(
        "Most minutes and sessions a week of each organisation.", "每个单位每周最多的分钟数和次数。"
    ),
    "rooms.person_quota": Sentence("Most minutes and sessions a week of each person.", "每人每周最多的分钟数和次数。"),
    "rooms.household_quota": Sentence(
        "Most minutes and sessions a week of each household.", "每户每周最多的分钟数和次数。"
    ),
    "rooms.facility_quotas": Sentence(
        "Most minutes and sessions a week of each group at a facility, by its code.",
        "每组在某一设施每周最多的分钟数和次数。",
    ),
    "rooms.category_quotas": Sentence(
        "Most minutes and sessions a week of a whole category.", "某一类活动每周合计最多的分钟数和次数。"
    ),
    "rooms.most_sections": Sentence("Most groups in one application.", "一份申请最多的活动项数。"),
}
ROOM_BOOKING: Mapping[str, Sentence] = {
    "room_booking.most_days_ahead": Sentence(
        "How many days ahead a room may be booked.", "活动室最多可提前多少天预约。"
    ),
    "room_booking.shortest_minutes": Sentence("Shortest single booking, in minutes.", "单次预约最短分钟数。"),
    "room_booking.longest_minutes": Sentence("Longest single booking, in minutes.", "单次预约最长分钟数。"),
    "room_booking.most_open_bookings": Sentence(
        "Most bookings to come that one person has at a time.", "一人同时最多持有的未完成预约数。"
    ),
    "room_booking.hold_minutes": Sentence(
        "For how many minutes a room is held while somebody decides.", "为考虑者保留活动室的分钟数。"
    ),
    "room_booking.answer_hours": Sentence(
        "After how many hours an unanswered request or offer lapses.", "申请或候补多少小时未答复即失效。"
    ),
    "room_booking.cancel_minutes": Sentence(
        "Up to how many minutes before it begins a booking is cancelled freely; later it counts as a no-show.",
        "开始前多少分钟可自由取消；之后取消记为未到场。",
    ),
    "room_booking.most_no_shows": Sentence(
        "After so many no-shows the rest of a series is released.", "未到场几次后放出其余场次。"
    ),
    "room_booking.no_show_days": Sentence("For how many days a no-show counts.", "未到场计入多少天。"),
    "room_booking.most_series_weeks": Sentence("Longest series of bookings, in weeks.", "连续预约最多多少周。"),
    "room_booking.reconfirm_weeks": Sentence(
        "A longer series is confirmed again for each further stretch of so many weeks.",
        "超过多少周的连续预约须逐段再确认。",
    ),
    "room_booking.reconfirm_days": Sentence(
        "How many days before such a stretch it is confirmed.", "每段开始前多少天再确认。"
    ),
}
