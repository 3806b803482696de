"""Words of the page on one's own space."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

OWN_SPACES: Mapping[str, Sentence] = {
    "to_own_spaces": Sentence("My own space", "我的车位"),
    "own_spaces_title": Sentence("My own space", "我的车位"),
    "own_spaces_lead": Sentence(
        "Offer your space while you are away: you get points for the next round and your share of what is paid. Called "
        "back in time, it is yours for certain.",
        "您外出时可共享车位，可获下一轮积分并分享收益；按期收回，保证归还。",
    ),
    "own_spaces_none": Sentence("No space is registered as your own.", "尚未登记您的自有车位。"),
    "own_spaces_none_next": Sentence("The property service can enter it.", "请联系物业服务处登记。"),
    "own_space_at": Sentence("Space {space}, {site}", "{site} {space} 车位"),
    "own_offered": Sentence("Offered from {first} on", "自 {first} 起共享"),
    "own_offered_until": Sentence("Offered from {first} to {last}", "{first} 至 {last} 共享"),
    "own_window": Sentence("{days}, {start} to {end}", "{days} {start} 至 {end}"),
    "own_next": Sentence("The next two weeks", "未来两周"),
    "own_offered_span": Sentence("offered", "共享"),
    "own_used_span": Sentence("used by somebody", "他人使用"),
    "own_back_span": Sentence("yours", "收回自用"),
    "own_back_title": Sentence("Called back", "已收回"),
    "own_given_back": Sentence("your own space", "本车位"),
    "own_fallback": Sentence("another space instead", "替代车位"),
    "own_compensated": Sentence("compensated", "已补偿"),
    "own_was_taken": Sentence("told that it was taken", "已报告被占用"),
    "own_withdraw": Sentence("Leave it to others after all", "撤回"),
    "own_missed": Sentence("It was taken when I came", "到场时被占用"),
    "own_missed_title": Sentence("Was your space taken when you came?", "您到场时车位被占用？"),
    "own_missed_means": Sentence(
        "It is put on record. Once the property service has confirmed it, you are compensated as the covenant says. "
        "This cannot be taken back.",
        "将记录在案；物业服务处核实后，按公约补偿。报告后不能撤回。",
    ),
    "own_missed_yes": Sentence("Yes, it was taken", "确认被占用"),
    "own_missed_not_now": Sentence(
        "This is told from the beginning of the time for which you called the space back, within seven days.",
        "收回时段开始后七天内可以报告。",
    ),
    "own_was_told": Sentence("You have told this already.", "您已报告。"),
    "own_offer_title": Sentence("Offer the space", "共享车位"),
    "own_offer_more": Sentence("Offer other dates", "共享其他日期"),
    "own_offer_do": Sentence("Offer", "共享"),
    "own_back_do_title": Sentence("Have the space back", "收回车位"),
    "own_back_do": Sentence("Call back", "收回"),
    "own_end_title": Sentence("End the offer", "结束共享"),
    "own_end_do": Sentence("End", "结束"),
    "label_first": Sentence("From (date)", "起始日期"),
    "label_last": Sentence("Last date", "最后日期"),
    "label_starts_at": Sentence("From", "开始"),
    "label_ends_at": Sentence("To", "结束"),
    "label_fallback": Sentence(
        "If it is in use: another space will do, or the compensation", "如正在使用，接受替代车位或补偿"
    ),
    "own_days_every": Sentence("every day", "每天"),
    "own_days_workday": Sentence("workdays", "工作日"),
    "own_days_rest_day": Sentence("rest days", "休息日"),
}
