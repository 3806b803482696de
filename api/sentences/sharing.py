"""One's own space, guidance and what people think: what refuses a step, and what people are told."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

SHARING_REFUSALS: Mapping[str, Sentence] = {
    "nothing_near": Sentence(
        "No site of this community is near that place; allowed: {allowed}.",
        "该位置附近没有本社区的停车点；允许：{allowed}。",
    ),
    "nobody_by_phone": Sentence(
        "Nobody of this community is registered with this telephone number. Please enrol them at the counter first.",
        "本社区没有人登记此手机号。请先在窗口登记此人。",
    ),
    "no_number_at_end": Sentence(
        "To number several spaces on, the first code has to end in a number, such as c01-001.",
        "要批量编号，首个编号须以数字结尾，例如 c01-001。",
    ),
    "space_shared": Sentence(
        "The space is offered for these dates already. Please end that offer first.",
        "该车位在这些日期已经共享。请先结束原有共享。",
    ),
    "space_not_owned": Sentence(
        "Nobody has stated whose own this space is. The property service can enter it.",
        "该车位尚未登记业主，请物业服务处登记。",
    ),
    "space_is_owned": Sentence(
        "This space is somebody's own. When it is shared is for its owner to say.",
        "该车位属业主自有，何时共享由业主决定。",
    ),
    "space_not_shared": Sentence(
        "The space is not offered then, or it is not the owner's any more; allowed: {allowed}.",
        "该时段未共享，或车位已不属该业主；允许：{allowed}。",
    ),
    "share_over": Sentence("The offer has an end already.", "该共享已设定结束日期。"),
    "share_in_use": Sentence(
        "Until {allowed} somebody has been given the space. The offer can end then, or you call single days back.",
        "在 {allowed} 之前车位已分配他人使用。共享最早可在该日结束，也可按次收回。",
    ),
    "space_in_use": Sentence(
        "Somebody may stand there until {until}. From {allowed} on you can have your space back for certain; for "
        "earlier you can accept another space or the compensation.",
        "车位在 {until} 之前有人使用。{allowed} 起保证可以收回；如需更早，可接受替代车位或补偿。",
    ),
    "called_back_already": Sentence("You have called the space back for this time.", "该时段您已收回车位。"),
    "call_back_over": Sentence(
        "This can no longer be changed ({value}); it would have to be: {allowed}.",
        "目前（{value}）已不能更改；需要：{allowed}。",
    ),
    "call_back_not_begun": Sentence(
        "The time has not begun yet: it begins at {value}.", "该时段尚未开始：{value} 开始。"
    ),
    "missed_already": Sentence("This has been reported already.", "该情况已经报告过。"),
    "feedback_given": Sentence("You have given stars for this use already.", "您已对这次使用作过评价。"),
    "own_organisation": Sentence("Nobody gives stars to their own organisation.", "不能评价自己所属的组织。"),
    "feedback_too_late": Sentence(
        "Stars are given soon after a use; allowed: {allowed}.", "评价须在使用后不久给出；允许：{allowed}。"
    ),
    "feedback_hidden": Sentence("This answer is left out already.", "该评价已被隐藏。"),
}
SHARING_MESSAGES: Mapping[str, Sentence] = {
    "owner_fallback": Sentence(
        "Your own space is in use at {at}. Space {space} is kept for you instead.",
        "{at} 您的车位正在使用，已为您保留车位 {space}。",
    ),
    "moved_for_owner": Sentence(
        "The owner needs the space back: at {at} please stand on space {space} instead.",
        "业主需收回车位：{at} 请改停车位 {space}。",
    ),
    "lost_to_owner": Sentence(
        "The owner needs the space back and no other is free: your use at {at} falls away. You are compensated where "
        "the covenant says so.",
        "业主需收回车位，且无其他空位：您 {at} 的使用取消，并按公约予以补偿。",
    ),
}
SHARING_PHRASES: Mapping[str, str] = {
    "a place within {} metres of a site": "距停车点 {} 米以内的位置",
    "a person of the community": "本社区的人员",
    "{} minutes to {} days later": "晚 {} 分钟至 {} 天",
    "a time for which it is offered": "已共享的时段",
    "a later time": "较晚的时间",
    "1 to {} windows": "1 至 {} 个时段",
    "a call-back that has not begun": "尚未开始的收回",
    "a time to come": "将来的时间",
}
