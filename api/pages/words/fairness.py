"""Words of draws, and of what rounds brought to whom."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

FAIRNESS: Mapping[str, Sentence] = {
    # the draw of a round
    "draw_title": Sentence("Public draw", "公开抽签"),
    "draw_text": Sentence(
        "Equal points are decided by lot. The seed is a secret, fixed by its digest before the round closed, joined "
        "with a public number of a later day: nobody chooses it.",
        "同分时由抽签决定。抽签种子由两部分合成：截止前已公布摘要的密文，以及截止后某日的公开数字，任何人都无法左右。",
    ),
    "draw_source": Sentence("Public number", "公开数字来源"),
    "draw_day": Sentence("Day of the number", "数字日期"),
    "draw_commitment": Sentence("Digest of the secret", "密文摘要"),
    "draw_entries": Sentence("Digest of the receipts that take part", "参加抽签回执的摘要"),
    "draw_number": Sentence("Number", "数字"),
    "draw_secret": Sentence("Secret", "密文"),
    "draw_seed": Sentence("Seed", "抽签种子"),
    "draw_waits": Sentence("The draw is not revealed yet.", "抽签结果尚未公布。"),
    "draw_withdrawn": Sentence(
        "A draw by another number ({source}, {day}) was withdrawn before that day. Digest of its secret:",
        "曾承诺以另一数字抽签（{source}，{day}），已在该日之前撤回。其密文摘要：",
    ),
    "draw_lots": Sentence("All lots, to work out again", "全部签号（可自行验算）"),
    # all in sum
    "fairness_title": Sentence("Fairness over rounds", "历轮公平情况"),
    "fairness_lead": Sentence(
        "What settled rounds brought to all who took part, without names. Nothing is told of fewer than five, nor "
        "what would give it away by subtraction.",
        "已结束轮次对全体参与者的结果，不含姓名。不足五户的结果及可据以推算的分组均不列出。",
    ),
    "fairness_none": Sentence("No round has been settled yet.", "尚无已结束的轮次。"),
    "fairness_none_next": Sentence("The figures appear here once a round has been settled.", "轮次结束后在此查看。"),
    "domain_parking": Sentence("Parking", "停车"),
    "domain_rooms": Sentence("Activity rooms", "活动室"),
    "domain_rosters": Sentence("Volunteering", "志愿服务"),
    "fairness_rounds": Sentence("Rounds", "轮次"),
    "fairness_parties": Sentence("Took part", "参与方"),
    "fairness_share": Sentence("Got of what was asked for", "获得占申请的比例"),
    "fairness_smallest": Sentence("Smallest share", "最低比例"),
    "fairness_gini": Sentence("Gini of shares (0 is equal)", "比例的基尼系数（0 为完全均等）"),
    "fairness_envious": Sentence(
        "Served worse than another with no better claim", "结果不如条件不优于自己的另一方的登记"
    ),
    "fairness_streak": Sentence("Most rounds lost in a row", "最多连续落空轮数"),
    "fairness_compounds": Sentence("By compound", "按小区"),
    "fairness_few": Sentence("fewer than 5", "不足 5 户"),
    "fairness_untold": Sentence("not told apart", "不单独列出"),
    "fairness_percent": Sentence("{percent} %", "{percent}%"),
    # one's own
    "own_fairness": Sentence("What past rounds brought you", "历轮结果"),
    "own_fairness_line": Sentence(
        "in {rounds} rounds {got} of {asked}; rounds lost in a row: {streak}",
        "共 {rounds} 轮，申请 {asked}，获得 {got}；目前连续落空 {streak} 轮",
    ),
    "kind_person": Sentence("You", "您本人"),
    "kind_household": Sentence("Your household", "您的家庭"),
    "kind_organisation": Sentence("Your organisation", "您的单位"),
}
