"""Words of the pages on which residents register for parking by themselves."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

REGISTERING: Mapping[str, Sentence] = {
    "nav_register": Sentence("Register for parking", "登记停车"),
    "register_title": Sentence("Register for parking", "登记停车"),
    "register_lead": Sentence(
        "Four short steps. What you enter is kept at once: you may stop and go on later.",
        "共四步，每一步都会自动保存，可以随时停下，以后再继续。",
    ),
    "register_none": Sentence("No round takes registrations for parking now.", "目前没有可以登记的停车轮次。"),
    "register_none_next": Sentence(
        "The next round is announced on the first page. Short stays can be found under Parking.",
        "新轮次会在首页公布。临时停车可在“停车”页面查看空位。",
    ),
    "register_begin": Sentence("Register", "开始登记"),
    "register_begun": Sentence("Not sent yet", "尚未提交的登记"),
    "register_go_on": Sentence("Look at it and send it", "继续填写并提交"),
    "register_closed": Sentence("This can no longer be changed here.", "现在不能在此填写或修改。"),
    "register_closed_next": Sentence(
        "The time for registrations is over, or the office is working on it. Ask at the window or by the hotline.",
        "登记期已过，或登记已进入审核。如有需要，请到窗口或拨打热线。",
    ),
    "register_to_mine": Sentence("To my registrations", "查看我的登记"),
    # steps
    "register_step_of": Sentence("Step {number} of {count}", "第 {number} 步，共 {count} 步"),
    "register_step_vehicle": Sentence("Vehicle", "车辆"),
    "register_step_times": Sentence("Times and places", "时间与地点"),
    "register_step_circumstances": Sentence("Circumstances", "情况说明"),
    "register_step_slip": Sentence("Check and send", "核对并提交"),
    "register_next": Sentence("Next", "下一步"),
    "register_save": Sentence("Save", "保存"),
    "register_back": Sentence("Back", "上一步"),
    # vehicle
    "register_which_vehicle": Sentence("Which vehicle?", "为哪辆车登记？"),
    "register_new_vehicle": Sentence("Another vehicle", "其他车辆（新添加）"),
    "register_plate_hint": Sentence(
        "As on the plate, such as 沪A12345. Spaces and dots do not matter.",
        "照车牌填写，如 沪A12345；空格和圆点可有可无。",
    ),
    "register_plate_known": Sentence(
        "If it is your vehicle, bring its licence to the window; it is put right there.",
        "如果确实是您的车，请带行驶证到窗口更正。",
    ),
    "register_asked_draft": Sentence("begun, not sent: it goes on", "有未提交的登记，将继续填写"),
    "register_asked_already": Sentence("registered in this round", "本轮已有登记"),
    "register_class_hint": Sentence(
        "A new vehicle counts as a tenant's. Owners bring their title deed to the window.",
        "新添加的车辆先按租户登记；业主请带房产证到窗口核定。",
    ),
    # times and places
    "register_which_times": Sentence("When and from where?", "什么时间停，从哪里走过去？"),
    "register_kept_times": Sentence("As it is now", "保持现在的时段"),
    "register_own_hint": Sentence(
        "An end before the start is on the next day; 24:00 is midnight.", "结束早于开始即为次日；24:00 为午夜。"
    ),
    "register_where": Sentence("Place", "地点"),
    "register_walk": Sentence("How far do you walk from the car?", "停好车后最多愿意走多远？"),
    "register_metres": Sentence("{metres} m, about {minutes} minutes", "{metres} 米，约 {minutes} 分钟"),
    "register_walk_hint": Sentence("The farther, the more sites can serve you.", "愿意走得越远，可选的停车点越多。"),
    # circumstances
    "register_which_circumstances": Sentence("Your circumstances", "您的情况"),
    "register_known": Sentence("What is known", "已登记的情况"),
    "register_needs": Sentence("Needs", "需要"),
    "register_known_hint": Sentence(
        "Class and an accessible space are entered at the window, where the documents are seen.",
        "类别和无障碍车位由窗口查验材料后登记。",
    ),
    "register_bring_hint": Sentence(
        "You may send the registration first and bring these to the window afterwards.",
        "可以先提交登记，再到窗口查验材料。",
    ),
    "register_note_hint": Sentence(
        "Such as shift work, care for somebody, a walking difficulty. Only the office reads it.",
        "如倒班、照顾家人、行走不便等。仅工作人员可见。",
    ),
    # the slip
    "register_you_ask": Sentence("What you ask for", "您的登记内容"),
    "register_more_sites": Sentence("and {count} more", "另有 {count} 个停车点"),
    "register_send_hint": Sentence(
        "You can change or withdraw it until the office has checked it.", "工作人员核实之前，可以随时修改或撤回。"
    ),
    "register_send": Sentence("Send the registration", "提交登记"),
    "register_saved": Sentence("Your changes are saved; nothing else is to be sent.", "修改已保存，无需再次提交。"),
    "register_done": Sentence("Done", "完成"),
    "register_change": Sentence("Change it", "修改登记"),
    # changed in another window
    "register_changed": Sentence(
        "This registration was changed in another window meanwhile.", "这份登记刚才在别的窗口被修改过。"
    ),
    "register_stands_now": Sentence("It now asks for:", "现在的内容是："),
    "register_changed_next": Sentence(
        "What you typed still stands below. Press the button again to keep yours, or take the newer one.",
        "您刚才填写的内容仍在下面。再按一次按钮即按您填写的保存；也可以改用新的内容。",
    ),
    "register_take_newer": Sentence("Take the newer one", "改用新的内容"),
}
