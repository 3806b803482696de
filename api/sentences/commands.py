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
    # the worker
    "work_needs_postgresql": Sentence(
        "A worker of its own needs PostgreSQL. On SQLite `commontide serve` does the work, for only one process may "
        "write the file.",
        "单独的工作进程需要 PostgreSQL。使用 SQLite 时由 `commontide serve` 完成，因为只有一个进程可以写入该文件。",
    ),
    "working": Sentence("Worker {worker} takes jobs.", "工作进程 {worker} 开始接收任务。"),
    "run_failed": Sentence(
        "The solve broke off each time it was tried. The present plan is untouched; please tell those who look after "
        "the system.",
        "求解每次都异常中断。现有方案未受影响；请通知系统维护人员。",
    ),
    "out_of_memory": Sentence(
        "The solve needed more memory than the machine has. The present plan is untouched.",
        "求解所需内存超过本机内存。现有方案未受影响。",
    ),
    "run_ended": Sentence("The run has ended already.", "该次运行已经结束。"),
    "lease_lost": Sentence(
        "Another worker has the run now; this one recorded nothing.",
        "该次运行已由其他工作进程接手；本进程未记录任何结果。",
    ),
}
