"""Words of volunteers' own pages: my shifts, standing in, swaps, checking in."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

SHIFTS: Mapping[str, Sentence] = {
    "nav_my_shifts": Sentence("My shifts", "我的班次"),
    "nav_open_shifts": Sentence("Sign up", "报名班次"),
    "nav_check_in": Sentence("Check in", "签到"),
    "nav_my_offer": Sentence("My free time", "空闲时间"),
    "shifts_title": Sentence("My shifts", "我的班次"),
    "shifts_no_volunteer": Sentence("You are not a volunteer here yet.", "您还不是本社区的志愿者。"),
    "shifts_no_volunteer_next": Sentence(
        "Tell when you are free; the office verifies you and you are asked for shifts.",
        "登记您的空闲时间，经社区核实后即可参加班次。",
    ),
    "shifts_become": Sentence("Become a volunteer", "成为志愿者"),
    "shifts_registered": Sentence(
        "The office has yet to verify you. Then you are planned and can sign up.",
        "社区正在核实您的登记，核实后即可排班和报名。",
    ),
    "shifts_paused": Sentence("You pause: you are given no new shifts.", "您已暂停服务，不会安排新的班次。"),
    "shifts_locked": Sentence(
        "For shifts missed without excuse you are not assigned until {moment}. It ends by itself.",
        "因多次无故缺席，{moment} 前不再安排班次，到期自动恢复。",
    ),
    "shifts_waits": Sentence("Waiting for your answer", "等您答复"),
    "shifts_coming": Sentence("Coming next", "接下来"),
    "shifts_none": Sentence("You have no shift to come.", "您目前没有班次。"),
    "shifts_none_next": Sentence("Have a look at what you could take.", "可以看看有哪些班次可报名。"),
    "shifts_to_open": Sentence("Find a shift", "报名班次"),
    "shifts_to_check_in": Sentence("Check in or out", "签到、签退"),
    "shifts_to_offer": Sentence("When I am free", "我的空闲时间"),
    "shifts_past": Sentence("Earlier, declined or given back", "以往、已谢绝或已退出的班次"),
    "shift_my_number": Sentence("My volunteer number", "我的志愿者编号"),
    "shift_look": Sentence("Details, or I cannot come", "查看详情／不能来"),
    "shift_look_back": Sentence("Details", "查看详情"),
    "shift_answer_by": Sentence("Please answer by {moment}.", "请在 {moment} 前答复。"),
    "shift_answer_until": Sentence("Answer by", "答复期限"),
    "shift_accept": Sentence("I come", "我参加"),
    "shift_decline": Sentence("I cannot", "不参加"),
    "shift_decline_means": Sentence(
        "If you decline you are not asked for this shift again; you may still sign up for it.",
        "谢绝后不再就此班次询问您，但您仍可自行报名。",
    ),
    "shift_ask": Sentence("Can you stand in? {shift}", "能否替班？{shift}"),
    "shift_ask_hint": Sentence(
        "Others are asked too; the first yes has it. Please answer by {moment}.",
        "同时询问了其他人，先答应者参加。请在 {moment} 前答复。",
    ),
    "shift_ask_yes": Sentence("Yes, I stand in", "可以，我来"),
    "shift_ask_no": Sentence("No, I cannot", "不行"),
    "shift_at_home": Sentence("At an elder's home", "上门（老人家中）"),
    "shift_address_later": Sentence("You read the address once you have accepted.", "接受后可查看地址。"),
    "shift_called_off": Sentence("This shift was called off.", "本班次已取消。"),
    "shift_duty": Sentence("Role", "岗位"),
    "shift_where": Sentence("Where", "集合地点"),
    "shift_whom": Sentence("Whom you visit", "探访对象"),
    "shift_came": Sentence("Checked in", "签到时间"),
    "shift_left": Sentence("Checked out", "签退时间"),
    "shift_credited": Sentence("Credited to your hours", "已计入时长"),
    "shift_to_come": Sentence("Check in now", "现在签到"),
    "shift_to_leave": Sentence("Check out", "签退"),
    "shift_confirm": Sentence("I surely come", "确认参加"),
    "shift_confirm_means": Sentence(
        "You have accepted already. Say so once more when you know for certain: the office then counts on you.",
        "您已接受。确定能来时请再确认一次，方便社区安排。",
    ),
    "shift_looking": Sentence(
        "Somebody is being sought in your place. Until one is found you can take it back.",
        "正在为您寻找替班人员；找到之前您可以收回。",
    ),
    "shift_come_after_all": Sentence("I come after all", "我还是能来"),
    "shift_cannot_come": Sentence("I cannot come", "我不能来"),
    "shift_cannot_come_yes": Sentence("I cannot come", "确定不能来"),
    "shift_gives_back": Sentence(
        "It is early enough (more than {hours} hours before): the seat goes to somebody else, nobody minds.",
        "距开始超过 {hours} 小时，可自由退出，岗位转给他人，不影响您。",
    ),
    "shift_gives_search": Sentence(
        "Fewer than {hours} hours are left: people are asked at once to stand in for you.",
        "距开始不足 {hours} 小时，系统会立即为您寻找替班人员。",
    ),
    "shift_telephone": Sentence(
        "Fewer than {hours} hours are left: please call the office.", "距开始不足 {hours} 小时，请打电话告知社区。"
    ),
    "shift_steps": Sentence("What happened so far", "办理经过"),
    # swaps
    "swap_title": Sentence("Swap", "换班"),
    "swap_proposed": Sentence("Proposed", "待对方答复"),
    "swap_agreed": Sentence("Agreed", "双方同意"),
    "swap_mine_to": Sentence("You hand over: {shift}, {moment}", "您让出：{shift}，{moment}"),
    "swap_theirs_to": Sentence("You are offered: {shift}, {moment}", "对方让给您：{shift}，{moment}"),
    "swap_mine_for": Sentence("You get for it: {shift}, {moment}", "您换得：{shift}，{moment}"),
    "swap_theirs_for": Sentence("You give for it: {shift}, {moment}", "您换出：{shift}，{moment}"),
    "swap_waits_office": Sentence("A coordinator has to approve it.", "等待协调员批准。"),
    "swap_agree": Sentence("Agree", "同意换班"),
    "swap_refuse": Sentence("Refuse", "不同意"),
    "swap_withdraw": Sentence("Withdraw my offer", "撤回换班"),
    "swap_under_way": Sentence("A swap of this shift is under way.", "此班次正在换班。"),
    "swap_do": Sentence("Swap, or hand over", "换班或转给他人"),
    "swap_link_hint": Sentence(
        "Send this address to other volunteers: whoever opens it can offer you one of their shifts for yours.",
        "把这个链接发给其他志愿者，对方打开后可用自己的班次与您交换。",
    ),
    "swap_link": Sentence("Address to pass on", "换班链接"),
    "swap_to_number": Sentence("Hand over by volunteer number", "按志愿者编号转给他人"),
    "swap_number_hint": Sentence(
        "Ask the other for their volunteer number; it stands below their list of shifts. They are asked to agree.",
        "请向对方询问志愿者编号（在“我的班次”页底部），系统会征求对方同意。",
    ),
    "label_to_receipt": Sentence("Volunteer number", "志愿者编号"),
    "swap_send": Sentence("Propose", "提出换班"),
    "swap_for_title": Sentence("Swap for this shift", "用我的班次交换"),
    "swap_own_link": Sentence(
        "This is your own shift: send this page's address to others.", "这是您自己的班次，请把本页链接发给别人。"
    ),
    "swap_gone_called_off": Sentence("This shift was called off.", "该班次已取消。"),
    "swap_gone_begun": Sentence("This shift has begun or is over.", "该班次已开始或已结束。"),
    "swap_gone_changed": Sentence(
        "Whoever passed this address on does not have the seat any more: it was given up, or taken by somebody else.",
        "转发此链接的人已不在该班次：已让给他人或已退出。",
    ),
    "swap_gone_for_now": Sentence("This seat cannot be exchanged at present.", "该班次目前不能交换。"),
    "swap_gone_next": Sentence("Look for another shift that you can take.", "请查看其他可报名的班次。"),
    "swap_nothing_to_give": Sentence("You have no shift to give for it.", "您没有可用于交换的班次。"),
    "swap_nothing_to_give_next": Sentence(
        "Whoever has it can hand it over to you: tell them your volunteer number.",
        "可把您的志愿者编号告诉对方，由对方转给您。",
    ),
    "swap_give_which": Sentence("Which of yours do you give for it?", "您用哪个班次交换？"),
    # checking in
    "check_in_title": Sentence("Check in and out", "签到、签退"),
    "label_check_in_code": Sentence("Code on the poster", "海报上的签到码"),
    "check_in_hint": Sentence(
        "Scan the poster at the place with your phone, or type its code.", "用手机扫描现场海报，或输入海报上的签到码。"
    ),
    "check_in_here": Sentence("You are at {place}.", "您已到达：{place}"),
    "check_in_come": Sentence("I am here", "签到"),
    "check_in_leave": Sentence("I leave", "签退"),
    "check_in_since": Sentence("Here since {moment}", "{moment} 签到"),
    "check_in_none": Sentence("There is nothing to check in for just now.", "现在没有可签到的班次。"),
    "check_in_next": Sentence(
        "Your next shift: {shift}, {moment}. You can check in shortly before it begins.",
        "您的下一个班次：{shift}，{moment}。开始前不久即可签到。",
    ),
    "check_in_none_next": Sentence("You have no shift to come.", "您目前没有班次。"),
}
