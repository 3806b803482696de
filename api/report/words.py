"""The words of the report, each in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("zh", "en")
LANGUAGE_TAGS = {"zh": "zh-Hans", "en": "en"}

WORDS: Mapping[str, tuple[str, str]] = {
    # the head
    "title": ("潮汐停车方案", "Tidal parking plan"),
    "language": ("中文", "English"),
    "dates": ("{first} 至 {last}", "{first} to {last}"),
    "day_counts": ("{workdays} 个工作日，{rest_days} 个休息日", "{workdays} workdays, {rest_days} rest days"),
    "made_by": ("求解方式 {engine}，随机种子 {seed}", "Engine {engine}, seed {seed}"),
    "reproducible": ("可复算：同样的输入得到同样的方案", "Reproducible: the same input gives the same plan"),
    "not_reproducible": (
        "时限先到：再算一次可能得到不同的方案",
        "A time limit struck: a new run may give another plan",
    ),
    # key figures
    "key_figures": ("要点", "At a glance"),
    "served": ("已安排", "Served"),
    "of_registrations": ("共 {asked} 项登记（{share}）", "of {asked} registrations ({share})"),
    "points": ("积分", "Priority points"),
    "of_points": ("共申请 {asked} 分（{share}）", "of {asked} asked for ({share})"),
    "against_fcfs": ("与先到先得相比", "Against first come, first served"),
    "times_points": ("倍积分", "times its points"),
    "gap": ("与已证界限的差距", "Gap to the proven bound"),
    "gap_of": ("第一目标：{goal}", "First goal: {goal}"),
    # the tide
    "tide": ("潮汐", "The tide"),
    "tide_reading": (
        "每行一个停车点，每列半小时。颜色越深，其共享车位使用得越多；空白处当时不共享。"
        "每组上方的曲线是全组合计：浅色为开放的车位，深色为使用中的车位。",
        "Each row is a site, each column half an hour. The darker, the more of its shared spaces are in use; "
        "where nothing is drawn, nothing is shared. The curve above each group is the whole group: pale for open "
        "spaces, dark for spaces in use.",
    ),
    "tide_peak": (
        "{kind}在 {clock} 最满：{spaces} 个车位中平均使用 {occupied} 个。",
        "{kind} are fullest at {clock}: on average {occupied} of {spaces} spaces are in use.",
    ),
    "tide_idle": ("{kind}没有车辆停放。", "{kind}: no vehicle stands there."),
    "tide_title": ("{day}各停车点的车位使用", "Spaces in use by site and half hour: {day}"),
    "tide_numbers": ("以上图中的数字", "The numbers of this picture"),
    "tide_caption": (
        "{day}每半小时的平均数：使用中/开放的车位",
        "{day}, mean of each half hour: spaces in use / open",
    ),
    "largest_only": (
        "图中只列最大的 {shown} 个停车点（共 {sites} 个）；曲线包括全部。",
        "Only the {shown} largest of {sites} sites are drawn; the curves include all.",
    ),
    "legend": ("使用中的车位占该点共享车位", "Spaces in use, of the site's shared spaces"),
    "legend_curve": (
        "每组上方的曲线：浅色为开放的车位，深色为使用中的车位",
        "Curve above each group: pale for open spaces, dark for spaces in use",
    ),
    "legend_empty": ("开放，无车", "open, empty"),
    "workday": ("工作日", "Workday"),
    "rest_day": ("休息日", "Rest day"),
    "compound": ("小区", "Compounds"),
    "tower": ("写字楼", "Towers"),
    "one_compound": ("小区", "Compound"),
    "one_tower": ("写字楼", "Tower"),
    "no_days": ("计划期内没有这种日子。", "The planned dates hold no such day."),
    "no_spaces": ("没有共享车位。", "There are no shared spaces."),
    # goals
    "goals": ("目标与证明", "Goals and proof"),
    "goals_caption": ("各目标的数值与已证界限", "Value and proven bound of each goal"),
    "goal": ("目标", "Goal"),
    "value": ("本方案", "This plan"),
    "bound": ("已证界限", "Proven bound"),
    "gap_short": ("差距", "Gap"),
    "no_bound": ("未求", "not known"),
    "proven_best": ("0%，已证最优", "0%, proven best"),
    "bound_meaning": (
        "界限是经过证明的：无论怎样安排，只要遵守全部规则，第一目标都不可能好过界限。"
        "差距就是本方案最多还能改进的比例，实际可改进的可能更少。",
        "A bound is proven: no arrangement that keeps every rule can be better on the first goal than its bound. "
        "The gap is the most by which this plan could still be improved; the true room may be smaller.",
    ),
    "tier_meaning": (
        "目标有先后：后一个目标只在不损害前面目标的方案中比较，其界限也只对这些方案成立。",
        "Goals come in order: a later goal is compared only among plans no worse in the earlier ones, and its bound "
        "holds among those.",
    ),
    "goal_guarantee": ("满足的保障申请", "Guaranteed requests served"),
    "goal_draw": ("抽签序号靠前者优先", "Better lots served"),
    "goal_points": ("满足的积分", "Priority points served"),
    "goal_walking": ("步行米数", "Metres on foot"),
    "goal_stability": ("留在原处", "Staying put"),
    "goal_kept": ("保留的原有安排", "Rights kept"),
    "goal_changes": ("对现行方案的改动", "Changes to the plan in force"),
    "note_guarantee": (
        "连续多次落选者先于所有人；越多越好",
        "who lost too often in a row comes before all others; more is better",
    ),
    "note_draw": (
        "其他目标都相同时才看抽签：n 个序号中第一个计 n，最后一个计 1；越多越好",
        "counts only between plans equal in all else: of n lots the first counts n, the last 1; more is better",
    ),
    "note_points": ("越多越好", "more is better"),
    "note_walking": ("按 100 米进位；越少越好", "in steps of 100 m; fewer is better"),
    "note_stability": (
        "原车位计 2，原停车点计 1；越多越好",
        "2 for the same space, 1 for the same site; more is better",
    ),
    "note_kept": ("越多越好", "more is better"),
    "note_changes": ("越少越好", "fewer is better"),
    # comparison
    "comparison": ("与更简单的做法相比", "Compared with simpler ways"),
    "comparison_caption": ("同一批登记、同样的规则", "The same registrations under the same rules"),
    "way": ("做法", "Way"),
    "this_plan": ("本方案", "This plan"),
    "fcfs": ("先到先得", "First come, first served"),
    "greedy": ("按积分密度依次安排", "Greedy: most points for the time first"),
    "people_served": ("安排的登记", "Served"),
    "points_served": ("满足的积分", "Points served"),
    "ratio": ("本方案是其几倍", "This plan ÷ it"),
    # served and refused
    "who": ("谁得到了，谁没有", "Who was served, and who was not"),
    "by_party": ("按类别", "By class"),
    "by_size": ("按车型", "By size of vehicle"),
    "class": ("类别", "Class"),
    "size": ("车型", "Size"),
    "asked": ("登记", "Asked"),
    "refused": ("未安排", "Refused"),
    "share_served": ("安排率", "Share served"),
    "share_points": ("积分满足率", "Share of points"),
    "all": ("合计", "All"),
    "owner": ("业主", "Owners"),
    "tenant": ("租户", "Tenants"),
    "partner": ("结对停车点用户", "Partner site's users"),
    "outside": ("外来车辆", "Outside vehicles"),
    "compact": ("小型", "Compact"),
    "standard": ("标准", "Standard"),
    "large": ("大型", "Large"),
    "why_not": (
        "登记人可以凭登记编号查询未安排的原因和经过核对的其他办法：",
        "Whoever was refused can ask for the reasons, and for alternatives that were checked, with the number of the "
        "registration:",
    ),
    # dates
    "calendar": ("逐日", "Day by day"),
    "calendar_reading": (
        "每格一天，颜色是全天使用中的车位占开放车位的平均比例；圆点为休息日（含节假日，调休上班日除外）。",
        "One cell a date, coloured by the mean share of the open spaces in use over its 24 hours; a dot marks rest "
        "days, after holidays and make-up workdays.",
    ),
    "calendar_title": ("每个日期的平均使用率", "Mean use by date"),
    "calendar_desc": (
        "最满 {most_date}，{most}；最空 {least_date}，{least}。",
        "Fullest {most_date}, {most}; emptiest {least_date}, {least}.",
    ),
    "calendar_numbers": ("逐日数字", "The numbers by date"),
    "calendar_caption": ("每个日期的平均车位数", "Mean spaces by date"),
    "date": ("日期", "Date"),
    "day_type": ("日型", "Day type"),
    "in_use": ("使用中", "In use"),
    "open": ("开放", "Open"),
    "share": ("比例", "Share"),
    "weekdays": ("一,二,三,四,五,六,日", "Mon,Tue,Wed,Thu,Fri,Sat,Sun"),
    "months": (
        "1月,2月,3月,4月,5月,6月,7月,8月,9月,10月,11月,12月",
        "Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec",
    ),
    # walking
    "walking": ("步行距离", "Walking"),
    "walking_caption": ("从住处或单位到车位的步行距离", "On foot between home or work and the space"),
    "metres": ("米", "Metres"),
    "people": ("登记数", "Registrations"),
    "nobody": ("没有安排任何登记。", "Nobody was served."),
    # sites
    "sites": ("停车点", "Sites"),
    "sites_caption": ("各停车点在计划期内", "Each site over the planned dates"),
    "sites_reading": (
        "最紧时剩余：有车停放的时刻中，开放车位最少剩下几个；括号内为当时应为业主预留的数。",
        "Least left: the fewest open spaces left free at any moment at which a vehicle stands; in brackets the reserve "
        "due to owners at that moment.",
    ),
    "site": ("停车点", "Site"),
    "kind": ("类型", "Kind"),
    "spaces": ("车位", "Spaces"),
    "rights": ("安排", "Rights"),
    "mean_use": ("平均使用率", "Mean use"),
    "peak_use": ("最高使用率", "Peak use"),
    "least_left": ("最紧时剩余", "Least left"),
    "outside_peak": ("外来车辆最多/上限", "Outside, most / cap"),
    "exchanges": ("结对停车点的互换", "Exchange between partner sites"),
    "exchanges_caption": (
        "得到：前者的人停在后者；让出：后者的人停在前者",
        "Received: people of the first at the second; given: the other way round",
    ),
    "pair": ("结对", "Pair"),
    "received": ("得到", "Received"),
    "given": ("让出", "Given"),
    "balance": ("差额", "Balance"),
    "tolerance": ("允许差额", "Allowed"),
    "origins": ("从哪里来", "Where people come from"),
    "origins_caption": ("按登记人所属的停车点", "By the site that people belong to"),
    # notices
    "notices": ("提醒与无法执行的决定", "Notices, and decisions that could not hold"),
    "no_notices": ("没有提醒；工作人员的决定全部得到执行。", "No notices; every decision of the staff was kept."),
    "unheld_caption": ("无法执行的决定", "Decisions that could not hold"),
    "registration": ("登记", "Registration"),
    "place": ("地点", "Place"),
    "reason": ("与之冲突的规则", "What speaks against it"),
    # checking
    "checking": ("如何核对", "How to check this"),
    "checking_reading": (
        "核验不需要求解器：它重新检查每一条规则，重新计算每一个目标。",
        "Verifying needs no solver: it checks every rule and counts every goal again.",
    ),
    "problem_digest": ("问题摘要", "Digest of the problem"),
    "plan_digest": ("方案摘要", "Digest of the plan"),
    "digest_meaning": (
        "摘要相同，内容就相同；改动任何一处，摘要都会不同。",
        "Equal digests mean equal content; any change gives another digest.",
    ),
    "privacy": ("本页只有统计数字，没有个人信息。", "This page holds counts only and no personal data."),
}


def words_of(language: str) -> Mapping[str, str]:
    """All words in one language."""
    at = LANGUAGES.index(language)
    return {key: pair[at] for key, pair in WORDS.items()}
