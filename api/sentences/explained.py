"""Sentences of the page that explains to one person how it came to their result."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

EXPLAINED: Mapping[str, Sentence] = {
    "explained_title": Sentence("How this was decided", "结果说明"),
    # criteria, as covenants call them
    "criterion_class": Sentence(
        "kind of vehicle (owner, tenant, partner, outside)", "车辆类别（业主、租户、结对、外来）"
    ),
    "criterion_waiting": Sentence("rounds lost in a row before", "此前连续落空的轮次"),
    "criterion_won": Sentence("rounds won in a row before", "此前连续获得的轮次"),
    "criterion_need": Sentence("need of an accessible space", "无障碍车位需求"),
    "criterion_near": Sentence("a home close by", "就近居住"),
    "criterion_credit": Sentence("one's own space shared", "共享自有车位"),
    "criterion_violations": Sentence("violations", "违规"),
    "criterion_decision": Sentence("a decision of the council", "社委会裁决"),
    "criterion_category": Sentence("kind of activity, for each date", "活动类别（按每次活动计）"),
    # how many asked
    "explained_round": Sentence("How many asked", "有多少人申请"),
    "explained_counts": Sentence(
        "Taking part: {asked}; served: {allocated}; on the waitlist: {waitlisted}; not served: {refused}.",
        "参加编排 {asked} 项：已分配 {allocated} 项，候补 {waitlisted} 项，未分配 {refused} 项。",
    ),
    "explained_more": Sentence(
        "With more points than you: {asked}, of which {served} were served.",
        "积分比您高的 {asked} 项，其中 {served} 项已分配。",
    ),
    "explained_as_many": Sentence(
        "With as many points as you (you among them): {asked}, of which {served} were served.",
        "积分与您相同的（含您）{asked} 项，其中 {served} 项已分配。",
    ),
    "explained_fewer": Sentence(
        "With fewer points than you: {asked}, of which {served} were served: at other times or places, or several "
        "together in the place of one.",
        "积分比您低的 {asked} 项，其中 {served} 项已分配：用的是其他时段或地点，或由几项共同替代一项。",
    ),
    "explained_fewer_served": Sentence(
        "With fewer points than you: {asked}, of which {served} were served.",
        "积分比您低的 {asked} 项，其中 {served} 项已分配。",
    ),
    "explained_fewer_rooms": Sentence(
        "Of kinds that count less than yours: {asked}, of which {served} were served.",
        "类别权重低于您的 {asked} 项，其中 {served} 项已分配。",
    ),
    "explained_as_many_rooms": Sentence(
        "Of kinds that count as much as yours (you among them): {asked}, of which {served} were served.",
        "类别权重与您相同的（含您）{asked} 项，其中 {served} 项已分配。",
    ),
    "explained_more_rooms": Sentence(
        "Of kinds that count more than yours: {asked}, of which {served} were served.",
        "类别权重高于您的 {asked} 项，其中 {served} 项已分配。",
    ),
    # points
    "explained_points": Sentence("Your points", "您的积分"),
    "explained_sum": Sentence(
        "Your points: {points}. Each criterion counts with the weight of the covenant, version {version}.",
        "您的积分：{points}。各项按公约第 {version} 版的权重计算。",
    ),
    "explained_lost": Sentence(
        "Rounds in a row that brought you nothing before this one: {lost}. From {most} on, the covenant puts one of "
        "your registrations first, as far as any plan can serve it.",
        "本轮之前连续落空 {lost} 轮。连续落空达 {most} 轮者，公约保证其一项登记优先安排（只要有方案能够安排）。",
        Sentence("Rounds in a row that brought you nothing before this one: {lost}.", "本轮之前连续落空 {lost} 轮。"),
    ),
    "explained_lot": Sentence(
        "Equal plans are decided by the public draw. Your lot is {lot}; the smaller comes first. Receipts in the "
        "draw: {entries}.",
        "结果同样好时由公开抽签决定。您的签号为 {lot}，小者优先；参加抽签的回执共 {entries} 个。",
    ),
    # the decision
    "explained_decision": Sentence("How your place was decided", "您的结果是怎样决定的"),
    "explained_served": Sentence(
        "You were given a space at {place}, {metres} m away on foot.",
        "您获得 {place} 的车位，步行 {metres} 米。",
        Sentence("You were given a space at {place}.", "您获得 {place} 的车位。"),
    ),
    "explained_session": Sentence(
        "You were given room {place}, {weekday}s {start}–{end}, on {dates} dates.",
        "您获得活动室 {place}，周{weekday} {start}–{end}，共 {dates} 次。",
    ),
    "explained_together": Sentence(
        "All registrations were planned together, for the most points in all; every rule was checked again before the "
        "plan was published.",
        "全部登记一起编排，力求总积分最高；公示前又逐条核验了所有规则。",
    ),
    "explained_not_served": Sentence(
        "You were given nothing in this version. In this order it was looked at:",
        "本版公示没有给您安排。核查过程如下：",
    ),
    "explained_cause": Sentence("What stood in the way", "是什么挡住了"),
    "explained_kept": Sentence(
        "The staff had decided that your place of before is kept.", "工作人员决定保留您原有的位置。"
    ),
    "explained_forbidden": Sentence(
        "The staff had decided that a place is not for this registration.", "工作人员决定某个位置不安排给本登记。"
    ),
    "explained_fixed": Sentence(
        "The staff had decided that this registration gets a certain place.", "工作人员决定本登记安排在指定位置。"
    ),
    "explained_rank": Sentence("In the notice you are number {rank} of the waitlist.", "公示中您的候补编号为 {rank}。"),
    # what can be done
    "explained_now": Sentence("What you can do now", "您现在可以做什么"),
    "explained_ways": Sentence(
        "Other ways were found for you; take one under “My page”, or have it taken at the window:",
        "已为您找到其他办法，可在“我的事务”中选用，或到窗口办理：",
    ),
    "explained_object": Sentence(
        "If something here is wrong, tell the office by {moment}, with your receipt number.",
        "如对本说明有异议，请在 {moment} 前凭回执号向办公室提出。",
    ),
    "explained_objected": Sentence(
        "The time for objections ended on {moment}; the office still answers questions.",
        "异议期已于 {moment} 截止；办公室仍可解答疑问。",
    ),
    "explained_hotline": Sentence("Hotline: {hotline}", "热线：{hotline}"),
    "explained_window": Sentence("Questions are answered at the office's window.", "如有疑问请到服务窗口。"),
    # how to check it
    "explained_check": Sentence("How to check it", "如何自行核验"),
    "explained_notice": Sentence(
        "Version {version} of the public notice shows everybody's result by receipt.",
        "第 {version} 版公示按回执号列出所有人的结果。",
    ),
    "explained_certificate": Sentence(
        "The certificate of this version lets anybody check the whole plan; its root digest is {root}.",
        "任何人都可凭本版证书核验整个方案；其根摘要为 {root}。",
    ),
    "explained_certificate_waiting": Sentence("The certificate of this version is being made.", "本版证书正在生成。"),
    "explained_certificate_none": Sentence("There is no certificate of this version.", "本版没有证书。"),
}
