"""States of rounds, registrations, runs and versions, and words of a vehicle, as people say them."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

STATES: Mapping[str, Sentence] = {
    # rounds
    "round_draft": Sentence("Draft", "草稿"),
    "round_open": Sentence("Open for applications", "申请中"),
    "round_closed": Sentence("Applications closed", "申请已截止"),
    "round_planned": Sentence("Being planned", "制定方案中"),
    "round_published": Sentence("Published", "已公示"),
    "round_settled": Sentence("In use", "已生效"),
    "round_cancelled": Sentence("Cancelled", "已取消"),
    # registrations
    "registration_draft": Sentence("Not sent yet", "尚未提交"),
    "registration_submitted": Sentence("Received", "已提交"),
    "registration_needs_information": Sentence("Something is missing", "需要补充材料"),
    "registration_endorsed": Sentence("Checked by the property office", "物业已核实"),
    "registration_approved": Sentence("Approved", "已通过审核"),
    "registration_competing": Sentence("Being planned", "正在编排"),
    "registration_allocated": Sentence("A space for you", "已分配车位"),
    "registration_refused": Sentence("No space this time", "本轮未分配"),
    "registration_waitlisted": Sentence("On the waitlist", "候补中"),
    "registration_accepted": Sentence("Accepted", "已接受"),
    "registration_declined": Sentence("Declined", "已放弃"),
    "registration_lapsed": Sentence("Lapsed", "逾期失效"),
    "registration_active": Sentence("In use", "使用中"),
    "registration_ended": Sentence("Ended", "已结束"),
    "registration_withdrawn": Sentence("Withdrawn", "已撤回"),
    "registration_cancelled": Sentence("Ended: round cancelled", "轮次取消，登记终止"),
    "registration_undecided": Sentence("Ended undecided", "未审定，登记终止"),
    # what happens next
    "next_draft": Sentence("Please check it and send it before the round closes.", "请在截止前核对并提交。"),
    "next_submitted": Sentence("The property office checks it. You need to do nothing.", "物业正在核实，您无需操作。"),
    "next_needs_information": Sentence(
        "Please bring what is missing to the window, or change your registration and send it again.",
        "请到窗口补充材料，或修改登记后重新提交。",
    ),
    "next_endorsed": Sentence("The street office approves it. You need to do nothing.", "街道正在审核，您无需操作。"),
    "next_approved": Sentence("It takes part in the plan once the round closes.", "截止后参加统一编排。"),
    "next_competing": Sentence("The plan is being made. The result is published here.", "方案编排中，结果在此公布。"),
    "next_allocated": Sentence(
        "Please answer by {moment}, else the space goes to the next in line.",
        "请在 {moment} 前答复，逾期车位转给候补的下一位。",
    ),
    "next_refused": Sentence(
        "The reasons stand below. A lost round counts in the next.", "原因见下。本轮未分配会计入下一轮积分。"
    ),
    "next_not_approved": Sentence(
        "The office did not approve it, so it did not take part in the plan. You may ask at the window.",
        "办公室未通过审核，没有参加编排。可到窗口咨询。",
    ),
    "next_waitlisted": Sentence(
        "Still before you: {before}. You are told when a space comes free. Your number in the notice as published "
        "is {rank}.",
        "您前面还有 {before} 位，有空位时会通知您。公示时的候补编号为 {rank}。",
    ),
    "next_accepted": Sentence("The space is yours on the dates of the round.", "使用期内车位归您使用。"),
    "next_declined": Sentence("The space went to the next in line.", "车位已转给候补的下一位。"),
    "next_lapsed": Sentence(
        "No answer came in time; the space went to the next in line.", "逾期未答复，车位已转给候补的下一位。"
    ),
    "next_active": Sentence("The space is yours on the dates of the round.", "使用期内车位归您使用。"),
    "next_ended": Sentence("The dates of use are over.", "使用期已结束。"),
    "next_withdrawn": Sentence("You may register again in the next round.", "您可以在下一轮重新登记。"),
    "next_cancelled": Sentence(
        "The round was cancelled, and your registration has ended with it. You may register again in the next round.",
        "本轮次已取消，您的登记随之终止。您可以在下一轮重新登记。",
    ),
    "next_undecided": Sentence(
        "The round ended before your registration was decided on. You may register again in the next round.",
        "轮次办结前未能审定您的登记，登记随之终止。您可以在下一轮重新登记。",
    ),
    # outcomes of a notice
    "outcome_allocated": Sentence("Served", "已分配"),
    "outcome_waitlisted": Sentence("Waitlist", "候补"),
    "outcome_refused": Sentence("Not served", "未分配"),
    # runs
    "run_queued": Sentence("Waiting for the planner", "排队等待"),
    "run_failed": Sentence("Failed", "失败"),
    "phase_waiting": Sentence("Preparing", "准备中"),
    "phase_greedy": Sentence("First plan", "初始方案"),
    "phase_fcfs": Sentence("First come, first served", "先到先得"),
    "phase_prices": Sentence("Finding the bound", "推算界限"),
    "phase_improving": Sentence("Improving the plan", "改进方案"),
    "phase_proving": Sentence("Later goals and proof", "后续目标与证明"),
    # vehicles and times
    "party_owner": Sentence("Owner", "业主"),
    "party_tenant": Sentence("Tenant", "租户"),
    "party_partner": Sentence("Partner site's user", "结对单位"),
    "party_outside": Sentence("Outside vehicle", "外来车辆"),
    "size_compact": Sentence("Compact", "小型"),
    "size_standard": Sentence("Standard", "标准"),
    "size_large": Sentence("Large", "大型"),
    "days_but": Sentence("{days} except {weekday}", "{days}（{weekday}除外）"),
    "days_every": Sentence("Every day", "每天"),
    "days_workday": Sentence("Workdays", "工作日"),
    "days_rest_day": Sentence("Rest days", "休息日"),
    "season_summer": Sentence("summer", "夏季"),
    "season_winter": Sentence("winter", "冬季"),
    "semicolon": Sentence("; ", "；"),
    "whole_day": Sentence("all day", "全天"),
    "from_to": Sentence("{start} to {end}", "{start}–{end}"),
    "from_to_next": Sentence("{start} to {end} the next day", "{start}–次日 {end}"),
    "from_date": Sentence("from {date}", "自{date}起"),
    "to_date": Sentence("until {date}", "至{date}止"),
    "weekdays": Sentence("Mon,Tue,Wed,Thu,Fri,Sat,Sun", "周一,周二,周三,周四,周五,周六,周日"),
}
