"""Sentences about what-if: changes that cannot be made, and what a scenario changes for people."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

SCENARIO_REFUSALS: Mapping[str, Sentence] = {
    "not_a_change": Sentence(
        "{field} is no change that a scenario knows; {value} stands there. What is expected: {allowed}.",
        "{field} 不是方案推演可用的改动，现为 {value}。要求：{allowed}。",
    ),
    "not_in_this_domain": Sentence(
        "The change {value} ({field}) does not exist for this kind of round; there are: {allowed}.",
        "这类轮次没有 {value} 这种改动（{field}）；可用的有：{allowed}。",
    ),
    "no_such_setting": Sentence(
        "{field}: there is no setting {value}; allowed is {allowed}.",
        "{field}：没有名为 {value} 的设置；应为{allowed}。",
    ),
}
SCENARIO_EDGE: Mapping[str, Sentence] = {
    "scenario_name_taken": Sentence(
        "A scenario of this round is called {value} already; please choose another name.",
        "本轮已有名为“{value}”的推演方案，请换一个名称。",
    ),
    "plan_of_a_scenario": Sentence(
        "This plan belongs to a scenario, which is never published. Make its changes for real, then plan the round.",
        "这是推演方案，不会发布。请先把改动真正落实，再重新编制本轮方案。",
    ),
}
SCENARIO_PHRASES: Mapping[str, str] = {
    "a setting of the policy": "公约中的一项设置",
    "somebody about whom the staff decided": "工作人员作过决定的对象",
    "a shift, or a place where one meets then": "一个班次，或届时有班次的地点",
    "a plan of the round itself": "本轮自身的方案",
    "a list of changes": "改动的列表",
    "a JSON file with a list of changes": "包含改动列表的 JSON 文件",
}
SCENARIO_WORDS: Mapping[str, Sentence] = {
    "people_who_change": Sentence(
        "{gained} get something they had not, {lost} lose something, {moved} are moved.",
        "新获安排 {gained} 个，失去安排 {lost} 个，变动位置 {moved} 个。",
    ),
}
