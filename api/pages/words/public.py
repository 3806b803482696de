"""Words of public pages: the first page, free spaces, the list of notices, how it works."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

PUBLIC: Mapping[str, Sentence] = {
    # which community
    "choose_community": Sentence("Which neighbourhood is yours?", "请选择您所在的社区。"),
    "no_community": Sentence("Nothing is set up here yet.", "尚未开通社区。"),
    "no_community_next": Sentence("Please come back later, or ask the office.", "请稍后再来，或咨询办公室。"),
    # the list of notices
    "notices_lead": Sentence(
        "What was applied for, what was decided, and by which rules: round by round, the newest first.",
        "每一轮何时申请、结果如何、按什么规则，都在这里公布，最新的在前。",
    ),
    "notices_filter": Sentence("Show rounds of", "按类别查看"),
    "round_public_open": Sentence("Applications are taken now.", "现在可以申请。"),
    "round_public_closed": Sentence(
        "Applications are closed; the plan is made next.", "申请已截止，接下来统一编排方案。"
    ),
    "round_public_planned": Sentence(
        "The plan is being checked; the notice appears here.", "方案正在核对，公示后在此查看。"
    ),
    "round_public_published": Sentence(
        "The result is public. Look for your receipt number, and object in time if need be.",
        "结果已公示。可按回执号查询；如有异议请在公示期内提出。",
    ),
    "round_public_settled": Sentence("The result is in force.", "结果已生效。"),
    # free spaces
    "label_near": Sentence("Near", "在哪里附近"),
    "label_come_at": Sentence("Time", "到达时间"),
    "parking_all_sites": Sentence("the whole neighbourhood", "全部停车点"),
    "parking_facility": Sentence("Facilities", "活动场所"),
    "parking_site": Sentence("Sites", "停车点"),
    "parking_now": Sentence("Now", "现在"),
    "parking_vehicle": Sentence("My vehicle", "我的车辆"),
    "parking_party_tenant": Sentence("Of this neighbourhood", "本社区车辆"),
    "parking_party_outside": Sentence("From elsewhere", "外来车辆"),
    "parking_look": Sentence("Look for free spaces", "查找空位"),
    "parking_here": Sentence("Near where I am", "查找我附近的车位"),
    "parking_here_hint": Sentence(
        "Your position is used for this answer only, and kept nowhere.", "位置只用于本次查询，不会保存。"
    ),
    "parking_here_unknown": Sentence(
        "Your phone did not tell where you are. Please choose a place above.", "没有取得您的位置，请在上方选择地点。"
    ),
    "parking_free_now": Sentence("Free now", "现在空闲"),
    "parking_at": Sentence("Free from {moment}", "{moment} 起空闲"),
    "parking_guidance": Sentence(
        "Free for at least an hour. This is guidance: a space is yours only once it is booked or given to you.",
        "以下车位至少可停一小时。仅供参考：经预约或分配后，车位才归您使用。",
    ),
    "parking_map": Sentence(
        "Map of the sites; their numbers are those of the list beside it.", "停车点示意图，编号与列表一致。"
    ),
    "parking_you": Sentence("Where you look from", "查找的位置"),
    "parking_metres": Sentence("{metres} m", "{metres} 米"),
    "parking_north": Sentence("N", "北"),
    "parking_level_many": Sentence("Free", "有空位"),
    "parking_level_few": Sentence("A few", "少量空位"),
    "parking_level_none": Sentence("None", "暂无空位"),
    "parking_free_count": Sentence("{free} free", "空 {free} 个"),
    "parking_walk": Sentence("{metres} m, about {minutes} min on foot", "{metres} 米，步行约 {minutes} 分钟"),
    "parking_expected_none": Sentence("likely full", "预计已满"),
    "parking_expected_few": Sentence("a few are likely to be free", "预计有少量空位"),
    "parking_expected_many": Sentence("more are likely to be free", "预计还有空位"),
    "parking_none": Sentence("No shared spaces are on the map yet.", "地图上还没有共享车位。"),
    "parking_none_next": Sentence(
        "Please ask at the window or by the hotline where you can stand.", "请到窗口或拨打热线咨询。"
    ),
    "parking_to_have": Sentence("A space of your own for half a year", "想要固定的车位？"),
    "parking_to_have_text": Sentence(
        "Register for the next round: by points that everybody can read, you are given fixed times at a site near you.",
        "请登记参加下一轮：按公开的积分规则，分配您在附近停车点的固定时段。",
    ),
}
