"""Sentences for rules: broken by a plan, in the way of a registration, or in the way of a decision of the staff."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

RULES: Mapping[str, Sentence] = {
    # one space, one right
    "request_once": Sentence(
        "Registration {requests} is served {served} times; allowed is {allowed}.",
        "登记 {requests} 被分配了 {served} 次；只允许 {allowed} 次。",
        Sentence(
            "Registration {requests} is given {assets} spaces where {allowed} on one site are needed.",
            "登记 {requests} 分到 {assets} 个车位；应为同一停车点的 {allowed} 个。",
            Sentence("A registration is served once, on one site.", "每项登记只在一个停车点分配一次。"),
        ),
    ),
    "no_overlap": Sentence(
        "Space {place}: the times of {requests} come too close at {minute}: {apart} minutes apart, at least "
        "{allowed} are needed.",
        "车位 {place}：{requests} 在 {minute} 前后时间过近，相隔 {apart} 分钟，至少需要 {allowed} 分钟。",
        Sentence(
            "All {spaces} suitable spaces at {place} are taken, by {rivals} others: {more} with more points than "
            "{points}, {equal} with as many, {fewer} with fewer.",
            "{place} 合适的 {spaces} 个车位都已分给其他 {rivals} 项登记：积分高于 {points} 的 {more} 项，相同的 "
            "{equal} 项，较低的 {fewer} 项。",
            Sentence("The space is taken at that time.", "该时段车位已被占用。"),
        ),
    ),
    # rules of a site
    "owner_reserve": Sentence(
        "Site {place}, {minute}: {standing} vehicles would stand where {allowed} may; the other spaces are kept free "
        "for owners.",
        "停车点 {place} 在 {minute} 有 {standing} 辆车，最多允许 {allowed} 辆；其余车位为业主预留。",
        Sentence("The last free spaces of the site are kept for owners.", "该停车点最后的空位为业主预留。"),
    ),
    "outside_cap": Sentence(
        "Site {place}, {minute}: {standing} outside vehicles would stand where {allowed} may.",
        "停车点 {place} 在 {minute} 有 {standing} 辆外来车辆，最多允许 {allowed} 辆。",
        Sentence("The site takes no more outside vehicles.", "该停车点的外来车辆已达上限。"),
    ),
    "gate_throughput": Sentence(
        "Site {place}, the quarter of an hour from {minute}: {passing} vehicles would pass the gate, which lets "
        "{allowed} through.",
        "停车点 {place} 在 {minute} 起的一刻钟内有 {passing} 辆车进出，大门最多通过 {allowed} 辆。",
        Sentence("The gate of the site is busy at that time.", "该停车点大门在该时段已达通行上限。"),
    ),
    "reciprocity": Sentence(
        "Partner sites {place}: {received} rights received and {given} given; they may differ by {allowed}.",
        "结对停车点 {place}：得到 {received} 个车位，让出 {given} 个，相差不得超过 {allowed}。",
        Sentence("The exchange between the partner sites would lose its balance.", "结对停车点之间的互换将失去平衡。"),
    ),
    # rules of a person
    "one_right_per_vehicle": Sentence(
        "Registrations {requests} are for one vehicle at the same time.",
        "登记 {requests} 属于同一车辆，时间重叠。",
        Sentence("The vehicle has another space at that time.", "该车辆在该时段已有车位。"),
    ),
    "household_cap": Sentence(
        "Household {place} would hold {held} rights ({requests}); allowed is {allowed}.",
        "住户 {place} 将有 {held} 个车位（{requests}）；最多允许 {allowed} 个。",
        Sentence("The household holds as many rights as it may.", "该住户的车位已达上限。"),
    ),
    # decisions of the staff
    "pin": Sentence(
        "Registration {requests} is fixed to {place} by the staff, but does not stand there.",
        "工作人员已将登记 {requests} 固定在 {place}，但方案没有照办。",
        Sentence("The space is not on the site that is named with it.", "所写车位不在所写停车点内。"),
    ),
    "ban": Sentence(
        "The staff have barred registration {requests} from {place}.",
        "工作人员已禁止登记 {requests} 使用 {place}。",
        Sentence(
            "Spaces nearby that the staff have barred to this registration: {spaces}.",
            "附近有 {spaces} 个车位，工作人员已禁止该登记使用。",
        ),
    ),
    "unheld_pin": Sentence(
        "The staff fixed this registration to {place}, but other rules do not allow it.",
        "工作人员要求把该登记固定在 {place}，但其他规则不允许。",
    ),
    # what a registration can use
    "eligibility": Sentence("No space there suits the registration.", "那里没有适合该登记的车位。"),
    "opening": Sentence(
        "Space {place} is not shared for all of the time from {minute} to {until}, which {requests} needs.",
        "登记 {requests} 需要 {minute} 至 {until}，而车位 {place} 在此期间不全部开放共享。",
        Sentence(
            "Spaces nearby that are not shared at all the times asked for: {spaces}.",
            "附近有 {spaces} 个车位在所需时间内不全部开放共享。",
            Sentence("The space is not shared at that time.", "该车位在此时段不开放共享。"),
        ),
    ),
    "closure": Sentence(
        "{place} is closed at {minute}, when {requests} would stand there.",
        "{place} 在 {minute} 关闭或暂停，而登记 {requests} 需要在此停车。",
        Sentence(
            "Spaces nearby that are closed on some of the dates asked for: {spaces}.",
            "附近有 {spaces} 个车位在部分所需日期关闭或暂停。",
            Sentence("The space is closed on some of those dates.", "该车位在部分日期关闭或暂停。"),
        ),
    ),
    "curfew": Sentence(
        "Nobody may drive in or out of {place} at {minute}, when {requests} would.",
        "{place} 在 {minute} 禁止车辆进出，而登记 {requests} 需要在此时进出。",
        Sentence(
            "Spaces nearby on sites where nobody may drive in or out at such times: {spaces}.",
            "附近有 {spaces} 个车位所在停车点在该时段禁止进出。",
            Sentence("Nobody may drive in or out of that site at such times.", "该停车点在此时段禁止车辆进出。"),
        ),
    ),
    "leave_by": Sentence(
        "All vehicles must have left {place} by {minute}; {requests} would stay longer.",
        "车辆须在 {minute} 前离开 {place}；登记 {requests} 会停得更久。",
        Sentence(
            "Spaces nearby that must be left earlier than asked for: {spaces}.",
            "附近有 {spaces} 个车位须在所需时间之前离开。",
            Sentence("The space must be left earlier than that.", "该车位须在更早的时间离开。"),
        ),
    ),
    "size": Sentence(
        "Space {place} takes vehicles up to {allowed}; {requests} is {size}.",
        "车位 {place} 最大可停{allowed}车；登记 {requests} 为{size}车。",
        Sentence(
            "Spaces nearby that are too small: {spaces}.",
            "附近有 {spaces} 个车位尺寸过小。",
            Sentence("The space is too small for the vehicle.", "该车位尺寸过小。"),
        ),
    ),
    "charger": Sentence(
        "Space {place} has no charger, which {requests} needs.",
        "车位 {place} 没有充电桩，而登记 {requests} 需要。",
        Sentence(
            "Spaces nearby without a charger: {spaces}.",
            "附近有 {spaces} 个车位没有充电桩。",
            Sentence("The space has no charger.", "该车位没有充电桩。"),
        ),
    ),
    "accessible": Sentence(
        "Space {place} is not accessible, which {requests} needs.",
        "车位 {place} 不是无障碍车位，而登记 {requests} 需要。",
        Sentence(
            "Spaces nearby that are not accessible: {spaces}.",
            "附近有 {spaces} 个车位不是无障碍车位。",
            Sentence("The space is not accessible.", "该车位不是无障碍车位。"),
        ),
    ),
    "accessible_only": Sentence(
        "Space {place} is kept for people who need an accessible one; {requests} does not state such a need.",
        "车位 {place} 是无障碍专用车位；登记 {requests} 没有注明此需要。",
        Sentence(
            "Spaces nearby that are kept for people who need an accessible one: {spaces}.",
            "附近有 {spaces} 个车位为无障碍专用。",
            Sentence("The space is kept for people who need an accessible one.", "该车位为无障碍专用。"),
        ),
    ),
    "reserved": Sentence(
        "Space {place} is kept for: {allowed}; {requests} comes from: {party}.",
        "车位 {place} 专供{allowed}使用；登记 {requests} 属于{party}。",
        Sentence(
            "Spaces nearby that are kept for other groups: {spaces}.",
            "附近有 {spaces} 个车位专供其他类别使用。",
            Sentence("The space is kept for other groups.", "该车位专供其他类别使用。"),
        ),
    ),
    "longest_walk": Sentence(
        "From {place} it is {metres} m on foot; {requests} accepts at most {allowed} m.",
        "到 {place} 需步行 {metres} 米；登记 {requests} 最多接受 {allowed} 米。",
        Sentence(
            "Registration {requests} does not list {place} as within its reach of {allowed} m on foot.",
            "登记 {requests} 没有把 {place} 列为步行 {allowed} 米内可到。",
            Sentence(
                "Sites farther than the {allowed} m on foot that are accepted: {sites}; the nearest is {nearest} m "
                "away.",
                "有 {sites} 个停车点超过可接受的步行 {allowed} 米；其中最近的为 {nearest} 米。",
            ),
        ),
    ),
    # a plan from elsewhere
    "wrong_site": Sentence(
        "The plan names site {place} for {requests}, but the space is on another one.",
        "方案为登记 {requests} 写的停车点是 {place}，但该车位在别的停车点。",
    ),
    "claimed_value": Sentence(
        "The plan states {claimed} for a goal whose value is {value}.",
        "方案所写的目标值为 {claimed}，实际为 {value}。",
        Sentence("The plan states a value that it does not reach.", "方案所写的目标值与实际不符。"),
    ),
    # the public table
    "overlap": Sentence("One worker has two tasks at the same time.", "同一人员有两项任务时间重叠。"),
    # timetables of courses, a public benchmark
    "no_period": Sentence("A week needs at least one period.", "一周至少要有一个时段。"),
    "negative": Sentence("A number of an instance is below what it may be.", "实例中的数值低于允许值。"),
    "unknown_course": Sentence("A curriculum names a course that does not exist.", "课程组中有不存在的课程。"),
    "unknown_period": Sentence(
        "An unavailability names a course or period that does not exist.", "不可用时段中的课程或时段不存在。"
    ),
    "conflict": Sentence(
        "Two courses of one curriculum or teacher are held at once.", "同一课程组或同一教师的两门课时间冲突。"
    ),
    "lectures": Sentence("A course does not have its number of lectures.", "课程的课次数量不对。"),
    "repeated": Sentence("A course has two lectures in one period.", "一门课在同一时段有两次。"),
    "unknown_place": Sentence(
        "A lecture is in a period or room that does not exist.", "课次安排在不存在的时段或教室。"
    ),
    "unavailable": Sentence(
        "A lecture is in a period in which its course may not be held.", "课次安排在该课程不可用的时段。"
    ),
    "unassigned": Sentence("A task has no worker.", "有任务没有安排人员。"),
    "unknown_worker": Sentence("A task names a worker who does not exist.", "任务安排的人员不存在。"),
    "unqualified": Sentence("A task is given to a worker who may not do it.", "任务安排给了不能承担它的人员。"),
}
