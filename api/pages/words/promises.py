"""What is promised, what is not, and how to check it: words for residents and the council, as `docs/trust.md` says."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

PROMISES: Mapping[str, Sentence] = {
    "trust_title": Sentence("What you can rely on, and how to check it", "您可以相信什么，又怎样核验"),
    "trust_lead": Sentence(
        "You need not believe us. Each promise below is tested, and most of them you can check yourself.",
        "您不必相信我们。下面每一条都有测试，大部分您可以自己核验。",
    ),
    "trust_limits": Sentence("What is not promised", "没有承诺什么"),
    "trust_check": Sentence("How to check it yourself", "怎样自己核验"),
    "promise_reasons": Sentence("Every refusal has a true reason", "每项未分配都有真实的原因"),
    "promise_reasons_text": Sentence(
        "Reasons and their numbers are worked out from what was asked for and what was given, by the rules that check "
        "the plan. Nobody writes them, and nothing guesses them.",
        "原因和其中的数字，都由申请与方案按核验规则算出，没有人代写，也不靠猜测。",
    ),
    "promise_cause": Sentence("You learn what exactly stood in the way", "您会知道究竟是什么挡住了"),
    "promise_cause_text": Sentence(
        "Without the things named you would have had a place; with any one of them left standing, you would not. "
        "Others are counted, never named. Where only points were missing, you learn how many.",
        "没有所列的这些，您就会有位置；只要留下其中任何一项，就没有。其他人只计数，不点名。若只差积分，会告诉您差多少。",
    ),
    "promise_ways": Sentence("Other ways that are offered are really open", "推荐的其他办法确实可行"),
    "promise_ways_text": Sentence(
        "Each is added to the plan and checked by every rule before it is told. Where there is none, everything that "
        "was searched is named.",
        "每个办法都先放进方案、按全部规则核验，才告诉您。没有办法时，会说明查过哪些范围。",
    ),
    "promise_kept": Sentence("A new plan takes from nobody without need", "重新编排不会无故动任何人的安排"),
    "promise_kept_text": Sentence(
        "Decisions of the staff hold, or the plan names those that cannot. To keep what people have, and to move few, "
        "comes before serving more.",
        "工作人员的决定都会执行，不能执行的会列明。先保住已有安排、尽量少变动，然后才多安排他人。",
    ),
    "promise_fair": Sentence("Nobody is passed over round after round", "没有人一轮又一轮地落空"),
    "promise_fair_text": Sentence(
        "Whoever lost as many rounds of parking or rooms in a row as the covenant says comes first in the next, before "
        "all points.",
        "停车或活动室连续落空达到公约所定轮数的，下一轮优先于一切积分。",
    ),
    "promise_draw": Sentence("Nobody chooses the lot", "抽签谁也左右不了"),
    "promise_draw_text": Sentence(
        "The seed joins a secret, fixed before the round closes, with a public number of a later day. Everybody can "
        "work out every lot again.",
        "种子由截止前已锁定的密文和之后某日的公开数字合成。任何人都能重算每一个签号。",
    ),
    "promise_bound": Sentence("How good the plan is, is proven", "方案有多好，是证明过的"),
    "promise_bound_text": Sentence(
        "No plan that keeps the rules is better than the stated bound. The proof is arithmetic with whole numbers, "
        "which the checker does itself.",
        "遵守规则的任何方案都不会优于所列界值。证明只是整数运算，由核验程序自己完成。",
    ),
    "promise_repeat": Sentence("The same input gives the same plan", "同样的输入得到同样的方案"),
    "promise_repeat_text": Sentence(
        "What a plan was made from is kept. Whoever solves it again gets the very same plan.",
        "编排所用的全部输入都会保存，再次求解得到完全相同的方案。",
    ),
    "promise_certificate": Sentence("Anybody can check the whole plan without us", "任何人都能脱离我们核验整个方案"),
    "promise_certificate_text": Sentence(
        "Each notice has a certificate: one file without names, plates or homes. The checker is a small program of "
        "its own, which needs neither our server nor the planner.",
        "每份公示都有一份证书：一个不含姓名、车牌和住址的文件。核验程序独立而小巧，不需要我们的服务器，也不需要编排程序。",
    ),
    "promise_person": Sentence(
        "Everybody can read how their own result came about", "每个人都能看到自己的结果怎样得来"
    ),
    "promise_person_text": Sentence(
        "One page tells points, counts, reasons, cause and what can be done, without anybody else's receipt or plate.",
        "一页纸说明积分、人数、原因、障碍和可行的办法，不含他人的回执号或车牌。",
    ),
    "promise_once": Sentence("Nothing is given twice", "同一位置不会给两个人"),
    "promise_once_text": Sentence(
        "The database itself refuses a second right or booking on the same space or room at the same time.",
        "同一车位或活动室在同一时间的第二项安排，数据库本身就会拒绝。",
    ),
    "promise_accepted": Sentence("What was accepted is not lost", "已受理的不会丢失"),
    "promise_accepted_text": Sentence(
        "You get your receipt only after it is stored for good, even if the machine is killed the next moment.",
        "先妥善存好，才给您回执；哪怕下一刻程序被强行终止也不会丢。",
    ),
    "promise_published": Sentence("What was published does not change", "公示过的内容不会改动"),
    "promise_published_text": Sentence(
        "A correction is a new version with a number of its own; the one before stays as it was.",
        "更正只能发布新的版本，之前的版本保持原样。",
    ),
    "promise_chain": Sentence("Who did what cannot be rewritten unseen", "谁做了什么，改动必被发现"),
    "promise_chain_text": Sentence(
        "Every act of the office stands in a chain in which each entry holds the digest of the one before.",
        "管理方的每一步都记入记录链，每条记录都含有前一条的摘要。",
    ),
    "limit_input": Sentence(
        "That applications are true and points were given rightly: for that there are objections and the auditor.",
        "申请内容属实、积分给得正确：这要靠异议和审计员。",
    ),
    "limit_goals": Sentence(
        "That nothing is left to improve where a gap is stated. The certificate proves the bound of the first goal.",
        "写明差距时，不承诺已无改进余地。证书证明的是首要目标的界值。",
    ),
    "limit_guarantee": Sentence(
        "A place where rules or decisions of the staff leave none: then the refusal says that the guarantee could not "
        "be kept.",
        "规则或工作人员的决定没有留下位置时，仍可能没有安排；此时会写明保证未能兑现。",
    ),
    "limit_cause": Sentence(
        "That a cause is the only one: there may be others as short. Ways are true of the moment they were found.",
        "所说的障碍不一定是唯一的一组。其他办法以查到的当时为准。",
    ),
    "limit_repeat": Sentence(
        "The same plan again where a run was stopped by hand or by the clock, which the plan says, or where another "
        "version of the program solves it.",
        "人工或按时间停止的求解（方案会注明），以及换用其他版本的程序，结果可能不同。",
    ),
    "limit_draw": Sentence(
        "That a draw is revealed in time. But then nothing can be published.", "抽签一定按时公布。但未公布就无法公示。"
    ),
    "limit_owner": Sentence(
        "That who owns server and database cannot rewrite the chain as a whole: keep its end elsewhere.",
        "掌握服务器和数据库的人无法整链重写：请把链尾摘要另存他处。",
    ),
    "check_audit": Sentence(
        "The whole plan: download the certificate from the notice, and compare the root digest.",
        "整个方案：从公示页下载证书，并比对根摘要。",
    ),
    "check_reasons": Sentence(
        "All reasons: unpack the certificate, and have every cause and way tested again.",
        "全部原因：解开证书，重新检验每个障碍和每个办法。",
    ),
    "check_draw": Sentence(
        "The draw: work out commitment, seed and your lot from the figures on the notice.",
        "抽签：用公示页上的数字重算承诺、种子和您的签号。",
    ),
    "check_person": Sentence(
        "Your own result: sign in, “My page”, “How this was decided”; or ask at the window for the page.",
        "您自己的结果：登录后进入“我的事务”，打开“结果说明”；也可到窗口索取。",
    ),
}
