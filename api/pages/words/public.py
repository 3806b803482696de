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
    "parking_all_sites": Sentence("All sites", "全部停车点"),
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
    "parking_right_here": Sentence("right here", "就在这里"),
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
    # how it works
    "how_lead": Sentence(
        "What you can have, how you come to it, and what decides. All figures are those of the covenant in force.",
        "能办什么、怎么办、按什么决定，都写在这里。各项数字以现行公约为准。",
    ),
    "call_text": Sentence(
        "By telephone we do everything for you: register, book, answer, look up.",
        "不方便用手机？打电话，工作人员为您登记、预约、答复和查询。",
    ),
    "how_dates": Sentence("Dates and deadlines", "当前申请与截止时间"),
    "how_no_dates": Sentence(
        "No round takes applications at the moment. The next one is announced here and by notice.",
        "目前没有正在申请的轮次。下一轮会在此公布并张贴通知。",
    ),
    "how_parking": Sentence("A space, step by step", "停车位怎么办"),
    "how_step_register": Sentence("Register", "登记"),
    "how_step_register_text": Sentence(
        "By phone or computer with your account, at the window of your property office, by the hotline, or at your "
        "door. You say which vehicle, which times and how far you would walk, and get a slip: what is met, what is "
        "missing, what to bring.",
        "用账号在手机或电脑上登记，也可到物业窗口、拨打热线或请工作人员上门。说明车辆、时段和愿意步行的距离，"
        "当场得到告知单：符合什么、缺什么、带什么。",
    ),
    "how_step_check": Sentence("It is checked", "审核"),
    "how_step_check_text": Sentence(
        "The property office checks within {endorse} days, the street office within {approve}. If something is "
        "missing you have {information} days to bring it.",
        "物业 {endorse} 天内核实，街道 {approve} 天内审核。需要补充材料的，{information} 天内补齐。",
    ),
    "how_step_plan": Sentence("All are planned together", "统一编排"),
    "how_step_plan_text": Sentence(
        "After the closing date one plan is made for everybody by points, checked, and published. First come is not "
        "first served.",
        "申请截止后，按积分为所有人统一编排，核对后公示。不是先到先得，早晚提交都一样。",
    ),
    "how_step_answer": Sentence("You answer", "答复"),
    "how_step_answer_text": Sentence(
        "Whoever is given a space accepts or declines by the date in the message, after reading the price. A space "
        "that nobody takes goes to the next in line.",
        "分到车位后，请看清价格，在通知写明的时间前接受或放弃。无人接受的车位转给候补的下一位。",
    ),
    "how_step_sign": Sentence("You sign", "签协议"),
    "how_step_sign_text": Sentence(
        "The agreement on the use is signed within {days} days.", "{days} 天内签订使用协议。"
    ),
    "how_step_sign_needed": Sentence(
        "Without it the space goes to the next in line.", "逾期未签的，车位转给候补的下一位。"
    ),
    "how_step_use": Sentence("You use it", "使用"),
    "how_step_use_text": Sentence(
        "Come and leave in your times; {grace} minutes of grace. From {count} violations on, the vehicle is blocked "
        "for {days} days.",
        "按约定时段进出，超时有 {grace} 分钟宽限。违规达到 {count} 次，车辆停用 {days} 天。",
    ),
    "how_documents": Sentence("What to bring", "需要的材料"),
    "how_and": Sentence(", ", "、"),
    "how_no_documents": Sentence("nothing", "无需材料"),
    "how_documents_needed": Sentence(
        "Without these documents a registration is not approved.", "材料齐全才能通过审核。"
    ),
    "how_documents_told": Sentence(
        "You can register without them; please have them seen soon.", "材料不齐也可以先登记，请尽快到窗口查验。"
    ),
    "how_points": Sentence("Points: who comes first", "积分：谁优先"),
    "how_points_text": Sentence(
        "Where more people ask than there are spaces, points decide; all are added up.",
        "申请多于车位时按积分排序，各项相加。",
    ),
    "how_points_caption": Sentence("Points for a parking space", "停车位积分"),
    "how_criterion": Sentence("What counts", "项目"),
    "gives_waiting": Sentence("{points} for each, {most} at most", "每轮 {points}，最多 {most}"),
    "gives_won": Sentence("{points} for each, {most} at most", "每轮 {points}，最多 {most}"),
    "gives_need": Sentence("{points}", "{points}"),
    "gives_near": Sentence("{points} within {metres} m", "{metres} 米以内 {points}"),
    "gives_credit": Sentence(
        "{points} for each {hours} hours shared, {most} at most", "每共享 {hours} 小时 {points}，最多 {most}"
    ),
    "gives_violations": Sentence("{points} for each, {most} at most", "每次 {points}，最多 {most}"),
    "gives_decision": Sentence("as decided", "以裁决为准"),
    "how_limits": Sentence("What holds besides", "另外"),
    "how_limit_owners": Sentence(
        "{reserve}% of a site's spaces stay free for its owners; outside vehicles get {outside}% at most.",
        "每个停车点留出 {reserve}% 的车位给业主；外来车辆最多占 {outside}%。",
    ),
    "how_limit_household": Sentence("A household gets {count} spaces at most.", "每户最多 {count} 个车位。"),
    "how_limit_guard": Sentence(
        "Between two users of a space lie at least {minutes} minutes.", "同一车位前后两辆车至少间隔 {minutes} 分钟。"
    ),
    "how_limit_lost": Sentence(
        "Whoever got nothing {count} rounds in a row comes first in the next.", "连续 {count} 轮落空的，下一轮优先。"
    ),
    "how_limit_redraw": Sentence(
        "After {count} rounds with the same space it is given out anew.", "连续使用同一车位 {count} 轮后重新分配。"
    ),
    "how_limit_draw": Sentence(
        "Equal claims are settled by a public draw that anybody can work out again.",
        "完全相同的由公开抽签决定，任何人都能复核。",
    ),
    "how_covenant": Sentence("Covenant, version {version}", "公约第 {version} 版全文"),
    "how_rooms": Sentence("Activity rooms", "活动室怎么用"),
    "how_rooms_text": Sentence(
        "A single booking is possible up to {days} days ahead, for {shortest} to {longest} minutes; {count} open "
        "bookings at most.",
        "单次预约最多提前 {days} 天，每次 {shortest} 至 {longest} 分钟，同时最多 {count} 个未使用的预约。",
    ),
    "how_rooms_cancel": Sentence(
        "Please give back what you do not need {minutes} minutes before it begins. Whoever does not come {count} times "
        "within {days} days loses the rest of a series.",
        "不用时请在开始前 {minutes} 分钟取消。{days} 天内 {count} 次未到的，其余连续预约会被释放。",
    ),
    "how_rooms_season": Sentence(
        "Groups that meet every week apply for a season: say which days, times and rooms suit; all are planned "
        "together.",
        "每周固定活动的团队可申请整季：说明合适的日子、时段和活动室，统一编排。",
    ),
    "how_rooms_weights": Sentence("What each kind of activity counts", "各类活动的积分"),
    "how_volunteers": Sentence("Volunteering", "志愿服务"),
    "how_volunteers_text": Sentence(
        "Tell the office when you have time. You are asked for shifts that suit you, may always say no, may swap, and "
        "your minutes are kept in the time bank.",
        "把您有空的时间告诉办公室。我们按您的时间征询班次，您可以谢绝，也可以换班；服务分钟数记入时间银行。",
    ),
    "how_hours": Sentence("Places and opening hours", "地点与开放时间"),
    "how_site_hours": Sentence("When the sites are shared", "停车点共享时段"),
    "clock_curfew": Sentence("no entry or exit", "禁止进出"),
    "clock_leave_by": Sentence("leave by", "最晚离场"),
    "clock_seniors": Sentence("for older people", "老年人专用"),
    "how_no_hours": Sentence("please ask by the hotline", "请电话咨询"),
    "how_no_places": Sentence("No places are set up yet.", "尚未设置地点。"),
    "how_disputes": Sentence("If you do not agree", "有异议怎么办"),
    "how_disputes_text": Sentence(
        "Say so within {days} days, with your account or at the window. The neighbourhood committee mediates within "
        "{mediation} days; if that fails the community council decides within {arbitration} days.",
        "{days} 天内用账号或到窗口提出。居委会 {mediation} 天内调解；调解不成，社委会 {arbitration} 天内裁决。",
    ),
    # the first page
    "home_ask": Sentence("What would you like to do?", "您想办什么？"),
    "do_mine": Sentence("My things", "我的登记"),
    "do_mine_text": Sentence("How they stand, what comes next, what to answer", "办到哪一步、接下来做什么、待您答复的"),
    "do_counter": Sentence("Counter", "窗口登记"),
    "do_counter_text": Sentence("Register for somebody, search a receipt or a plate", "代为登记，按回执号或车牌查询"),
    "do_office": Sentence("Rounds", "轮次管理"),
    "do_office_text": Sentence("Deadlines, plans, notices", "截止时间、方案、公示"),
    "do_register": Sentence("Register for parking", "登记停车"),
    "do_register_until": Sentence("Applications until {moment}", "申请截止：{moment}"),
    "do_register_text": Sentence("How to, what to bring, when", "怎么办、带什么、什么时候"),
    "do_parking": Sentence("Where is a space free?", "哪里有空车位"),
    "do_parking_text": Sentence("Now or later, near a place", "现在或稍后，按地点查找"),
    "do_rooms": Sentence("Book a room", "预约活动室"),
    "do_rooms_text": Sentence("For an afternoon, a class, a meeting", "聚会、上课、排练、开会"),
    "do_season": Sentence("A weekly room for a season", "申请每周活动室"),
    "do_volunteer": Sentence("Volunteer", "做志愿者"),
    "do_volunteer_text": Sentence("Shifts, swaps, hours", "班次、换班、服务时长"),
    "do_notices": Sentence("Look up results", "查公示结果"),
    "do_notices_text": Sentence("By receipt number; plates are masked", "凭回执号查询，车牌已遮盖"),
    "do_how": Sentence("How it works", "规则与办理"),
    "do_how_text": Sentence("Steps, points, documents, opening hours", "步骤、积分、材料、开放时间"),
    "home_rounds": Sentence("Rounds and notices", "轮次与公示"),
    "home_all_rounds": Sentence("All rounds", "全部轮次"),
    "home_public": Sentence("Open to everybody", "公开内容"),
}
