"""Sentences of volunteers, elders, shifts and teams: what is refused, what should be known, what people are told."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

VOLUNTEER_REFUSALS: Mapping[str, Sentence] = {
    # volunteers
    "volunteer_known": Sentence("This person is registered as a volunteer already.", "此人已登记为志愿者。"),
    "volunteer_not_ready": Sentence(
        "As the volunteer stands, this step is not possible.", "志愿者目前的状态不能进行此操作。"
    ),
    "volunteers_elsewhere": Sentence(
        "This person is an active volunteer of another community; they can be registered here as a neighbour.",
        "此人已是另一社区的在岗志愿者；在本社区可登记为邻社区支援志愿者。",
    ),
    "age_not_allowed": Sentence(
        "With this date of birth nobody can volunteer here; allowed is {allowed}.",
        "该出生日期不符合志愿者年龄要求；允许：{allowed}。",
    ),
    "guardian_consent_missing": Sentence(
        "For somebody under 18 the office must first record the guardian's consent.",
        "未满 18 周岁者，须先由社区办公室登记监护人同意书。",
    ),
    "office_states_this": Sentence(
        "{field} is for the office to state. Please show your papers there.",
        "{field} 由社区办公室登记。请携带相关证明到办公室办理。",
        Sentence("This is for the office to state.", "此项由社区办公室登记。"),
    ),
    "home_half": Sentence("{field} is missing; please state {allowed}.", "缺少 {field}；请填写{allowed}。"),
    # pairs
    "pair_known": Sentence(
        "Of these two something is stated already ({value}). Please take that back first.",
        "这两人之间已有规定（{value}）。请先撤销。",
        Sentence("Of these two something is stated already.", "这两人之间已有规定。"),
    ),
    # elders
    "contact_vetoed": Sentence(
        "{field} names somebody whom the elder does not want to come.", "{field} 所填的人是长者不愿接受的志愿者。"
    ),
    "elder_has_shifts": Sentence(
        "{shifts} visits to this elder are still to come. Please call them off first.",
        "这位长者还有 {shifts} 次探访未进行。请先取消。",
    ),
    "elder_retired": Sentence("The elder {value} is not visited any more.", "长者 {value} 已不再接受探访。"),
    # templates and shifts
    "shift_length": Sentence(
        "A shift may last {allowed}; this one would last {value} minutes.",
        "班次时长应为 {allowed}；所填为 {value} 分钟。",
        Sentence("A shift may last {allowed}.", "班次时长应为 {allowed}。"),
    ),
    "first_missing": Sentence(
        "{field} is missing: weeks are counted from it. Please state {allowed}.",
        "缺少 {field}：隔周从该日期起算。请填写{allowed}。",
    ),
    "empty_alternative": Sentence(
        "{field} has an alternative that asks for nothing; needed is {allowed}.",
        "{field} 中有一个空的备选条件；需要{allowed}。",
    ),
    "home_visit_needs_elder": Sentence(
        "A home visit goes to somebody: please name {allowed}.", "上门探访需要探访对象：请填写{allowed}。"
    ),
    "template_retired": Sentence("The template makes no shifts any more.", "该班次模板已停用。"),
    "not_a_roster_round": Sentence("This round plans no volunteers.", "该轮次不安排志愿服务。"),
    "shift_not_ready": Sentence("The shift was called off or is over.", "该班次已取消或已结束。"),
    "shift_under_way": Sentence("Somebody has checked in for this shift already.", "已有人在该班次签到。"),
    "role_in_use": Sentence(
        "As {value}, {people} seats are taken, kept for a team or decided on; please leave room for them.",
        "“{value}”已有 {people} 个名额被占用、为团队保留或已作安排；请予以保留。",
    ),
    # decisions about single seats
    "locked_already": Sentence(
        "There is a decision on this volunteer and shift. Please take that back first.",
        "对该志愿者和班次已有决定。请先撤销。",
    ),
    "not_waivable": Sentence(
        "The rule {value} cannot be overridden; those that can are: {allowed}.",
        "规则 {value} 不可豁免；可豁免的规则：{allowed}。",
    ),
    "ban_waives_nothing": Sentence(
        "Only for somebody who is pinned can a rule be overridden.", "只有指定人员上岗时才能豁免规则。"
    ),
    # teams
    "seats_not_free": Sentence(
        "So many seats are not free; free are: {allowed}.", "没有这么多空余名额；目前空余：{allowed}。"
    ),
    "answer_by_too_late": Sentence("The answer must be due {allowed}.", "答复期限应在{allowed}。"),
    "team_complete": Sentence("All seats kept for this team are taken.", "为该团队保留的名额已全部落实到人。"),
    "team_not_ready": Sentence("As the request stands, this is not possible.", "该团队邀请目前的状态不能进行此操作。"),
}

VOLUNTEER_NOTICES: Mapping[str, Sentence] = {
    "role_without_people": Sentence(
        "{people} people of the community could be {role} on {shift}, {needed} are needed: "
        "seats will stay empty until more have the age, skills and insurance for it.",
        "本社区符合“{role}”要求的有 {people} 人，班次 {shift} 需要 {needed} 人："
        "在有更多人具备相应年龄、技能和保险之前，名额会空缺。",
    ),
    "pair_against_veto": Sentence(
        "Two who must serve together cannot visit the elder {elder}: one is the contact, the other is not wanted.",
        "必须同班的两人无法一起探访长者 {elder}：一人是联系人，另一人被长者拒绝。",
    ),
    "pair_on_shift": Sentence(
        "Both have a seat on {shift}: please decide who stays.", "两人在 {shift} 都有名额：请决定由谁留下。"
    ),
    "template_left_out": Sentence(
        "The template {template} made no shifts: its elder is not visited any more.",
        "模板 {template} 没有生成班次：对应的长者已不再接受探访。",
    ),
}

VOLUNTEER_MESSAGES: Mapping[str, Sentence] = {
    "volunteer_verified": Sentence(
        "The office has verified you as a volunteer ({receipt}). You are planned within the times that you offer.",
        "社区办公室已核实您的志愿者登记（{receipt}）。今后将在您提供的时间内为您安排服务。",
    ),
    "shift_moved": Sentence(
        "{shift} has changed: it now begins at {starts}. Please say by {answer_by} whether you come.",
        "{shift} 有变动：现定于 {starts} 开始。请在 {answer_by} 前回复能否参加。",
    ),
    "shift_moved_away": Sentence(
        "{shift} has changed: it now begins at {starts}, when you are elsewhere. Your seat is given to others.",
        "{shift} 有变动：现定于 {starts} 开始，与您的其他安排冲突。您的名额将由他人接替。",
    ),
    "shift_moved_anew": Sentence(
        "{shift} has changed and now begins at {starts}. Your wish, or what we asked you, no longer stands; "
        "you are welcome to sign up anew.",
        "{shift} 有变动：现定于 {starts} 开始。您此前的报名意愿或我们对您的邀请不再有效，欢迎重新报名。",
    ),
    "shift_called_off": Sentence(
        "{shift}, {starts}, for which you wished or were asked, is called off: {reason}",
        "您报名或受邀的 {shift}（{starts}）已取消：{reason}",
    ),
    "seat_taken_back": Sentence(
        "The office has changed the plan; you are not needed after all: {shift}, {starts}. Thank you.",
        "社区办公室调整了安排，您不必到岗：{shift}，{starts}。谢谢您。",
    ),
    "team_asked": Sentence(
        "Your organisation is asked for {seats} people: {shift}, from {starts}. Please answer by {answer_by}.",
        "邀请贵单位派 {seats} 人参加：{shift}，{starts} 开始。请在 {answer_by} 前答复。",
    ),
    "team_accepted": Sentence(
        "The organisation that was asked sends its team: {shift}, {starts}.",
        "受邀单位同意派人参加：{shift}，{starts}。",
    ),
    "team_declined": Sentence(
        "The organisation that was asked sends nobody; the seats are open to others: {shift}, {starts}.",
        "受邀单位不派人参加，名额已向他人开放：{shift}，{starts}。",
    ),
    "team_lapsed": Sentence(
        "An organisation did not answer, or name all its people, in time; "
        "the seats are open to others: {shift}, {starts}.",
        "受邀单位未按时答复或未按时落实全部人员，名额已向他人开放：{shift}，{starts}。",
    ),
    "team_released": Sentence(
        "Seats of your organisation for which nobody was named in time are open to others: {shift}, from {starts}.",
        "贵单位未按时落实到人的名额已向他人开放：{shift}，{starts} 开始。",
    ),
    "team_taken_back": Sentence(
        "Your organisation is no longer asked for people: {shift}, from {starts}.",
        "不再需要贵单位派人参加：{shift}，{starts} 开始。",
    ),
}

VOLUNTEER_PHRASES: Mapping[str, str] = {
    "a date in the first of the weeks": "第一个服务周内的日期",
    "a meeting point of the community": "本社区的集合点",
    "a meeting point, or an elder": "集合点，或长者",
    "a pair of whom nothing is stated yet": "尚无规定的两人",
    "a shift for which nobody has checked in": "尚无人签到的班次",
    "a skill in each alternative": "每个备选条件至少一项技能",
    "a template in use": "在用的模板",
    "a volunteer of the community": "本社区的志愿者",
    "a volunteer of the organisation": "该单位的志愿者",
    "a volunteer without a decision on this shift": "在该班次上尚无决定的志愿者",
    "an address": "地址",
    "an elder of the community": "本社区的长者",
    "an elder who is visited": "接受探访的长者",
    "an elder without visits to come": "没有待探访安排的长者",
    "at most {} volunteers": "最多 {} 名志愿者",
    "both coordinates, or neither": "两个坐标，或都不填",
    "each id once": "每个代号只用一次",
    "none where the lock is no pin": "非指定上岗时不填",
    "somebody who is no volunteer yet": "尚未登记为志愿者的人",
    "somebody whom the elder wants to come": "长者愿意接受的人",
    "the elder who is visited": "探访对象（长者）",
    "the person who volunteers": "志愿者本人",
    "{} people": "{} 人",
    "{} to {} minutes": "{} 到 {} 分钟",
    "{} to {} years": "{} 到 {} 周岁",
}
