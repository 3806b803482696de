"""Words of the board of a plan, and of the decisions that later plans obey."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

BOARDS: Mapping[str, Sentence] = {
    # the board
    "lanes_title": Sentence("Board of the plan", "方案看板"),
    "board_see": Sentence("Board of the plan: who is where, day by day", "方案看板：逐日查看安排"),
    "lanes_made": Sentence("Plan of {moment}", "{moment} 的方案"),
    "lanes_older": Sentence(
        "This is an earlier plan. Decisions are taken on the newest.", "这是较早的方案，调整请以最新方案为准。"
    ),
    "lanes_to_newest": Sentence("See the newest plan", "查看最新方案"),
    "lanes_narrow": Sentence("What is shown", "显示范围"),
    "lanes_place_parking": Sentence("Site", "停车点"),
    "lanes_place_rooms": Sentence("Facility", "设施"),
    "lanes_place_rosters": Sentence("Place", "地点"),
    "lanes_all": Sentence("All places", "全部地点"),
    "lanes_visits": Sentence("Home visits", "上门探访"),
    "lanes_week": Sentence("Week", "周"),
    "lanes_show": Sentence("Show", "显示"),
    "lanes_before": Sentence("The week before", "上一周"),
    "lanes_after": Sentence("The week after", "下一周"),
    "lanes_drawing": Sentence("Drawing of the week", "本周图示"),
    "lanes_click": Sentence("Choose a bar to decide on it.", "点选色条即可作出决定。"),
    "lanes_rest": Sentence("Days off are shaded.", "灰底为休息日。"),
    "lanes_part": Sentence(
        "The drawing shows the first {rows} rows; the table below has all of them.",
        "图示只画前 {rows} 行，下表列出全部。",
    ),
    "lanes_no_script": Sentence("The table below tells the same.", "下表内容与图示相同。"),
    "lanes_table": Sentence("The same as a table", "列表"),
    "lanes_count": Sentence("{lines} lines, {uses} uses in this week", "本周共 {lines} 行、{uses} 次使用"),
    "lanes_lane_parking": Sentence("Space", "车位"),
    "lanes_lane_rooms": Sentence("Room", "活动室"),
    "lanes_lane_rosters": Sentence("Shift", "班次"),
    "lanes_who": Sentence("Receipt", "回执号"),
    "lanes_where": Sentence("Where", "位置"),
    "lanes_role": Sentence("Role", "岗位"),
    "lanes_when": Sentence("When", "时间"),
    "lanes_decide": Sentence("Decide", "决定"),
    "lanes_pin": Sentence("Pin here", "固定在此"),
    "lanes_forbid": Sentence("Not here", "不放这里"),
    "lanes_look": Sentence("See the decision", "查看决定"),
    "lanes_fill": Sentence("Put somebody here", "指定人员"),
    "lanes_free": Sentence("Nothing is planned here in this week.", "本周此处没有安排。"),
    "lanes_free_next": Sentence("Choose another week or place above.", "请在上方选择其他周或地点。"),
    "lanes_given": Sentence("planned", "按方案"),
    "lanes_new": Sentence("new in this plan", "本方案新增"),
    "lanes_moved": Sentence("moved since the plan before", "较上一方案有变动"),
    "lanes_decided": Sentence("decided by staff", "工作人员已决定"),
    "lanes_vacant": Sentence("seat empty", "空缺"),
    "lanes_until": Sentence("{start} to {day} {end}", "{start} 至 {day} {end}"),
    # decisions of a round
    "locks_title": Sentence("Decisions of the staff", "工作人员的决定"),
    "locks_see": Sentence("Decisions that the next plan obeys", "下次编排须遵守的决定"),
    "locks_lead": Sentence(
        "Every later plan of this round obeys what stands here. What is published already stays as it is.",
        "本轮以后的每次编排都遵守以下决定，已公示的内容不受影响。",
    ),
    "locks_late": Sentence(
        "{count} of these came after the newest plan was ordered; it may not know them. They count once you plan "
        "again.",
        "其中 {count} 项在下达最新方案的求解任务之后作出，该方案可能未考虑，重新编排后生效。",
    ),
    "locks_plan_again": Sentence("To planning", "去编排"),
    "locks_find": Sentence("Find", "查找"),
    "locks_none": Sentence("No decision stands.", "目前没有决定。"),
    "locks_none_next": Sentence(
        "Choose a bar on the board of the plan, or enter a receipt number above.",
        "可在方案看板点选色条，或在上方输入回执号。",
    ),
    "locks_none_found": Sentence("No decision stands on this receipt number.", "该回执号没有决定。"),
    "locks_none_found_next": Sentence("Decide on it, or see all decisions.", "可对其作出决定，或查看全部。"),
    "locks_nobody": Sentence(
        "There is no such receipt in this round, or none that you may see.", "本轮没有该回执号，或您无权查看。"
    ),
    "locks_look_on": Sentence("Look for another number, or see all decisions.", "可查找其他号码，或查看全部决定。"),
    "locks_none_rosters_next": Sentence(
        "Choose a seat on the board of the plan to decide on it.", "可在方案看板点选岗位作出决定。"
    ),
    "locks_decide_on": Sentence("Decide on {receipt}", "对 {receipt} 作出决定"),
    "locks_all": Sentence("All decisions", "全部决定"),
    "lock_keep": Sentence("stays", "保留"),
    "lock_fix": Sentence("pinned", "固定"),
    "lock_forbid": Sentence("not here", "不安排在此"),
    "lock_nothing": Sentence("gets nothing", "不予安排"),
    "lock_pin": Sentence("pinned", "固定"),
    "lock_ban": Sentence("kept off", "不安排"),
    "lock_whole": Sentence("anywhere at {place}", "{place} 任一位置"),
    "lock_from": Sentence("from {start}", "{start} 开始"),
    "lock_by": Sentence("{login}, {moment}", "{login}，{moment}"),
    "lock_bound": Sentence("By decision of the council: nobody else changes it.", "社委会裁决，他人不得更改。"),
    "lock_unheld": Sentence("The newest plan could not keep it: {why}", "最新方案未能执行：{why}"),
    "lock_late": Sentence("After the newest plan was ordered", "晚于最新方案的求解任务"),
    "lock_take_back": Sentence("Take back", "撤销"),
    # deciding
    "decide_title": Sentence("Decide on {receipt}", "决定：{receipt}"),
    "decide_now": Sentence("In the newest plan", "最新方案中"),
    "decide_no_plan": Sentence("There is no plan yet.", "尚无方案。"),
    "decide_not_served": Sentence("Nothing is given to it.", "未安排。"),
    "decide_asked": Sentence("Asked for", "申请时间"),
    "decide_person": Sentence("Person", "申请人"),
    "decide_stands": Sentence("Decided already", "已有决定"),
    "decide_new": Sentence("A new decision", "新的决定"),
    "decide_keep": Sentence("Keep it where the newest plan has it", "保留在最新方案的位置"),
    "decide_fix": Sentence("Pin it to the place below", "固定到下面的地点"),
    "decide_forbid": Sentence("Do not give it the place below", "不得安排在下面的地点"),
    "decide_nothing": Sentence("Give it nothing in this round", "本轮不予安排"),
    "decide_place": Sentence("Only for “pin” and “do not give”", "仅用于“固定”和“不得安排”"),
    "decide_do": Sentence("Decide", "作出决定"),
    "decide_done_hint": Sentence(
        "Every later plan of this round obeys it, until it is taken back.", "本轮以后的每次编排都会遵守，直至撤销。"
    ),
    "decide_bound": Sentence(
        "The council decided on this registration; staff do not change it.",
        "社委会已对该登记作出裁决，工作人员不得更改。",
    ),
    "decide_over": Sentence("No plan is made for this round any more.", "本轮不再编排。"),
    "decide_any_day": Sentence("any day", "任意一天"),
    "decide_whole_facility": Sentence("{place}: any room", "{place}：任一活动室"),
    "decide_shift_title": Sentence("Decide on a shift", "决定：班次"),
    "decide_seats": Sentence("Seats in the newest plan", "最新方案中的岗位"),
    "decide_pin": Sentence("Pin to this shift", "固定在本班次"),
    "decide_ban": Sentence("Keep off this shift", "不安排本班次"),
    "decide_ban_hint": Sentence(
        "Who is kept off loses the seat they hold on it at once.", "不安排者在本班次已有的岗位将立即收回。"
    ),
    "decide_any_post": Sentence("any", "任意"),
    "label_decision": Sentence("Decision", "决定"),
    "label_space": Sentence("Space, if a certain one", "车位号（如指定）"),
    "label_start_clock": Sentence("Begins at, if a certain time", "开始时间（如指定）"),
    "label_helper": Sentence("Number of the volunteer", "志愿者编号"),
    "label_post": Sentence("Role", "岗位"),
}
