"""Sentences of what use cases refuse: people, registrations, rounds, plans, publications, bookings."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

REFUSALS: Mapping[str, Sentence] = {
    # people and vehicles
    "not_a_phone": Sentence("This is no telephone number: {allowed}.", "电话号码有误：{allowed}。"),
    "not_a_plate": Sentence("This is no number plate: {allowed}.", "车牌号有误：{allowed}。"),
    "not_a_search": Sentence("Nobody can be found by this: please type {allowed}.", "无法按此查找：请输入{allowed}。"),
    "not_a_name": Sentence("This is no name: {allowed}.", "姓名有误：{allowed}。"),
    "not_an_identity": Sentence("This is no identity number: {allowed}.", "身份证号有误：{allowed}。"),
    "not_a_mail": Sentence("This is no mail address: {allowed}.", "邮箱地址有误：{allowed}。"),
    "phone_known": Sentence(
        "Somebody of this community is registered with this telephone number.", "本社区已有人登记了这个电话号码。"
    ),
    "plate_known": Sentence(
        "A vehicle with this plate is registered in this community.", "本社区已登记了这个车牌号的车辆。"
    ),
    "home_unknown": Sentence(
        "It is not known where you walk from; please name {allowed}.", "不知道您从哪里步行出发；请填写{allowed}。"
    ),
    # registrations
    "none_chosen": Sentence("Please tick at least one line.", "请至少勾选一项。"),
    "round_not_open": Sentence("The round takes no registrations now.", "该轮次目前不接受登记。"),
    "application_period_over": Sentence(
        "The time for registrations is over or has not begun.", "不在登记期内：已经结束或尚未开始。"
    ),
    "too_many_vehicles": Sentence(
        "You may register at most {allowed} vehicles yourself. Please ask at the counter for more.",
        "自行登记的车辆最多 {allowed} 辆。如需更多，请到窗口办理。",
    ),
    "vehicle_in_use": Sentence(
        "The vehicle has a registration or booking that is not over; please end that first.",
        "该车辆还有未结束的登记或预约，请先将其结束。",
    ),
    "not_your_site": Sentence(
        "The home stated is not at a site that you run; please hand the person to the staff there.",
        "所填住处不在您负责的停车点；请转由该停车点的工作人员办理。",
    ),
    "whole_round_only": Sentence(
        "This file tells of everybody in the round, and you serve some sites only. Once a plan is published, anybody "
        "can check it with its certificate.",
        "该文件涉及本轮所有人，而您只负责部分停车点。方案公示后，任何人都可以用其证书核验。",
    ),
    "already_registered": Sentence(
        "The same is registered already, for the same times (receipt {receipt}).",
        "已登记过同样的内容和时段（回执 {receipt}）。",
        Sentence("The same is registered already, for the same times.", "已登记过同样的内容和时段。"),
    ),
    "not_amendable": Sentence(
        "The registration can no longer be changed: somebody has decided on it.", "登记已进入审核，不能再修改。"
    ),
    "vehicle_is_fixed": Sentence(
        "The vehicle of a registration cannot be changed. Please withdraw it and register anew.",
        "登记的车辆不能更换。请撤回后重新登记。",
    ),
    "answer_overdue": Sentence("The time to answer is over.", "已过答复期限。"),
    "registration_not_ready": Sentence(
        "As the registration stands ({value}), this step is not possible; it needs: {allowed}.",
        "登记目前的状态（{value}）不能进行此操作；需要的状态：{allowed}。",
        Sentence("As the registration stands, this step is not possible.", "登记目前的状态不能进行此操作。"),
    ),
    "reason_missing": Sentence("Please say why, in a sentence.", "请用一句话说明理由。"),
    "no_such_action": Sentence("There is no such step; there are: {allowed}.", "没有这个操作；可用的有：{allowed}。"),
    # rounds
    "code_in_use": Sentence("This short name is in use; please choose another.", "该代号已被使用，请另选一个。"),
    "no_covenant": Sentence(
        "The community has no covenant in force; it must adopt one first.", "本社区没有生效的公约；请先通过公约。"
    ),
    "round_not_ready": Sentence(
        "As the round stands ({value}), this is not possible; it needs: {allowed}.",
        "轮次目前的状态（{value}）不能进行此操作；需要的状态：{allowed}。",
        Sentence("As the round stands, this is not possible.", "轮次目前的状态不能进行此操作。"),
    ),
    "round_is_settled": Sentence(
        "The round is published and can no longer be changed.", "该轮次已经公示，不能再修改。"
    ),
    "round_is_planned": Sentence(
        "There is a plan for these dates of use; they can no longer be changed.", "该使用期已有方案，日期不能再修改。"
    ),
    "use_does_not_fit": Sentence(
        "What is asked for with receipt {receipt} would not fit the new dates of use.",
        "回执 {receipt} 所申请的时段不在新的使用期内。",
    ),
    "period_too_long": Sentence("The period is too long; allowed is {allowed}.", "期限过长；允许：{allowed}。"),
    "used_before_applied": Sentence(
        "The use would be over before the time for registrations is: needed is {allowed}.",
        "使用期在登记期结束之前就已结束；需要：{allowed}。",
    ),
    # runs, plans, locks
    "run_under_way": Sentence(
        "A run of this round is under way. Please wait for it or cancel it.", "该轮次正在求解。请等待其完成或取消。"
    ),
    "run_ended": Sentence("The run has ended.", "求解已经结束。"),
    "run_failed": Sentence(
        "The run was begun several times and failed each time. Please tell the operator.",
        "求解多次启动均告失败。请联系管理员。",
    ),
    "lease_lost": Sentence("Another worker has this run now.", "该求解已由另一工作进程接手。"),
    "choose_a_place": Sentence("Please choose a place.", "请选择地点。"),
    "no_such_space": Sentence("There is no such space at that site.", "该停车点没有这个车位。"),
    "no_such_volunteer": Sentence("No volunteer has that number.", "没有该编号的志愿者。"),
    "lock_removed": Sentence("This decision was taken back already.", "该决定已经撤销。"),
    "nothing_to_keep": Sentence(
        "The newest plan gives this registration no place that could be kept.",
        "最新方案没有给该登记安排车位，无可保留。",
    ),
    "not_your_place": Sentence("That place is not at a site that you run.", "该车位不在您负责的停车点。"),
    "other_round": Sentence("The two plans are of different rounds.", "两个方案不属于同一轮次。"),
    # publications
    "publication_under_way": Sentence("Another version is being prepared or published.", "另一个版本正在准备或发布。"),
    "published_already": Sentence("This version is in force already.", "该版本已经发布。"),
    "publication_not_prepared": Sentence(
        "The version is not ready to be published: {value}.",
        "该版本尚不能发布：{value}。",
        Sentence("The version is not ready to be published.", "该版本尚不能发布。"),
    ),
    "publication_stale": Sentence(
        "Something changed since the version was prepared. Please prepare it again.",
        "版本准备之后情况有变，请重新准备。",
    ),
    "round_cancelled": Sentence("The round was cancelled.", "该轮次已取消。"),
    "round_settled": Sentence("The round was settled.", "该轮次已办结。"),
    "given_up": Sentence("The version was given up.", "该版本已放弃。"),
    # bookings
    "space_taken": Sentence(
        "The place is taken at that time. Please choose another place or time.",
        "该时段已被占用。请另选地点或时间。",
    ),
    "vehicle_busy": Sentence("The vehicle has another space at that time.", "该车辆在此时段已有车位。"),
    "too_many_bookings": Sentence(
        "There may be at most {allowed} bookings at a time that are not over.", "尚未结束的预约最多 {allowed} 个。"
    ),
    "booking_is_over": Sentence("The booking is over or cancelled.", "该预约已经结束或取消。"),
    "empty_span": Sentence("The end must be later than the start.", "结束时间必须晚于开始时间。"),
    "span_length": Sentence("A booking may last {allowed}.", "预约时长应为：{allowed}。"),
    "in_the_past": Sentence("The start lies in the past.", "开始时间已过。"),
    "too_far_ahead": Sentence("The time is too far away; allowed is {allowed}.", "时间太远；允许：{allowed}。"),
}
