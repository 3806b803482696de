"""Sentences for causes: what would have to be out of the way for a registration to have a place."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

CAUSES: Mapping[str, Sentence] = {
    "cause_free": Sentence(
        "A place was left free: nothing stands in the way. Please ask the staff to plan again.",
        "仍有空位，没有任何障碍：请联系工作人员重新安排。",
    ),
    "cause_rival": Sentence(
        "Others hold the place at {place}: {rivals}, with {rival_points} points together; you have {points}. With "
        "{missing} points more you would have come first.",
        "{place} 的位置由其他 {rivals} 项占用，合计积分 {rival_points}；您的积分为 {points}。再多 {missing} "
        "分即可优先获得。",
    ),
    "cause_rival_guaranteed": Sentence(
        "Others hold the place at {place}: {rivals}. Points would not have helped: one or more of them are guaranteed "
        "a place, because round after round brought them nothing.",
        "{place} 的位置由其他 {rivals} 项占用，再多积分也无济于事：其中有登记因连续多轮未获安排而享有名额保障。",
    ),
    "cause_rival_kept": Sentence(
        "Others hold the place at {place}: {rivals}. Points would not have helped: one or more of them had a place in "
        "the plan before, and whoever had one keeps it.",
        "{place} 的位置由其他 {rivals} 项占用，再多积分也无济于事：其中有登记在此前的方案中已获安排，"
        "重新安排时予以保留。",
    ),
    "cause_rules": Sentence(
        "At {place} there would be a place but for the rules below ({count}).",
        "若非以下 {count} 条规则，{place} 本可安排。",
    ),
    "cause_rules_and_rivals": Sentence(
        "At {place} there would be a place but for the rules below ({count}) and others who hold it ({rivals}); "
        "points alone would not have helped.",
        "若非以下 {count} 条规则，且没有其他 {rivals} 项占用，{place} 本可安排；仅靠积分无济于事。",
    ),
    "cause_no_overlap": Sentence(
        "Another with {points} points has the place.",
        "积分为 {points} 的另一项占用该位置。",
        Sentence("Another has the place.", "另一项占用该位置。"),
    ),
    "cause_longest_walk": Sentence(
        "{place} is {metres} m away on foot; accepted are at most {allowed} m.",
        "到 {place} 需步行 {metres} 米；可接受的最远为 {allowed} 米。",
        Sentence(
            "{place} is not listed as within reach of {allowed} m on foot.",
            "没有把 {place} 列为步行 {allowed} 米内可到。",
        ),
    ),
    "cause_ban": Sentence("The staff have barred this registration from the place.", "工作人员已禁止该登记使用该处。"),
    "cause_pin": Sentence("The staff have fixed another to the place.", "工作人员已将该位置固定给另一项。"),
    "wish_told": Sentence(
        "{request} could be served at {place}: {count} others would lose their places.",
        "{request} 可安排在 {place}：其他 {count} 项将失去位置。",
    ),
    "wish_impossible": Sentence("{request} cannot be served by its own terms.", "按 {request} 自身的条件无法安排。"),
}
