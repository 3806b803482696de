"""Words of the counter: find somebody or enrol them, their wish, the slip, the receipt."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

COUNTER: Mapping[str, Sentence] = {
    "counter_title": Sentence("Counter", "窗口"),
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
    "label_asked": Sentence("Receipt, plate or phone", "回执号、车牌号或手机号"),
    "find_hint": Sentence(
        "Plate and phone whole, or only their last four characters.", "车牌号、手机号可输入完整号码，也可只输后四位。"
    ),
    "find_button": Sentence("Find", "查找"),
    "find_none": Sentence("Nobody is known by that phone, plate or receipt.", "没有找到此手机号、车牌号或回执号。"),
    "find_none_next": Sentence("Please ask for another number, or enrol the person.", "请换一个号码查找，或新增人员。"),
    "find_enrol_phone": Sentence("Enrol somebody with this phone", "以此手机号新增人员"),
    "find_enrol_plate": Sentence("Enrol somebody with this plate", "以此车牌号新增人员"),
    "find_some": Sentence("{count} found", "找到 {count} 人"),
    "find_no_registration": Sentence("Nothing was asked for yet.", "还没有登记。"),
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
    "enrol_vehicle": Sentence("Their vehicle", "车辆"),
    "enrol_more": Sentence("Address, identity number, mail", "住址、身份证号、邮箱"),
    "enrol_button": Sentence("Enrol", "保存并继续"),
    # their registrations
    "their_registrations": Sentence("Registrations so far", "已有登记"),
    "their_older": Sentence("{count} older", "更早的 {count} 份"),
    # who is to act
    "todo_draft": Sentence("not sent yet", "尚未提交"),
    "todo_submitted": Sentence("to be checked by the property office", "待物业核实"),
    "todo_needs_information": Sentence("the person is to bring what is missing", "待本人补充材料"),
    "todo_endorsed": Sentence("to be approved by the street office", "待街道审核"),
    "todo_approved": Sentence("takes part once the round closes", "待截止后统一编排"),
    "todo_competing": Sentence("the plan is being made", "方案编排中"),
    "todo_allocated": Sentence("the person is to answer by {moment}", "待本人在 {moment} 前答复"),
    "todo_refused": Sentence("got nothing; see the reasons", "未分配，可查看原因"),
    "todo_waitlisted": Sentence("in line", "候补中"),
    "todo_accepted": Sentence("theirs; see the agreement", "已确认，见协议"),
    "todo_declined": Sentence("given up by the person", "本人已放弃"),
    "todo_lapsed": Sentence("was not answered in time", "逾期未答复"),
    "todo_active": Sentence("in use", "使用中"),
    "todo_ended": Sentence("over", "已结束"),
    "todo_withdrawn": Sentence("taken back", "已撤回"),
    # what waits
    "waits_title": Sentence("What waits", "待办"),
    "waits_submitted": Sentence("to be checked", "待核实登记"),
    "waits_endorsed": Sentence("to be approved", "待审核登记"),
    "waits_late": Sentence("late", "超期未办"),
    "waits_returns": Sentence("owners back in 24 h", "24 小时内业主收回"),
    "waits_over": Sentence("stand too long", "超时停放"),
    # the list to check
    "checks_title": Sentence("Check registrations", "批量审核"),
    "checks_lead_submitted": Sentence(
        "Sent and not yet endorsed, the oldest first.", "已提交、待物业核实的登记，按提交先后排列。"
    ),
    "checks_lead_endorsed": Sentence(
        "Endorsed and not yet approved, the oldest first.", "物业已核实、待街道审核的登记，按提交先后排列。"
    ),
    "checks_submitted": Sentence("To be endorsed", "待核实"),
    "checks_endorsed": Sentence("To be approved", "待审核"),
    "checks_count": Sentence("{shown} of {count}", "显示 {shown} 份，共 {count} 份"),
    "checks_all": Sentence("Tick all that nothing stands against", "勾选全部可办理的"),
    "checks_none": Sentence("Tick none", "取消全部勾选"),
    "checks_open": Sentence("Open", "查看"),
    "checks_do_endorse": Sentence("Endorse those ticked", "核实通过所选"),
    "checks_do_approve": Sentence("Approve those ticked", "审核通过所选"),
    "checks_do_return": Sentence("Return to the property office", "退回物业"),
    "checks_do_request_information": Sentence("Ask their people", "要求本人补充"),
    "checks_back": Sentence("Send those ticked back, with a reason", "退回所选并说明理由"),
    "checks_reason_hint": Sentence("Each of their people reads it.", "每位登记人都会看到。"),
    "checks_done": Sentence("{count} done.", "已办理 {count} 份。"),
    "checks_go_on": Sentence("Go on", "继续审核"),
    "checks_empty": Sentence("Nothing waits to be checked.", "没有待办的登记。"),
    "checks_empty_next_submitted": Sentence("What is sent comes here by itself.", "新提交的登记会自动列在这里。"),
    "checks_empty_next_endorsed": Sentence(
        "What the property office endorses comes here by itself.", "物业核实后的登记会自动列在这里。"
    ),
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
    "channel_window": Sentence("at the counter", "窗口"),
    "channel_door": Sentence("visit at home", "上门"),
    "channel_letter": Sentence("letter", "来信"),
    "channel_hotline": Sentence("hotline", "热线"),
    "channel_web": Sentence("web page", "网页"),
    "channel_mobile": Sentence("phone", "手机"),
    "channel_import": Sentence("from a file", "文件导入"),
    "check_button": Sentence("Check eligibility", "核对资格"),
    # slip
    "slip_title": Sentence("Notice slip", "资格告知单"),
    "slip_yes": Sentence("Nothing is missing: it can be sent.", "条件齐备，可以提交。"),
    "slip_no": Sentence("Something is missing.", "还缺少条件。"),
    "slip_no_next": Sentence(
        "It can be sent all the same, but will hardly be served as it stands.", "仍可提交，但目前难以分配。"
    ),
    "slip_not_takeable": Sentence("It cannot be sent as it stands.", "目前不能提交。"),
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
