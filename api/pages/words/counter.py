"""Words of the counter: find somebody or enrol them, their wish, the slip, the receipt."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

COUNTER: Mapping[str, Sentence] = {
    "counter_title": Sentence("Register somebody", "代办登记"),
    "steps": Sentence("Steps", "步骤"),
    "step_person": Sentence("Person", "人员"),
    "step_wish": Sentence("Vehicle and times", "车辆与时段"),
    "step_slip": Sentence("Slip", "告知单"),
    "step_receipt": Sentence("Receipt", "回执"),
    "no_open_round": Sentence("No round is open for applications.", "目前没有开放申请的轮次。"),
    "no_open_round_next": Sentence(
        "People can be found and enrolled; a registration needs an open round.",
        "可以查找和新增人员；登记需等轮次开放。",
    ),
    # finding
    "find_lead": Sentence("Who stands before you?", "查找来访人"),
    "label_phone": Sentence("Phone", "手机号"),
    "label_plate": Sentence("Plate", "车牌号"),
    "find_hint": Sentence(
        "One of the three: phone or plate, whole or the last four characters, or a receipt of anything.",
        "任填一项：手机号或车牌号（完整或后四位），或任何回执号。",
    ),
    "find_button": Sentence("Find", "查找"),
    "find_none": Sentence("Nobody is known by that phone, plate or receipt.", "没有找到此手机号、车牌号或回执号。"),
    "find_some": Sentence("{count} found", "找到 {count} 人"),
    "enrol_link": Sentence("Enrol a new person", "新增人员"),
    "find_again": Sentence("Search again", "重新查找"),
    "recent": Sentence("Newest registrations", "最新登记"),
    "recent_all": Sentence("All registrations of this round", "本轮全部登记"),
    "back_to_counter": Sentence("To the counter", "返回窗口登记"),
    "recent_empty": Sentence("No registration yet. Find somebody to begin.", "还没有登记。请先查找人员。"),
    "state": Sentence("State", "状态"),
    # enrolling
    "enrol_title": Sentence("New person", "新增人员"),
    "label_name": Sentence("Name", "姓名"),
    "label_mail": Sentence("Mail address", "电子邮箱"),
    "label_identity": Sentence("Identity number", "身份证号"),
    "label_address": Sentence("Address", "住址"),
    "label_home_site_id": Sentence("Where they live or work", "居住或工作地点"),
    "choose": Sentence("Please choose", "请选择"),
    "enrol_button": Sentence("Enrol", "保存并继续"),
    # their registrations
    "their_registrations": Sentence("Registrations so far", "已有登记"),
    # vehicle
    "vehicle_none": Sentence("No vehicle yet. Please add one first.", "还没有车辆，请先添加。"),
    "vehicle_add": Sentence("Add a vehicle", "添加车辆"),
    "label_size": Sentence("Size", "车型"),
    "label_party": Sentence("Class", "类别"),
    "label_needs_ev": Sentence("needs a charger", "需要充电"),
    "label_needs_accessible": Sentence("needs an accessible space", "需要无障碍车位"),
    "vehicle_button": Sentence("Add vehicle", "添加"),
    # wish
    "label_vehicle_id": Sentence("Vehicle", "车辆"),
    "label_round_id": Sentence("Round", "轮次"),
    "label_pattern": Sentence("Times", "停车时段"),
    "pattern_day": Sentence("Workdays by day", "工作日白天"),
    "pattern_night": Sentence("Every night", "每天夜间"),
    "pattern_night_rest": Sentence("Nights and rest days", "夜间和休息日"),
    "pattern_always": Sentence("All the time", "全天候"),
    "pattern_own": Sentence("Other times", "其他时段"),
    "label_days": Sentence("Days", "日子"),
    "label_start": Sentence("From", "从"),
    "label_end": Sentence("To", "到"),
    "own_hint": Sentence(
        "As 8:30. An earlier end is on the next day; 24:00 is midnight.",
        "如 8:30。结束早于开始即为次日；24:00 为午夜。",
    ),
    "label_longest_walk": Sentence("Longest walk in metres", "最远步行距离（米）"),
    "label_channel": Sentence("Came by", "登记渠道"),
    "channel_door": Sentence("window or visit", "窗口或上门"),
    "channel_hotline": Sentence("hotline", "热线"),
    "check_button": Sentence("Check eligibility", "核对资格"),
    # slip
    "slip_title": Sentence("Notice slip", "资格告知单"),
    "slip_yes": Sentence("Nothing is missing: it can be sent.", "条件齐备，可以提交。"),
    "slip_no": Sentence("Something is missing.", "还缺少条件。"),
    "slip_no_next": Sentence(
        "It can be sent all the same, but will hardly be served as it stands.", "仍可提交，但目前难以分配。"
    ),
    "slip_met": Sentence("Met", "已满足"),
    "slip_missing": Sentence("Missing", "未满足"),
    "slip_bring": Sentence("Please bring", "请携带"),
    "slip_reach": Sentence("Sites in reach", "可到达的停车点"),
    "slip_reach_none": Sentence("No site lies within this walk.", "该步行距离内没有停车点。"),
    "slip_reach_site": Sentence("{metres} m, {spaces} spaces suit", "步行 {metres} 米，{spaces} 个车位适合"),
    "slip_points": Sentence("Points", "积分"),
    "submit_button": Sentence("Send registration", "提交登记"),
    "change_button": Sentence("Change", "修改"),
    "print_hint": Sentence(
        "Print this page with the browser (Ctrl+P) for the person.", "请用浏览器打印本页（Ctrl+P）交给登记人。"
    ),
    # receipt
    "receipt_title": Sentence("Receipt of registration", "登记回执"),
    "receipt_keep": Sentence(
        "With this number you find your result in the public notice.", "凭此号码在公示中查询结果。"
    ),
    "receipt_next": Sentence("What happens next", "接下来"),
    "received_at": Sentence("Received", "提交时间"),
    "another": Sentence("Register the next person", "登记下一位"),
}
