"""Settings of a covenant in words: what each does, by its path, and the names of their groups."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence
from api.sentences.settings.money import COMMON, FEES
from api.sentences.settings.parking import BOOKING, PARKING, PATH, SHARING, USE
from api.sentences.settings.rooms import ROOM_BOOKING, ROOMS
from api.sentences.settings.rosters import HOURS, ROSTERS, SERVICE

SETTINGS: Mapping[str, Sentence] = {
    **PARKING,
    **PATH,
    **BOOKING,
    **USE,
    **SHARING,
    **FEES,
    **ROOMS,
    **ROOM_BOOKING,
    **ROSTERS,
    **SERVICE,
    **HOURS,
    **COMMON,
}
GROUPS: Mapping[str, Sentence] = {
    "parking": Sentence("Parking rounds", "停车轮次"),
    "path": Sentence("The path of an application", "申请流程"),
    "booking": Sentence("Single bookings of spaces", "车位单次预约"),
    "use": Sentence("Use of spaces and violations", "车位使用与违规"),
    "sharing": Sentence("Sharing one's own space", "自有车位共享"),
    "fees": Sentence("Fees and where the money goes", "收费与分成"),
    "rooms": Sentence("Season rounds of rooms", "活动室季度编排"),
    "room_booking": Sentence("Single bookings of rooms", "活动室单次预约"),
    "rosters": Sentence("Rosters of volunteers", "志愿者排班"),
    "service": Sentence("The living roster", "班表日常"),
    "hours": Sentence("The time bank", "时间银行"),
    "fairness": Sentence("Fairness over rounds", "历轮公平"),
    "ways": Sentence("Ways forward", "其他办法"),
    "disputes": Sentence("Disputes", "争议"),
    "feedback": Sentence("Stars and comments", "评星与评价"),
    "retention": Sentence("How long records are kept", "记录保存期"),
    "most_vehicles_per_member": Sentence("Vehicles", "车辆"),
}
"""Groups in the order of the covenant."""
