"""Sentences of the command line's own talk."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

COMMANDS: Mapping[str, Sentence] = {
    "not_offered": Sentence(
        "{value} is not offered for {field}; please choose one of: {allowed}.",
        "{field} 不能是 {value}；请选择：{allowed}。",
    ),
    "demo_seeding": Sentence(
        "Inventing a street with its people, who register at the counter ...",
        "正在生成一个虚构的街道，居民正在窗口登记……",
    ),
    "demo_seeding_rooms": Sentence(
        "Inventing facilities, rooms and groups, who apply for a season ...",
        "正在生成虚构的设施、活动室和团队，团队正在申请本季活动……",
    ),
    "demo_rooms_problem": Sentence(
        "{facilities} facilities, {rooms} rooms, {registrations} applications, {since} to {until_date}.",
        "{facilities} 处设施，{rooms} 间活动室，{registrations} 项申请，{since} 至 {until_date}。",
    ),
    "demo_rooms_comparison": Sentence(
        "{served} groups served on {dates} dates ({moved} of them moved to a substitute), {refused} refused. "
        "First come, first served: {fcfs_served} served. The plan is worth {ratio} times as much.",
        "安排 {served} 项，共 {dates} 场（其中 {moved} 场调整），未安排 {refused} 项。"
        "若先到先得：安排 {fcfs_served} 项。本方案为其 {ratio} 倍。",
    ),
    "demo_seeding_roster": Sentence("Inventing a month of volunteering ...", "正在生成一个月的志愿服务……"),
    "demo_roster_problem": Sentence(
        "{volunteers} volunteers, {shifts} shifts that want {seats} people, {elders} elders visited, {since} to "
        "{until_date}.",
        "{volunteers} 名志愿者，{shifts} 个班次共需 {seats} 人次，探访 {elders} 位老人，{since} 至 {until_date}。",
    ),
    "demo_roster_comparison": Sentence(
        "{served} seats filled, {refused} of the wanted ones empty; cost {cost} (lower is better), proven at least "
        "{bound}. Self sign-up: {fcfs_served} filled. The plan costs {ratio} times as much as that.",
        "已填 {served} 个名额，所需名额中空缺 {refused} 个；成本 {cost}（越低越好），已证明不低于 {bound}。"
        "若自行报名：填 {fcfs_served} 个。本方案成本为其 {ratio} 倍。",
    ),
    "demo_planning": Sentence(
        "Closing the round, planning it, preparing the notice ...", "正在截止登记、制定方案、准备公示……"
    ),
    "demo_preparing": Sentence("Writing every date of every right", "正在写入每个车位的全部日期"),
    "demo_problem": Sentence(
        "{sites} sites, {spaces} shared spaces, {registrations} registrations, {since} to {until_date}.",
        "{sites} 个停车点，{spaces} 个共享车位，{registrations} 项登记，{since} 至 {until_date}。",
    ),
    "demo_logins": Sentence(
        "Sign in as any of: {logins} (password: {password}).", "可用以下账号登录：{logins}（密码：{password}）。"
    ),
    "demo_link": Sentence("Sign in: {link}", "登录：{link}"),
    "demo_serving": Sentence(
        "Serving on {address} until Ctrl-C. The public notices: {notice}",
        "服务已在 {address} 启动，按 Ctrl-C 结束。公示：{notice}",
    ),
    # an installation
    "migrated": Sentence("{path} is ready.", "{path} 已就绪。"),
    "not_a_slug": Sentence(
        "{value} cannot be the name of a community in addresses; allowed is {allowed}.",
        "{value} 不能用作社区的网址名称；允许：{allowed}。",
    ),
    "unknown_zone": Sentence(
        "{value} is not a known time zone; please give {allowed}.", "不认识时区 {value}；请填写{allowed}。"
    ),
    "community_exists": Sentence("A community named {value} stands already.", "名为 {value} 的社区已存在。"),
    "founded": Sentence(
        "The community {community} stands; {login} may sign in and set up the rest.",
        "社区 {community} 已建立；{login} 可以登录并完成其余设置。",
    ),
    "backed_up": Sentence(
        "{community}: audit chain of {count} entries holds.", "{community}：审计链共 {count} 条，核验通过。"
    ),
    "backup_written": Sentence("{path} is written and proven.", "{path} 已写入并核验。"),
    "seeding": Sentence("registering people", "正在登记"),
    "seeded": Sentence(
        "The community {community} stands, with an open parking round.", "社区 {community} 已建立，停车轮次正在受理。"
    ),
    "seeded_before": Sentence(
        "The community {community} stood already; nothing was changed.", "社区 {community} 已存在，未作改动。"
    ),
    "check_keys": Sentence("Keys for personal data", "个人信息密钥"),
    "mend_keys": Sentence(
        "Restore the key file from its backup, or make one with `commontide migrate` before there is any personal "
        "data; only its owner may read it (chmod 600).",
        "请从备份恢复密钥文件；尚无个人信息时可用 `commontide migrate` 生成。密钥文件只允许所有者读取（chmod 600）。",
    ),
    "check_file": Sentence("Database file", "数据库文件"),
    "mend_file": Sentence("Run `commontide migrate`.", "请运行 `commontide migrate`。"),
    "check_sqlite": Sentence("SQLite version", "SQLite 版本"),
    "mend_sqlite": Sentence(
        "Before 3.51.3 a file that two connections write at once can be corrupted; here only one connection writes, "
        "so let no other program write the file.",
        "3.51.3 之前的版本在两个连接同时写入时可能损坏文件；本程序只用一个连接写入，请勿让其他程序写入该文件。",
    ),
    "check_room": Sentence("Free disk space", "磁盘剩余空间"),
    "mend_room": Sentence("Free some space on the disk of the database.", "请清理数据库所在磁盘的空间。"),
    "check_database": Sentence("Database", "数据库"),
    "mend_database": Sentence(
        "Check COMMONTIDE_DATABASE_URL, and that the server is running and may be reached.",
        "请检查 COMMONTIDE_DATABASE_URL，并确认数据库服务已启动、可以连接。",
    ),
    "check_migrations": Sentence("Revision of the tables, and the one needed", "数据表版本与所需版本"),
    "mend_migrations": Sentence("Run `commontide migrate`.", "请运行 `commontide migrate`。"),
    "check_workers": Sentence("Workers", "工作进程"),
    "mend_workers": Sentence(
        "Nobody works on runs: start `commontide serve` (SQLite) or `commontide work` (PostgreSQL).",
        "没有工作进程：请启动 `commontide serve`（SQLite）或 `commontide work`（PostgreSQL）。",
    ),
    "check_communities": Sentence("Communities", "社区"),
    "mend_communities": Sentence(
        "There is none yet: `commontide seed mini` invents one to look around in.",
        "还没有社区：可用 `commontide seed mini` 生成一个示例社区。",
    ),
    "timefold_not_installed": Sentence(
        "Column timefold is left out: the package is not installed (extra bench).",
        "未列出 timefold：该软件包未安装（可选依赖 bench）。",
    ),
    "java_not_found": Sentence(
        "Column timefold is left out: it runs on Java 17, and no Java was found.",
        "未列出 timefold：它需要 Java 17，而本机没有找到 Java。",
    ),
    "check_calendar": Sentence("Years whose make-up workdays are not known", "调休安排未知的年份"),
    "mend_calendar": Sentence(
        "A round reaches into a year whose make-up workdays are not decreed; state day overrides once they are.",
        "有轮次涉及尚未公布调休安排的年份；公布后请设置日型。",
    ),
    "demo_comparison": Sentence(
        "{served} served and {refused} refused for {points} points. First come, first served: {fcfs_served} served for "
        "{fcfs_points} points. The plan is worth {ratio} times as much.",
        "安排 {served} 项，未安排 {refused} 项，共 {points} 分。若先到先得：安排 {fcfs_served} 项，{fcfs_points} "
        "分。本方案为其 {ratio} 倍。",
    ),
    "demo_files": Sentence(
        "Written to {folder}: problem.json, plan.json, report.html, and the same of season and roster. "
        "Check the plan yourself: commontide verify {folder}/problem.json {folder}/plan.json",
        "已写入 {folder}：problem.json、plan.json、report.html，以及本季活动室和志愿排班的同类文件。"
        "您可以自行核验：commontide verify {folder}/problem.json {folder}/plan.json",
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
