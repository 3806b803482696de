"""Words of the pages on which facilities, their rooms and equipment are stated."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

HOUSES: Mapping[str, Sentence] = {
    "nav_facilities": Sentence("Facilities", "设施"),
    "houses_title": Sentence("Facilities", "设施"),
    "houses_lead": Sentence(
        "The centre, the neighbourhood centres and the activity rooms: what they hold, and when they are open.",
        "活动中心、睦邻中心和老年活动室：有哪些活动室和物资，何时开放。",
    ),
    "houses_none": Sentence("There is no facility yet.", "还没有设施。"),
    "houses_none_next": Sentence(
        "Add the first one below; then its rooms and opening hours.", "请先在下方添加设施，再登记活动室和开放时间。"
    ),
    "house_new": Sentence("Add a facility", "添加设施"),
    "house_rooms_count": Sentence("rooms", "间活动室"),
    "house_tier_centre": Sentence("Culture centre", "社区文化活动中心"),
    "house_tier_neighbourhood": Sentence("Neighbourhood centre", "睦邻中心"),
    "house_tier_activity_room": Sentence("Elderly activity room", "老年活动室"),
    "house_facts": Sentence("Names, kind and place", "名称、类型和位置"),
    "house_lent": Sentence("Lent by a unit of the area", "共建单位提供"),
    "house_lent_none": Sentence("The community's own", "社区自有"),
    "house_public": Sentence("Its public page", "查看公开页面"),
    "label_tier": Sentence("Kind", "类型"),
    "label_organisation_id": Sentence("Lent by", "提供单位"),
    "label_conditions_zh": Sentence("What it asks in return, in Chinese", "使用条件（中文）"),
    "label_conditions_en": Sentence("What it asks in return, in English", "使用条件（英文）"),
    # rooms
    "house_rooms": Sentence("Rooms", "活动室"),
    "house_rooms_none": Sentence("There is no room here yet.", "这里还没有活动室。"),
    "house_rooms_none_next": Sentence("Add the first room; then it can be booked.", "添加活动室后即可预约。"),
    "house_room_new": Sentence("Add a room", "添加活动室"),
    "house_room_what": Sentence("Features", "设备与特点"),
    "house_room_part": Sentence("part of {name}", "{name} 的一部分"),
    "house_room_own_hours": Sentence("hours of its own", "有专属时间"),
    "house_room_unbooked": Sentence("not booked one by one", "不接受单次预约"),
    "house_room_staffed": Sentence("only when staffed", "仅值守时开放"),
    "label_capacity": Sentence("People it holds", "可容纳人数"),
    "label_features": Sentence("What it has for good", "固定设备"),
    "house_features_others": Sentence("What else it has for good", "其他固定设备"),
    "house_features_hint": Sentence("Short names with commas between them.", "用简短名称填写，以逗号分隔。"),
    "label_setup": Sentence("Minutes to set up before", "使用前布置（分钟）"),
    "label_clear": Sentence("Minutes to clear up after", "使用后清理（分钟）"),
    "house_buffer_hint": Sentence("Left empty, the covenant's usual time applies.", "不填则按公约规定。"),
    "label_part_of_id": Sentence("Part of a divisible hall", "属于可分隔大厅"),
    "house_whole": Sentence("It is a room of its own", "独立的活动室"),
    "label_noisy_next_to": Sentence("Rooms that must not be loud with it", "不能同时有较大声音的活动室"),
    "house_staffed_only": Sentence("open only within its staffed hours", "仅在有人值守时开放"),
    "house_bookable": Sentence("may be booked one by one", "可单次预约"),
    "label_approval": Sentence("Single bookings are", "单次预约"),
    "approval_instant": Sentence("confirmed at once", "即时确认"),
    "approval_staff": Sentence("decided by the office", "由社区办公室审批"),
    # equipment
    "house_items": Sentence("Equipment that is lent", "可借物资"),
    "house_items_none": Sentence("Nothing is counted here yet.", "这里还没有登记物资。"),
    "house_items_none_next": Sentence(
        "Add what is lent with a room, or alone.", "可登记随活动室借用或单独借用的物资。"
    ),
    "house_item_new": Sentence("Add equipment", "添加物资"),
    "house_item_alone": Sentence("is lent without a room too", "也可单独借用"),
}
