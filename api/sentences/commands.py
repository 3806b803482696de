"""Sentences of the command line's own talk."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

COMMANDS: Mapping[str, Sentence] = {
    "not_offered": Sentence(
        "{value} is not offered for {field}; please choose one of: {allowed}.",
        "{field} 不能是 {value}；请选择：{allowed}。",
    ),
    "demo_generating": Sentence("Inventing a street ...", "正在生成一个虚构的街道……"),
    "demo_problem": Sentence(
        "{sites} sites, {spaces} shared spaces, {registrations} registrations, {since} to {until_date}. Planning ...",
        "{sites} 个停车点，{spaces} 个共享车位，{registrations} 项登记，{since} 至 {until_date}。正在制定方案……",
    ),
    "demo_comparison": Sentence(
        "{served} served and {refused} refused for {points} points. First come, first served: {fcfs_served} served for "
        "{fcfs_points} points. The plan is worth {ratio} times as much.",
        "安排 {served} 项，未安排 {refused} 项，共 {points} 分。若先到先得：安排 {fcfs_served} 项，{fcfs_points} "
        "分。本方案为其 {ratio} 倍。",
    ),
    "demo_files": Sentence(
        "Written to {folder}: problem.json, plan.json, report.html. Check the plan yourself: "
        "commontide verify {folder}/problem.json {folder}/plan.json",
        "已写入 {folder}：problem.json、plan.json、report.html。您可以自行核验：commontide verify "
        "{folder}/problem.json {folder}/plan.json",
    ),
}
