"""Ways forward: what refuses one that is to be held or taken, and what people are told of it."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

WAY_REFUSALS: Mapping[str, Sentence] = {
    "alternative_gone": Sentence("Somebody else has this place by now.", "该名额已被他人占用。"),
    "alternative_barred": Sentence(
        "Since it was found a rule has come to speak against it ({value}). Please look again.",
        "找到之后，情况有变，已不符合规则（{value}）。请重新查找。",
    ),
    "alternative_over": Sentence(
        "Nothing of it is left to use, or equipment that it needs is lent.",
        "该办法已没有可用的时间，或所需器材已借出。",
    ),
    "alternative_not_open": Sentence(
        "As it stands ({value}) it can no longer be had; it would have to be: {allowed}.",
        "目前的状态（{value}）已不能选用；需要的状态：{allowed}。",
    ),
}
WAY_MESSAGES: Mapping[str, Sentence] = {
    "way_held": Sentence(
        "Another way for your registration {receipt} is held for you until {until}.",
        "您的登记 {receipt} 有其他办法，为您保留至 {until}。",
    ),
    "way_lapsed": Sentence(
        "The other way for your registration {receipt} is no longer held for you. You may look again.",
        "为您的登记 {receipt} 保留的其他办法已到期。您可以重新查找。",
    ),
    "way_taken": Sentence(
        "Your registration {receipt} has taken another way: the place is yours.",
        "您的登记 {receipt} 已选用其他办法，名额归您使用。",
    ),
}
