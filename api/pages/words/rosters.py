"""Words of the pages about rosters of volunteers."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

ROSTERS: Mapping[str, Sentence] = {
    "roster_shifts": Sentence("Shifts", "班次"),
    "roster_filled": Sentence("Seats filled", "已有人的岗位"),
    "roster_empty": Sentence("Seats empty", "空缺岗位"),
    "roster_visits": Sentence(
        "{count} of the shifts are home visits; they are counted here and listed nowhere in public.",
        "其中 {count} 个班次为上门探访，仅计数，不公开列出。",
    ),
    "roster_cost": Sentence(
        "What the roster leaves undone or asks too much of people adds up to {value}; less is better.",
        "排班中未满足与过度负担之处合计 {value}，越低越好。",
    ),
    "roster_best": Sentence(
        "It is proven that no roster that keeps the rules costs less.", "已经证明：遵守全部规则的任何排班都不可能更低。"
    ),
    "roster_bound": Sentence(
        "It is proven that no roster that keeps the rules costs less than {bound}: this one lies at most {gap} above.",
        "已经证明：遵守全部规则的任何排班都不低于 {bound}，本排班最多高出 {gap}。",
    ),
    "roster_posts": Sentence("Shifts that meet in public", "公开场所的班次"),
    "roster_posts_hint": Sentence(
        "Who serves is not shown. Whoever would like to help signs up at the office, by the hotline or signed in.",
        "不公布志愿者姓名。愿意参加者可在窗口、通过热线或登录后报名。",
    ),
    "roster_no_posts": Sentence("No shift meets in public.", "没有公开场所的班次。"),
    "roster_shift": Sentence("Shift", "班次"),
    "roster_role": Sentence("Role", "岗位"),
    "roster_filled_of": Sentence("Filled", "已有人"),
    "roster_of": Sentence("{filled} of {target}", "{filled} / {target}"),
    "roster_digest_text": Sentence(
        "The digest covers every seat by receipt: the office can prove that no line was changed since.",
        "摘要涵盖每个岗位（按回执），可证明发布之后未作任何改动。",
    ),
    # the office
    "roster_see": Sentence("What publishing would change", "查看发布将带来的变动"),
    "roster_title": Sentence("The plan, seat by seat", "方案逐岗查看"),
    "roster_coming": Sentence("Seats that would be offered", "将发出邀请的岗位"),
    "roster_going": Sentence("Seats that would be taken back", "将收回的岗位"),
    "roster_left_out": Sentence("Seats that cannot be given any more", "已无法安排的岗位"),
    "roster_kept": Sentence("Seats that stay as they are", "保持不变的岗位"),
    "roster_counted": Sentence(
        "The plan has {coming} seats that are not given yet, and is without {going} that are. Which of them can still "
        "change is asked of every rule, which takes some seconds.",
        "方案中有 {coming} 个岗位尚未安排给人，现有的 {going} 个岗位不在方案中。"
        "哪些还能变动，需逐条核对规则，约需几秒钟。",
    ),
    "roster_work_out": Sentence("Work out what would change", "核对会有哪些变动"),
    "roster_nothing_sent": Sentence("Nothing has been sent to anybody yet.", "尚未通知任何人。"),
    "roster_no_change": Sentence("Publishing would change nothing.", "发布不会带来任何变动。"),
    "roster_gaps": Sentence("Seats that stay empty, and why", "空缺岗位及原因"),
    "roster_gaps_none": Sentence("Every seat is filled.", "全部岗位均有人。"),
    "roster_gaps_most": Sentence("The first {count} are listed.", "列出前 {count} 项。"),
    "roster_empty_seats": Sentence("{count} empty", "空缺 {count}"),
    "roster_plan_filled": Sentence("seats filled", "已填岗位"),
    "roster_plan_empty": Sentence("empty", "空缺"),
    "roster_plan_cost": Sentence("cost, less is better", "成本（越低越好）"),
    "roster_by_shifts": Sentence(
        "Volunteers offer their time once; shifts are set up by the week, also from recurring needs.",
        "志愿者一次登记可服务时间；班次按周设置，也可由模板生成。",
    ),
}
