"""Words of the planning desk: the board of rounds, their terms, plans side by side, draws, the check list."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

PLANNING: Mapping[str, Sentence] = {
    # the board
    "board_by_state": Sentence("By state", "按状态筛选"),
    "board_by_kind": Sentence("By kind", "按类别筛选"),
    "board_none": Sentence("No round is like this.", "没有符合条件的轮次。"),
    "board_none_next": Sentence("Choose another state or kind above.", "请在上方选择其他状态或类别。"),
    "rounds_all": Sentence("All", "全部"),
    "rounds_active": Sentence("Under way", "进行中"),
    "rounds_in_use": Sentence("In use", "已生效"),
    "rounds_cancelled": Sentence("Cancelled", "已取消"),
    "domain_all": Sentence("Every kind", "全部类别"),
    # what is to be done
    "todo_amend": Sentence(
        "The time to apply is over: state later dates, then open.", "申请时间已过：请改日期后再开放。"
    ),
    "todo_opens": Sentence("Opens by itself.", "到时自动开放。"),
    "todo_open": Sentence("Open it for applications.", "请对居民开放。"),
    "todo_gather": Sentence("People register; it closes by itself.", "居民登记中，到时自动截止。"),
    "todo_check": Sentence("Registrations that wait to be checked: {count}.", "有 {count} 项登记待审核。"),
    "todo_others": Sentence(
        "Nothing to do at your sites: other sites go on.", "您负责的停车点已办完，等待其他停车点。"
    ),
    "todo_draw": Sentence("Enter the public number of the draw.", "请录入抽签的公开数字。"),
    "todo_draw_day": Sentence("The draw waits for its number.", "等待抽签数字公布。"),
    "todo_plan": Sentence("Plan it now.", "可以求解方案了。"),
    "todo_run": Sentence("A plan is being made.", "方案正在求解。"),
    "todo_prepare": Sentence("Look through the plan, then prepare its publication.", "请查看方案，然后备好公示。"),
    "todo_preparing": Sentence("A publication is being prepared.", "公示正在准备。"),
    "todo_publish": Sentence("What is prepared waits to be published.", "公示已备好，等待发布。"),
    "todo_answers": Sentence("People who have not answered yet: {count}.", "还有 {count} 人未答复。"),
    "todo_seats": Sentence("Seats that wait for a volunteer's answer: {count}.", "还有 {count} 个名额待志愿者答复。"),
    "todo_settle": Sentence("Everybody has answered: settle the round.", "均已答复，请确认结果生效。"),
    "todo_in_use": Sentence("Nothing to do: it is in use.", "使用中，无需操作。"),
    "todo_over": Sentence("Nothing to do: it is over.", "已结束，无需操作。"),
    "todo_until": Sentence("until {moment}", "截至 {moment}"),
    "todo_from": Sentence("from {moment}", "{moment} 起"),
    "todo_on": Sentence("number of {day}", "数字日期 {day}"),
    # terms of a round
    "round_new": Sentence("A new round", "新建轮次"),
    "round_new_means": Sentence(
        "It is a draft that only staff see, until it opens.", "新建后为草稿，开放申请前仅工作人员可见。"
    ),
    "round_make": Sentence("Set the round up", "新建"),
    "round_terms": Sentence("Change dates and texts", "修改日期与文字"),
    "round_no_covenant": Sentence("No covenant is in force yet.", "尚无生效的公约。"),
    "round_no_covenant_next": Sentence(
        "A round runs by a version of the covenant: have one adopted first.", "轮次须依据公约进行，请先通过一版公约。"
    ),
    "terms_titles": Sentence("What people call it", "名称"),
    "terms_dates": Sentence("Dates", "日期"),
    "terms_code_hint": Sentence(
        "Letters, digits, dots and dashes, such as 2027-spring; it stays for good.",
        "字母、数字、点或短横，如 2027-spring，确定后不能更改。",
    ),
    "terms_display_hint": Sentence("How long the notice lists receipts, 0 to 60.", "公示名单展示天数，0 至 60。"),
    "terms_accept_hint": Sentence("How long people have to answer, 1 to 60.", "答复期限天数，1 至 60。"),
    "terms_criteria_hint": Sentence(
        "In plain words how it is decided who is served: everybody reads it in the notice.",
        "用平实的话写明按什么分配，居民会在公示中看到。",
    ),
    "terms_fixed": Sentence(
        "The round has a plan: its dates of use cannot change any more.", "本轮已有方案，使用日期不能再改。"
    ),
    "terms_stale": Sentence(
        "Somebody else changed this round meanwhile. What you typed is kept; what stands now is told at each field. "
        "Saving again puts yours in its place.",
        "您填写期间，其他人修改了本轮次。您填写的内容仍在，各项现有内容见该栏下方。再次保存将以您的内容为准。",
    ),
    "terms_take_newer": Sentence("Take what stands now instead", "放弃我的修改，采用现有内容"),
    "terms_save": Sentence("Save", "保存"),
    "term_newer": Sentence("Now it says: {text}", "现在是：{text}"),
    "term_code": Sentence("Short name", "代号"),
    "term_title_zh": Sentence("Title in Chinese", "中文名称"),
    "term_title_en": Sentence("Title in English", "英文名称"),
    "term_apply_from": Sentence("Applications from", "申请开始"),
    "term_apply_until": Sentence("Applications until", "申请截止"),
    "term_use_first": Sentence("First day of use", "使用首日"),
    "term_use_last": Sentence("Last day of use", "使用末日"),
    "term_display_days": Sentence("Days of display", "公示天数"),
    "term_accept_days": Sentence("Days to answer", "答复天数"),
    "term_criteria_zh": Sentence("Criteria in Chinese", "分配依据（中文）"),
    "term_criteria_en": Sentence("Criteria in English", "分配依据（英文）"),
    "term_reason": Sentence("Reason", "原因"),
    "term_source": Sentence("Which public number", "采用哪个公开数字"),
    "term_number_on": Sentence("Day of the number", "数字日期"),
    "term_number": Sentence("The public number", "公开数字"),
    # moves that are not usual
    "do_reopen": Sentence("Reopen applications", "重新开放申请"),
    "do_cancel": Sentence("Cancel the round", "取消轮次"),
    "means_reopen": Sentence(
        "People can register and amend again until the end of the applications.",
        "居民可以再次登记或修改，直到申请截止。",
    ),
    "means_cancel": Sentence(
        "It cannot be undone. {count} registrations end with it, and their people are told.",
        "取消后不能恢复。{count} 项登记随之终止，并逐一通知登记人。",
    ),
    "sure_reopen": Sentence("Yes, reopen", "确认重新开放"),
    "sure_cancel": Sentence("Yes, cancel the round", "确认取消轮次"),
    "reopen_over": Sentence(
        "The applications ended on {moment}: please state a later end.",
        "申请已于 {moment} 截止，请填写新的截止时间。",
    ),
    "move_reason_hint": Sentence("It is kept with the round and shown to people.", "原因会留存，居民也能看到。"),
    "move_not_now": Sentence(
        "This cannot be done now. The round stands at: {state}.", "现在不能进行此操作。轮次当前状态：{state}。"
    ),
    # what was registered
    "registered_see": Sentence("See what was registered", "查看登记清单"),
    "registered_title": Sentence("What was registered", "登记清单"),
    "registered_by_state": Sentence("By state", "按状态筛选"),
    "registered_order": Sentence("The newest first.", "最新的在前。"),
    "registered_kind": Sentence("Kind", "类别"),
    "registered_when": Sentence("Received", "收到时间"),
    "registered_none": Sentence("Nothing is registered.", "没有登记。"),
    "registered_none_here": Sentence("None is in this state.", "没有处于此状态的登记。"),
    "registered_none_here_next": Sentence("Choose another state above.", "请在上方选择其他状态。"),
    "registered_rosters": Sentence(
        "Volunteers offer their time once, not for each round.", "志愿者一次登记可服务时间，不按轮次登记。"
    ),
    # who is not served
    "refused_find": Sentence("Why is somebody not served?", "查询某一登记"),
    "refused_all": Sentence("Show all", "显示全部"),
    "refused_not_found": Sentence(
        "No registration with this receipt is refused in the newest plan.", "最新方案的未分配名单中没有此回执号。"
    ),
    "refused_empty_next": Sentence("Nobody waits for a place.", "没有人在等候。"),
    "refused_no_plan_next": Sentence("Plan the round first.", "请先求解方案。"),
    # a run
    "roster_board_see": Sentence("Roster board: shifts and people, week by week", "排班表：按班次和人员逐周查看"),
    "run_chart": Sentence(
        "How the best plan and the proven bound came closer; the figures stand above.",
        "最好方案与已证界限逐步接近的曲线，数值见上方。",
    ),
    "run_chart_scale": Sentence("from bottom to top:", "纵轴范围："),
    "value_least": Sentence("Cost of the best plan so far", "目前最低成本"),
    "bound_least": Sentence("No plan costs less than", "已证下限"),
    "plan_anew": Sentence("begin from nothing, not from the plan before", "不沿用上一方案，从头求解"),
    # plans side by side
    "plan_served_of": Sentence("{served} of {asked} served", "已分配 {served} / {asked}"),
    "plan_is_public": Sentence("public", "已公示"),
    "difference_see": Sentence("Who gains, loses, moves", "对每个人的变动"),
    "difference_title": Sentence("What the plan changes for people", "方案对每个人的变动"),
    "difference_plan": Sentence("This plan", "本方案"),
    "difference_before": Sentence("Compared with", "对比方案"),
    "difference_with": Sentence("Compare with", "对比"),
    "difference_show": Sentence("Show", "显示"),
    "difference_kinds": Sentence("By kind of change", "按变动类型筛选"),
    "difference_added": Sentence("Gains", "新得"),
    "difference_removed": Sentence("Loses", "失去"),
    "difference_moved": Sentence("Moves", "调换"),
    "difference_had": Sentence("Had:", "原为："),
    "difference_gets": Sentence("Gets:", "改为："),
    "difference_keeps": Sentence("Keeps {count} others.", "其余 {count} 项不变。"),
    "difference_by_keep": Sentence("Staff decided that it stays where it was.", "工作人员指定保持原位。"),
    "difference_by_fix": Sentence("Staff decided where it goes.", "工作人员指定了位置。"),
    "difference_by_forbid": Sentence("Staff forbade it a place.", "工作人员禁用了某处。"),
    "difference_why_removed": Sentence("Why it is not served now:", "现在未分配的原因："),
    "difference_why_added": Sentence("Why it was not served before:", "原先未分配的原因："),
    "difference_first": Sentence("There is no plan to compare with.", "没有可对比的方案。"),
    "difference_first_next": Sentence("It is the first plan of this round.", "这是本轮次的第一个方案。"),
    "difference_none_next": Sentence("Choose another kind, or another plan.", "请选择其他类型或其他方案。"),
    "change_dates": Sentence("{count} dates", "{count} 次"),
    "compare_see": Sentence("Two plans side by side", "两个方案对照"),
    "compare_title": Sentence("Two plans side by side", "两个方案对照"),
    "compare_none": Sentence("The round has no two plans yet.", "本轮次还没有两个方案。"),
    "compare_none_next": Sentence(
        "Plan again, more thoroughly or from nothing; then both stand here.",
        "请提高求解强度或从头再求解一次，然后在此对照。",
    ),
    "compare_one": Sentence("First", "方案一"),
    "compare_other": Sentence("Second", "方案二"),
    "compare_what": Sentence("What", "项目"),
    "compare_made": Sentence("How they were made, and how good they are.", "如何求得，质量如何。"),
    "compare_when": Sentence("Made", "制定时间"),
    "compare_work": Sentence("Work", "求解强度"),
    "compare_seconds": Sentence("up to {work} units, took {seconds} s", "至多 {work} 单位，用时 {seconds} 秒"),
    "compare_from": Sentence("Begun from", "起点"),
    "compare_from_held": Sentence("what was held before", "沿用已有安排"),
    "compare_from_nothing": Sentence("nothing", "从头求解"),
    "compare_repeats": Sentence("Same input, same plan", "可否复现"),
    "compare_yes": Sentence("yes", "可以"),
    "compare_by_clock": Sentence("stopped by the clock or by hand", "按时间或人工停止"),
    "of_asked": Sentence("{got} of {asked}", "{got} / {asked}"),
    "compare_goals": Sentence("Goals", "目标"),
    "compare_goals_hint": Sentence(
        "In the order in which they count; an earlier one outweighs all later ones.",
        "按先后次序，前面的优先于后面的全部。",
    ),
    "compare_bound": Sentence("proven bound {bound}", "已证界限 {bound}"),
    "compare_classes": Sentence("What each class gets", "各类别所得"),
    "compare_classes_hint": Sentence("Served of asked.", "已分配 / 申请。"),
    "compare_people": Sentence("From the first to the second", "由方案一到方案二"),
    "compare_who": Sentence("Who, and why", "逐项查看及原因"),
    # the public draw
    "draw_desk": Sentence("Public draw", "公开抽签"),
    "draw_see": Sentence("To the draw", "查看抽签"),
    "draw_public": Sentence("What everybody sees of it", "居民看到的抽签信息"),
    "draw_none_yet": Sentence(
        "No draw is committed to. Equal claims are then settled by who came first.",
        "尚未承诺抽签。条件相同时按登记先后。",
    ),
    "draw_none_any_more": Sentence(
        "The round has no draw: one is committed to before the applications close.",
        "本轮没有抽签：须在申请截止之前承诺。",
    ),
    "drawing_committed": Sentence(
        "Committed to; who takes part is fixed when the applications close. Number of {day}.",
        "已承诺抽签，申请截止时确定参加者。数字日期：{day}。",
    ),
    "drawing_frozen": Sentence("It waits for the public number of {day}.", "等待 {day} 的公开数字。"),
    "drawing_entered": Sentence(
        "One person entered the number of {day}; a second person enters it too.",
        "已有一人录入 {day} 的数字，须由另一人再次录入。",
    ),
    "drawing_revealed": Sentence(
        "Revealed by the number of {day}; plans made since then know the lots.",
        "已用 {day} 的数字公布，此后的方案均按签号。",
    ),
    "drawn_committed": Sentence("committed to", "已承诺"),
    "drawn_frozen": Sentence("waits for the number", "等待数字"),
    "drawn_entered": Sentence("waits for the second person", "等待复核"),
    "drawn_revealed": Sentence("revealed", "已公布"),
    "drawstep_commit": Sentence("Commit", "承诺"),
    "drawstep_close": Sentence("Applications close", "申请截止"),
    "drawstep_number": Sentence("Number", "录入数字"),
    "drawstep_second": Sentence("Second person", "复核"),
    "drawstep_done": Sentence("Revealed", "公布"),
    "draw_takes_part": Sentence("{count} receipts take part.", "{count} 份回执参加。"),
    "draw_commit": Sentence("Commit to a draw", "承诺抽签"),
    "draw_commit_hint": Sentence(
        "A secret is made and sealed; its digest is public at once. Together with a public number that nobody can know "
        "yet it decides every lot, so that nobody can choose the outcome.",
        "系统生成并封存一个密文，其摘要立即公开。密文与尚未公布的公开数字一起决定签号，任何人都无法左右结果。",
    ),
    "draw_source_hint": Sentence(
        "So that anybody knows where to read it, such as the closing value of the SSE Composite, two decimals.",
        "写明出处，人人可查，如：上证综合指数收盘点位（两位小数）。",
    ),
    "draw_day_hint": Sentence("{day} or later, at most 60 days after the close.", "{day} 或之后，不晚于截止后 60 天。"),
    "draw_enter": Sentence("Enter the public number", "录入公开数字"),
    "draw_enter_second": Sentence("Enter the same number a second time", "第二人录入同一数字"),
    "draw_enter_hint": Sentence(
        "Two people read it for themselves and enter it; if they differ, both are forgotten.",
        "由两人分别查阅并录入；不一致时均作废。",
    ),
    "draw_number_hint": Sentence("As published, such as 3321.43.", "按公布的原样，如 3321.43。"),
    "draw_enter_button": Sentence("Enter", "录入"),
    "draw_waits_for_other": Sentence(
        "You entered the number. A second person signs in and enters it too.",
        "您已录入。请另一位工作人员登录后再次录入。",
    ),
    "draw_withdraw": Sentence("Take the draw back", "撤回抽签"),
    "draw_withdraw_hint": Sentence(
        "Everybody sees that it was taken back; another can be committed to.",
        "撤回会公开留痕，之后可另行承诺。",
    ),
    "draw_earlier": Sentence("Taken back before", "曾撤回的抽签"),
    # the check list before publication
    "check_list_title": Sentence("Check list", "核对清单"),
    "check_mark_yes": Sentence("In order:", "正常："),
    "check_mark_look": Sentence("Please look:", "请注意："),
    "check_mark_no": Sentence("Stands against it:", "不能发布："),
    "check_verified": Sentence("Verified", "已验证"),
    "check_verified_text": Sentence(
        "Before it was kept, the plan was checked against every rule by a program that shares nothing with the solver.",
        "方案保存前，已由独立于求解器的程序逐条核对全部规则。",
    ),
    "check_fresh": Sentence("As things stand", "与现状一致"),
    "check_fresh_text": Sentence(
        "No place was given and no date changed since the plan was ordered.", "求解以来没有新的安排或日期变动。"
    ),
    "check_fresh_not": Sentence("Not as things stand any more", "与现状不一致"),
    "check_locks": Sentence("Decisions of the staff", "工作人员的决定"),
    "check_untold": Sentence(
        "Decisions of the staff since the plan was ordered: {count}. It may not know them: plan again, or take them "
        "back.",
        "下达求解任务后又作出了 {count} 项决定，本方案可能未考虑这些决定：请重新求解，或撤销这些决定。",
    ),
    "check_untold_see": Sentence("See the decisions", "查看决定"),
    "check_disputes": Sentence("Disputes", "争议"),
    "check_disputes_none": Sentence("No case waits that concerns this round.", "没有涉及本轮的待处理争议。"),
    "check_disputes_open": Sentence(
        "A case that concerns this round is under way; its decision may need another plan.",
        "有涉及本轮的争议在处理中，裁决后可能需要重新求解。",
    ),
    "check_decisions_wait": Sentence(
        "{count} decisions were taken since the plan was ordered: plan again, so that it obeys them.",
        "求解以来作出了 {count} 项裁决，请重新求解以执行裁决。",
    ),
    "check_papers": Sentence("Documents and approvals", "材料与审核"),
    "check_papers_all": Sentence("Every registration was looked at.", "全部登记均已审核。"),
    "check_papers_some": Sentence(
        "{count} registrations were not approved, some for want of documents; they take no part.",
        "{count} 项登记未通过审核（部分缺材料），不参加分配。",
    ),
    "check_no_draw": Sentence("The round has none.", "本轮没有抽签。"),
    "check_deadlines": Sentence("Deadlines", "期限"),
    "check_deadlines_text": Sentence(
        "Published now, people answer until {answer}, receipts are shown until {shown}, use begins on {first}.",
        "如现在发布：答复截至 {answer}，名单展示至 {shown}，{first} 开始使用。",
    ),
    "check_deadlines_late": Sentence(
        "Published now, people may answer until {answer}, after use begins on {first}; receipts are shown until "
        "{shown}. Fewer days to answer would mend it.",
        "如现在发布：答复截至 {answer}，晚于 {first} 开始使用；名单展示至 {shown}。可缩短答复天数。",
    ),
    "check_certificate": Sentence("Certificate", "证明文件"),
    "check_certificate_text": Sentence(
        "It is made after publication, so that anybody can check the plan.",
        "发布后自动生成，任何人都可据此核验方案。",
    ),
    "check_visible": Sentence("What becomes visible to everybody", "对外公开的内容"),
    "check_visible_text": Sentence(
        "Receipt, masked plate, outcome, site or number of the waitlist, points. No name, phone or address.",
        "回执号、隐去部分的车牌、结果、停车点或候补编号、积分；不公开姓名、电话和地址。",
    ),
    "check_visible_text_rooms": Sentence(
        "Receipt, the name of a group that wants to be known, outcome, room and time. No name of a person, phone or "
        "address.",
        "回执号、愿意公开的团队名称、结果、活动室和时间；不公开个人姓名、电话和地址。",
    ),
    "check_visible_roster": Sentence(
        "How many seats are filled, by shift in public places. Nobody's name, and no visit to a home.",
        "公开场所各班次的岗位与到位人数；不公开志愿者姓名和上门探访。",
    ),
    "check_visible_like": Sentence("The first {count} lines, as everybody will see them.", "前 {count} 行的公开样式。"),
    "check_hindered": Sentence(
        "It cannot be published: see what is marked ✕ above, then plan and prepare again.",
        "不能发布：请查看上方标有 ✕ 的项目，重新求解并准备。",
    ),
}
