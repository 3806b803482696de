"""Public draws and fairness over rounds: what refuses a step of a draw, and what is told of either."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

DRAW_REFUSALS: Mapping[str, Sentence] = {
    "draw_committed_already": Sentence(
        "The round has a draw already; to commit to another, withdraw it first.",
        "该轮次已承诺公开抽签；如需另行承诺，请先撤回。",
    ),
    "draw_is_fixed": Sentence(
        "A draw can be withdrawn while its round is open and before the day of its number; allowed: {allowed}.",
        "只有在轮次截止之前且公开数字日期未到时才能撤回抽签；允许：{allowed}。",
    ),
    "draw_revealed_already": Sentence("The draw is revealed already.", "抽签结果已经公布。"),
    "draw_too_early": Sentence(
        "The public number is one of {value}: please enter it then or later.",
        "公开数字属于 {value}，请在当天或之后录入。",
    ),
    "draw_not_frozen": Sentence(
        "The round is still open: who takes part in the draw is fixed when it closes.",
        "该轮次尚未截止；截止时才确定参加抽签的登记。",
    ),
    "draw_same_person": Sentence(
        "You have entered the number already: a second person must enter it too.",
        "您已录入过该数字，须由另一人再录入一次。",
    ),
    "draw_numbers_differ": Sentence(
        "The two numbers differ. Both are forgotten; please let two people enter it anew.",
        "两人录入的数字不一致，均已作废，请由两人重新录入。",
    ),
    "draw_number_malformed": Sentence(
        "This cannot be a public number; allowed: {allowed}.", "这不是可用的公开数字；允许：{allowed}。"
    ),
    "draw_day_comes_first": Sentence(
        "The draw's public number would be known before the round closes; allowed: {allowed}.",
        "抽签所用的公开数字将在截止之前公布；允许：{allowed}。",
    ),
    "draw_not_revealed": Sentence(
        "The round has a draw that is not revealed yet: please enter its public number and plan again.",
        "该轮次的抽签尚未公布，请先录入公开数字，再重新制定方案。",
    ),
    "draw_not_in_plan": Sentence(
        "The plan was made before the draw was revealed. Please plan again.",
        "该方案制定于抽签公布之前，请重新制定方案。",
    ),
}
DRAW_WORDS: Mapping[str, Sentence] = {
    "not_a_receipt": Sentence(
        "{value} is no receipt: its letters or its check character are wrong.",
        "{value} 不是回执编号：字符或校验位有误。",
    ),
    "secret_of_other_draw": Sentence("The secret does not belong to that commitment.", "该密文与公布的承诺不符。"),
}
DRAW_PHRASES: Mapping[str, str] = {
    "a second person": "另一人",
    "the same number from two people": "两人录入的相同数字",
    "digits, letters and . , : + / -": "数字、字母和 . , : + / -",
    "revealed": "已公布",
    "a plan made since the draw": "抽签公布之后制定的方案",
    "a closed round": "已截止的轮次",
    "64 hexadecimal digits in lower case": "64 位小写十六进制数字",
    "the secret that was committed to": "所承诺的密文",
    "each receipt once": "每个回执编号只出现一次",
    "a receipt as it was given out": "所发放的回执编号",
}
