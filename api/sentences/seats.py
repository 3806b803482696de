"""Sentences of the living roster: what is refused about seats, and what people are told."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

SEAT_REFUSALS: Mapping[str, Sentence] = {
    # who
    "not_a_volunteer": Sentence(
        "You are not registered as a volunteer yet. Please register first.", "您还没有登记为志愿者。请先登记。"
    ),
    "volunteer_not_serving": Sentence(
        "The volunteer is not verified yet, is pausing, or has left.", "该志愿者尚未核实、已暂停或已退出服务。"
    ),
    "ask_the_office": Sentence(
        "This seat cannot be given to you. Please ask the office; there are other shifts.",
        "这个岗位不能安排给您。请咨询社区办公室，或选择其他班次。",
    ),
    # signing up
    "shift_not_open": Sentence("The shift is not published yet.", "该班次尚未公布。"),
    "shift_has_begun": Sentence("The shift has begun or is over.", "该班次已经开始或结束。"),
    "shift_cancelled": Sentence("The shift is cancelled.", "该班次已取消。"),
    "sign_up_not_open": Sentence("Signing up for this shift opens at {opens}.", "该班次的报名于 {opens} 开放。"),
    "drawn_by_lot": Sentence(
        "The seats of this shift are drawn by lot. Please state a wish instead.",
        "该班次的岗位由抽签决定。请提交意愿参加抽签。",
    ),
    "not_drawn": Sentence(
        "No wishes are gathered for this shift now: it is not drawn by lot, or the draw was.",
        "该班次目前不收集意愿：不采用抽签，或抽签已经结束。",
    ),
    "seat_held_already": Sentence("There is a seat on this shift already.", "在该班次上已有岗位。"),
    "no_seat_left": Sentence(
        "All seats of this role are taken. Please choose another shift.", "该岗位已满。请另选班次。"
    ),
    "volunteer_busy": Sentence("The volunteer has another shift at that time.", "该志愿者在此时段已有其他班次。"),
    # seats
    "seat_not_ready": Sentence(
        "As the seat stands ({value}), this step is not possible; it needs: {allowed}.",
        "岗位目前的状态（{value}）不能进行此操作；需要的状态：{allowed}。",
        Sentence("As the seat stands, this step is not possible.", "岗位目前的状态不能进行此操作。"),
    ),
    "not_overridable": Sentence(
        "This rule cannot be overridden; those that can: {allowed}.", "该规则不能放宽；可以放宽的有：{allowed}。"
    ),
    "substitute_needed": Sentence(
        "Less than {hours} hours are left. Please say that you cannot come, and somebody else will be asked.",
        "距开始已不足 {hours} 小时。请告知“不能到岗”，我们会另请他人。",
    ),
    "phone_only": Sentence(
        "Less than {hours} hours are left. Please call the office.", "距开始已不足 {hours} 小时。请致电社区办公室。"
    ),
    "ask_is_over": Sentence(
        "Thank you, but the seat is taken by now, or the time to answer is over.",
        "谢谢您，不过该岗位已有人接替，或已过答复期限。",
    ),
    # swaps
    "swap_pending": Sentence(
        "There is an offer to swap this seat already. Please wait for the answer or take it back.",
        "该岗位已有换班请求。请等待答复或撤回请求。",
    ),
    "swap_is_over": Sentence("This offer to swap is over.", "该换班请求已经结束。"),
    "swap_not_agreed": Sentence("The other has not agreed yet.", "对方尚未同意。"),
    "swap_not_possible": Sentence(
        "The other cannot take this seat by the rules. Please ask somebody else.",
        "按规则对方不能接替这个岗位。请另找他人。",
    ),
    # attendance
    "too_early": Sentence(
        "It is too early: checking in opens {minutes} minutes before the shift.",
        "时间尚早：班次开始前 {minutes} 分钟开放签到。",
    ),
    "too_late": Sentence("It is too late for this. Please tell the coordinator.", "已过签到或签退时间。请告知负责人。"),
    "checked_in_already": Sentence("You are checked in already.", "已经签到。"),
    "checked_out_already": Sentence("You are checked out already.", "已经签退。"),
    "not_checked_in": Sentence("There was no check-in yet.", "尚未签到。"),
    "check_out_before_check_in": Sentence("The check-out lies before the check-in.", "签退时间早于签到时间。"),
    "in_the_future": Sentence("The time lies in the future.", "时间在未来。"),
    "wrong_code": Sentence(
        "This is not the code of the place. Please scan the poster that hangs there.",
        "这不是该地点的签到码。请扫描现场张贴的二维码。",
    ),
    "no_code_here": Sentence(
        "There is no code at this place. Please have the coordinator check you in.",
        "该地点没有签到码。请由负责人代为签到。",
    ),
    "not_begun": Sentence("The shift has not begun yet.", "该班次尚未开始。"),
}

SEAT_MESSAGES: Mapping[str, Sentence] = {
    "seat_offered": Sentence(
        "You are asked to serve: {shift}, {starts}. Please accept or decline by {answer_by}.",
        "邀请您参加：{shift}，{starts}。请在 {answer_by} 之前接受或谢绝。",
        Sentence("You are asked to serve: {shift}, {starts}.", "邀请您参加：{shift}，{starts}。"),
    ),
    "seat_given": Sentence(
        "As agreed, you serve: {shift}, {starts}. Thank you.", "按约定，您将参加：{shift}，{starts}。谢谢。"
    ),
    "seat_lapsed": Sentence(
        "The seat was not accepted in time and is open to others: {shift}, {starts}.",
        "未按时接受，岗位已开放给他人：{shift}，{starts}。",
    ),
    "seat_cancelled": Sentence(
        "You are not needed after all: {shift}, {starts}. {reason}",
        "您的班次已取消安排：{shift}，{starts}。{reason}",
        Sentence("You are not needed after all: {shift}, {starts}.", "您的班次已取消安排：{shift}，{starts}。"),
    ),
    "seat_excused": Sentence(
        "You are excused from this shift: {shift}, {starts}. {reason}",
        "您的这一班次已予请假：{shift}，{starts}。{reason}",
        Sentence("You are excused from this shift: {shift}, {starts}.", "您的这一班次已予请假：{shift}，{starts}。"),
    ),
    "seat_missed": Sentence(
        "You are noted as absent without excuse: {shift}, {starts}. Please tell the office if that is not so.",
        "您在以下班次被记为无故缺席：{shift}，{starts}。如与事实不符请告知社区办公室。",
    ),
    "seat_taken_over": Sentence(
        "Somebody else comes in your place; you need not come: {shift}, {starts}.",
        "已有人接替您，您不必到岗：{shift}，{starts}。",
    ),
    "seat_given_up": Sentence(
        "Somebody cannot come, and a substitute is sought: {shift}, {starts}.",
        "有人不能到岗，正在寻找替补：{shift}，{starts}。",
    ),
    "substitute_asked": Sentence(
        "Can you stand in? {shift}, {starts}. Please answer by {answer_by}; the first yes has the seat.",
        "您能替补吗？{shift}，{starts}。请在 {answer_by} 之前答复，先答应者得。",
    ),
    "substitute_late": Sentence(
        "The seat for which you were asked is filled; thank you: {shift}, {starts}.",
        "邀请您替补的岗位已有人到岗，谢谢您：{shift}，{starts}。",
    ),
    "substitute_missing": Sentence(
        "Nobody is left to be asked for an empty seat: {shift}, {starts}.", "空缺岗位已无人可问：{shift}，{starts}。"
    ),
    "swap_proposed": Sentence(
        "Somebody asks you to take over or swap a shift: {shift}, {starts}. Please answer by {answer_by}.",
        "有人请您接班或换班：{shift}，{starts}。请在 {answer_by} 之前答复。",
    ),
    "swap_agreed": Sentence(
        "The other agrees to your swap; it waits for a coordinator: {shift}, {starts}.",
        "对方已同意换班，等待负责人批准：{shift}，{starts}。",
    ),
    "swap_waits": Sentence(
        "Two people agreed on a swap; it waits for your approval: {shift}, {starts}.",
        "双方已同意换班，等待您批准：{shift}，{starts}。",
    ),
    "swap_done": Sentence("The swap is done: {shift}, {starts}.", "换班已生效：{shift}，{starts}。"),
    "swap_refused": Sentence(
        "Your swap was refused: {shift}, {starts}. {reason}",
        "您的换班请求未获同意：{shift}，{starts}。{reason}",
        Sentence("Your swap was refused: {shift}, {starts}.", "您的换班请求未获同意：{shift}，{starts}。"),
    ),
    "swap_withdrawn": Sentence(
        "The swap that you were asked for was taken back: {shift}, {starts}.", "对方已撤回换班请求：{shift}，{starts}。"
    ),
    "swap_expired": Sentence(
        "A swap was not decided in time: {shift}, {starts}. All stays as it is.",
        "换班请求逾期未定：{shift}，{starts}。一切照旧。",
    ),
    "wish_drawn": Sentence(
        "You were drawn: {shift}, {starts}. You serve; please say in time if you cannot.",
        "您已中签：{shift}，{starts}。请按时到岗；不能来请及早告知。",
    ),
    "wish_passed": Sentence(
        "You were not drawn this time: {shift}, {starts}. Seats that come free are open to all.",
        "此次未中签：{shift}，{starts}。如有空缺，向所有人开放报名。",
    ),
    "shift_reminder": Sentence(
        "A reminder: {shift}, {starts}. Please say so if you cannot come.",
        "提醒：{shift}，{starts}。如不能到岗请及早告知。",
    ),
}

SEAT_STATES: Mapping[str, Sentence] = {
    "offered": Sentence("offered", "待答复"),
    "checked_in": Sentence("checked in", "已签到"),
    "checked_out": Sentence("checked out", "已签退"),
    "looking_for_substitute": Sentence("looking for a substitute", "正在找替补"),
    "excused": Sentence("excused", "已请假"),
    "absent": Sentence("absent", "缺席"),
    "cancelled_by_us": Sentence("cancelled by the office", "已由办公室取消"),
    "proposed": Sentence("proposed", "已提出"),
    "agreed": Sentence("agreed", "双方已同意"),
    "over": Sentence("over", "已结束"),
    "expired": Sentence("expired", "已逾期"),
}
