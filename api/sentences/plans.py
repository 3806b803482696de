"""Sentences for what a plan is, does and explains: notices, statuses, goals, outcomes, reasons, alternatives."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

PLANS: Mapping[str, Sentence] = {
    # notices
    "calendar_not_decreed": Sentence(
        "The make-up workdays of {year} are not decreed yet: workdays and rest days of that year may still change.",
        "{year} 年的调休安排尚未公布：该年的工作日和休息日可能还会变动。",
    ),
    "day_override": Sentence(
        "{count} dates differ from the official calendar, the first on {date}; the file's day types are used.",
        "有 {count} 个日期与官方日历不同，最早为 {date}；以文件中的日型为准。",
    ),
    # statuses
    "optimal": Sentence("Best possible: no plan is better, and this is proven.", "最优：已证明没有更好的方案。"),
    "feasible": Sentence(
        "A plan that keeps every rule; a better one may exist.", "可行：方案符合全部规则，可能还有更好的方案。"
    ),
    "cancelled": Sentence("Stopped early; the best plan found so far is kept.", "已提前停止；保留目前找到的最好方案。"),
    "invalid": Sentence("No plan could be made from this file.", "无法根据此文件制定方案。"),
    # plans
    "plan_valid": Sentence("The plan keeps every rule.", "方案符合全部规则。"),
    "plan_invalid": Sentence("The plan breaks rules in {count} places.", "方案有 {count} 处违反规则。"),
    "plan_not_verified": Sentence(
        "The plan did not pass its check and was not kept. This is a fault of the program; please report it.",
        "方案未通过核验，没有保存。这是程序的缺陷，请反馈。",
    ),
    "other_problem": Sentence(
        "The plan was made for another problem, or the problem has changed since.",
        "该方案针对另一份文件，或文件此后已有改动。",
    ),
    "lock_not_held": Sentence(
        "This decision of the staff cannot be kept; another rule speaks against it.",
        "工作人员的这项决定无法执行，与其他规则冲突。",
    ),
    # goals
    "guarantee": Sentence("Guaranteed requests served", "满足的保障申请"),
    "draw": Sentence("Better lots served", "抽签序号靠前者优先"),
    "points": Sentence("Priority points served", "满足的积分"),
    "walking": Sentence("Metres on foot", "步行米数"),
    "stability": Sentence("Stability (2 for the same space, 1 for the same site)", "延续（原车位计 2，原停车点计 1）"),
    "kept": Sentence("Rights kept", "保留的车位"),
    "changes": Sentence("Changes to the plan in force", "对现行方案的改动"),
    # the demonstration
    "demo_generating": Sentence("Inventing a community …", "正在虚构一个社区……"),
    "demo_problem": Sentence(
        "{sites} sites with {spaces} shared spaces, {registrations} registrations, {first} to {last}.",
        "{sites} 个停车点，{spaces} 个共享车位，{registrations} 项登记，{first} 至 {last}。",
    ),
    "demo_comparison": Sentence(
        "Served {served}, refused {refused}, {points} points. First come, first served: {fcfs_served} served, "
        "{fcfs_points} points. Ours is {ratio} times as good.",
        "已安排 {served} 项，未安排 {refused} 项，积分 {points}。先到先得：安排 {fcfs_served} 项，积分 "
        "{fcfs_points}。我们的方案是其 {ratio} 倍。",
    ),
    "demo_files": Sentence(
        "Problem, plan and report are in {folder}; open report.html in a browser.",
        "问题文件、方案和报告在 {folder}；请用浏览器打开 report.html。",
    ),
    # outcomes and reasons
    "served": Sentence(
        "Served at {place}, {metres} m on foot. With {points} points it stood among {rivals} others in reach of that "
        "site: {more} with more points, {equal} with as many, {fewer} with fewer.",
        "已安排在 {place}，步行 {metres} 米。积分 {points}；可到该停车点的其他登记有 {rivals} 项：积分较高 {more} "
        "项，相同 {equal} 项，较低 {fewer} 项。",
        Sentence("Served", "已安排"),
    ),
    "refused": Sentence("Not served", "未安排"),
    "never_active": Sentence("The times asked for do not occur on any planned date.", "所需时间不在任何计划日期之内。"),
    "funnel": Sentence(
        "Sites listed: {sites_listed}, near enough: {sites_near}. Spaces there: {spaces}, suitable: {suitable}, open "
        "at all the times asked for: {open} (sites with such a space: {sites_open}).",
        "列出的 {sites_listed} 个停车点中，距离合适的有 {sites_near} 个；其中 {spaces} 个车位里合适的有 {suitable} "
        "个，所需时间全部开放的有 {open} 个，分布在 {sites_open} 个停车点。",
    ),
    "guarantee_not_kept": Sentence(
        "This request was guaranteed a place after losing too often in a row, and no plan was found that keeps that: "
        "of {guaranteed} guaranteed requests {kept} are served.",
        "该申请因连续多次落选而享有保障，但未找到能够兑现的方案：{guaranteed} 项保障申请中已安排 {kept} 项。",
        Sentence("Guaranteed, but not served", "享有保障但未能安排"),
    ),
    "still_free": Sentence(
        "A space at {place} is still free: please ask the staff to plan again.",
        "{place} 还有空位：请联系工作人员重新安排。",
    ),
    "no_alternative": Sentence(
        "Nothing else was found: {sites_near} sites within the walk accepted were searched and {farther_sites} beyond "
        "it, with {shorter} shorter uses and {other_hours} at other hours.",
        "没有找到其他办法：已查可接受步行距离内的 {sites_near} 个停车点和更远的 {farther_sites} 个，并试过 {shorter} "
        "种缩短时间、{other_hours} 种改换时间的办法。",
    ),
    # alternatives
    "as_asked": Sentence("As asked for, at {group}, {walk} m on foot.", "按原申请，在 {group}，步行 {walk} 米。"),
    "farther_site": Sentence(
        "At the same times at {group}, {walk} m on foot.", "时间不变，改在 {group}，步行 {walk} 米。"
    ),
    "shorter": Sentence(
        "Without {weekday}s, otherwise as asked for, at {group}, {walk} m on foot.",
        "除周{weekday}外，其余时间不变，停在 {group}，步行 {walk} 米。",
        Sentence(
            "For a shorter time at {group}, {walk} m on foot.",
            "缩短停车时间，在 {group}，步行 {walk} 米。",
            Sentence("For a shorter time.", "缩短停车时间。"),
        ),
    ),
    "other_hours": Sentence(
        "At other hours at {group}, {walk} m on foot.", "改换停车时间，在 {group}，步行 {walk} 米。"
    ),
}
