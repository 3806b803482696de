"""Words of the pages on which sites, their spaces, hours and closures are stated."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

PLACES: Mapping[str, Sentence] = {
    "nav_sites": Sentence("Sites", "停车点"),
    # what all of these pages say
    "place_change": Sentence("Change", "修改"),
    "place_save": Sentence("Save", "保存"),
    "place_remove": Sentence("Remove", "删除"),
    "place_stale": Sentence(
        "Somebody else changed this while you were writing. What you typed is kept; what stands now is told at the "
        "fields that differ. Please look once more, then save again.",
        "您填写期间，内容已被他人修改。您填写的内容仍保留，不同之处已注明当前内容；请核对后再次保存。",
    ),
    "label_version": Sentence("This form's version", "本表的版本号"),
    "place_now": Sentence("Now: {value}", "当前：{value}"),
    "place_nothing": Sentence("nothing", "无"),
    "place_ticked": Sentence("ticked", "已勾选"),
    "place_only_look": Sentence("You may look at this; the office changes it.", "您可以查看；修改由社区办公室办理。"),
    "place_map": Sentence("Place on the map", "地图位置"),
    "place_map_known": Sentence(
        "latitude {latitude}, longitude {longitude} ({datum})", "纬度 {latitude}，经度 {longitude}（{datum}）"
    ),
    "place_map_hint": Sentence(
        "Guidance sorts by distance on foot from here. Maps made in China use GCJ-02, a phone WGS-84.",
        "停车引导按此处步行距离排序。国内地图（高德、腾讯）用 GCJ-02，手机定位用 WGS-84。",
    ),
    "place_code_hint": Sentence(
        "A short name in letters and digits, such as {example}; it stands in plans and cannot be changed.",
        "由字母、数字组成，例如 {example}；用于方案，之后不能修改。",
    ),
    "place_english_hint": Sentence("Without one, the Chinese name stands for both.", "不填则与中文名称相同。"),
    "place_kind": Sentence("Kind", "类型"),
    "label_code": Sentence("Code", "编号"),
    "label_name_zh": Sentence("Name in Chinese", "中文名称"),
    "label_name_en": Sentence("Name in English", "英文名称"),
    "label_datum": Sentence("Coordinates of", "坐标系"),
    "label_latitude": Sentence("Latitude", "纬度"),
    "label_longitude": Sentence("Longitude", "经度"),
    # sites
    "sites_title": Sentence("Sites", "停车点"),
    "sites_lead": Sentence(
        "Compounds and towers that share spaces: when, how many, and on which dates not.",
        "参与共享的小区和楼宇：何时共享、有多少车位、哪些日期不开放。",
    ),
    "sites_none": Sentence("There is no site yet.", "还没有停车点。"),
    "sites_none_next": Sentence(
        "Add the first one below; then its spaces and the hours in which they are shared.",
        "请先在下方添加停车点，再登记车位和共享时段。",
    ),
    "sites_none_yours": Sentence(
        "The office adds sites and says who runs them.", "停车点由社区办公室添加并指定负责人员。"
    ),
    "site_new": Sentence("Add a site", "添加停车点"),
    "site_add": Sentence("Add", "添加"),
    "site_kind_compound": Sentence("Compound", "小区"),
    "site_kind_tower": Sentence("Tower", "楼宇"),
    "site_days": Sentence("Day by day", "每日使用情况"),
    "site_facts": Sentence("Names, limits and place", "名称、限额和位置"),
    "label_gate_limit": Sentence("Most cars through the gate in 15 minutes", "道闸每刻钟最多进出车辆"),
    "label_outside_cap": Sentence("Most outside vehicles at a time", "外来车辆同时停放上限"),
    "site_gate_none": Sentence("no limit", "不限"),
    "site_cap_none": Sentence("the share that the covenant sets", "按公约规定的比例"),
    "site_gate_hint": Sentence("Left empty: no limit.", "不填则不限。"),
    "site_cap_hint": Sentence("Left empty: the share that the covenant sets.", "不填则按公约规定的比例。"),
    "site_spaces_count": Sentence("spaces", "个车位"),
    "figure_all": Sentence("spaces", "车位"),
    "figure_owned": Sentence("somebody's own", "业主自有"),
    "figure_ev": Sentence("with a charger", "可充电"),
    "figure_accessible": Sentence("accessible", "无障碍"),
    "figure_unshared": Sentence("not booked one by one", "不接受单次预约"),
    "site_partners": Sentence("Partner sites", "结对停车点"),
    "site_partners_lead": Sentence(
        "Sites that swap spaces: in each plan, the rights that one receives less those that it gives stay within the "
        "tolerance.",
        "互换车位的停车点：每个方案中，双方获得与提供的车位数之差不超过允许的差额。",
    ),
    "site_partners_none": Sentence("No site swaps spaces with this one.", "没有与此停车点互换车位的停车点。"),
    "site_partners_none_next": Sentence(
        "Choose one below, where two sites agreed to swap.", "如两处商定互换，请在下方选择。"
    ),
    "site_partner_within": Sentence("within {tolerance}", "差额不超过 {tolerance} 个"),
    "site_partner_new": Sentence("Another partner site", "添加结对停车点"),
    "site_partner_end": Sentence("End the pair", "解除结对"),
    "label_partner_id": Sentence("Other site", "对方停车点"),
    "label_tolerance": Sentence("Tolerance in spaces", "允许的差额（车位数）"),
    # spaces
    "spaces_title": Sentence("Spaces", "车位"),
    "spaces_none": Sentence("There is no space here yet.", "这里还没有车位。"),
    "spaces_none_found": Sentence("No space has a code like that.", "没有这样编号的车位。"),
    "spaces_none_next": Sentence(
        "Add them below, up to 500 at once: the codes count on from the first.",
        "请在下方添加，一次最多 500 个，编号自动顺延。",
    ),
    "spaces_none_found_next": Sentence(
        "Search for a part of the code, or show all.", "可只输入编号的一部分，或查看全部。"
    ),
    "spaces_all": Sentence("Show all", "查看全部"),
    "spaces_new": Sentence("Add spaces", "添加车位"),
    "spaces_add": Sentence("Add spaces", "添加"),
    "space_search": Sentence("Code or a part of it", "编号或其中一部分"),
    "space_find": Sentence("Search", "查找"),
    "space_features": Sentence("What it has", "特点"),
    "label_number": Sentence("How many", "数量"),
    "space_number_hint": Sentence(
        "With more than one, the number at the end of the code counts on: c01-001, c01-002, …",
        "多于一个时，编号末尾的数字顺延：c01-001、c01-002……",
    ),
    "space_ev": Sentence("has a charger", "有充电桩"),
    "space_accessible": Sentence("is accessible", "无障碍车位"),
    "space_bookable": Sentence("may be booked one by one too, when a plan leaves it free", "方案未分配时可单次预约"),
    "space_reserved": Sentence("Only for", "仅供以下车辆使用"),
    "space_reserved_hint": Sentence("Nothing ticked: for everybody.", "都不勾选则不限。"),
    "space_title": Sentence("Space {code}", "{code} 车位"),
    "space_owner": Sentence("Whose own it is", "车位归属"),
    "space_owner_is": Sentence("It is the own space of", "自有车位，业主："),
    "space_owner_hidden": Sentence("It is somebody's own space.", "该车位为业主自有。"),
    "space_owner_none": Sentence("It is shared by all.", "公共车位，供共享使用。"),
    "space_owner_means": Sentence(
        "Once it is somebody's own, only they open it to others; its own hours here are cleared.",
        "登记为业主自有后，由业主决定何时共享；此处的专属时段将清除。",
    ),
    "space_owner_set": Sentence("It is this person's", "登记为此人所有"),
    "space_owner_end": Sentence("It is nobody's own any more", "取消自有登记"),
    "space_owner_shared": Sentence(
        "Its owner offers it at the moment; the owner can be changed once the offer has ended.",
        "业主正在共享此车位；共享结束后方可变更归属。",
    ),
    "party_phone_hint": Sentence(
        "The person has to be enrolled; the number is not kept here.", "此人须已登记；手机号不会另行保存。"
    ),
}
