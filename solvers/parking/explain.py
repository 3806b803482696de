"""Why a registration got what it got under a plan, and what would have worked.

A refusal is told as a funnel: sites listed, within the longest walk, spaces that suit, spaces open on all dates; then
what binds at each site that is left; then what would have worked, checked by the verifier. Only the sites that a
registration lists, and what stands there, are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

from solvers.errors import InvalidProblem
from solvers.explain import Explanation, Outcome, Reason
from solvers.parking.eligibility import parts_of
from solvers.parking.explain_alternatives import Search, searched, variants_of
from solvers.parking.explain_cause import cause_of
from solvers.parking.explain_ground import Ground
from solvers.parking.explain_reasons import binding, compared, funnel
from solvers.parking.explain_scope import Question
from solvers.parking.problem import ParkingProblem
from solvers.problem import Plan


def explain(parking: ParkingProblem, plan: Plan, request_id: str) -> Explanation:
    """Explain what `plan` did with one registration.

    Parameters
    ----------
    parking
        The round.
    plan
        A plan that keeps all rules of the round: requests and single spaces by their positions in `parking`.
    request_id
        Id of the registration.

    Raises
    ------
    InvalidProblem
        If the round has no such registration, or if a right in the plan does not have one space for each of its
        parts, all at one site.
    """
    if request_id not in parking.request_index:
        raise InvalidProblem("unknown_id", "request", request_id, "the id of a registration of this problem")
    question = Question(parking, _held(parking, plan), parking.request_index[request_id])
    return _served(question) if question.at in question.held else _refused(question)


def _held(parking: ParkingProblem, plan: Plan) -> dict[int, tuple[int, ...]]:
    for assignment in plan:
        if len({parking.spaces[parking.units[unit][1]].site for unit in assignment.assets}) != 1:
            request = parking.requests[assignment.request].id
            raise InvalidProblem("plan_breaks_a_rule", "assignments", request, "spaces of one site")
    return {assignment.request: assignment.assets for assignment in plan}


def _served(question: Question) -> Explanation:
    parking, request = question.parking, question.request
    site = question.site_of(question.held[question.at][0])
    walk = request.walk.get(site, 0)
    rivals = [
        parking.points_of(other)
        for other in parking.requests
        if other.id != request.id and other.walk.get(site, other.longest_walk + 1) <= other.longest_walk
    ]
    standing = compared(parking.points_of(request), rivals)
    reason = Reason("served", site, numbers={"metres": walk, **standing})
    nearer = [name for name in question.near if request.walk[name] < walk]
    ground = Ground(question.scope(nearer, [question.asked], request.longest_walk), 1)
    return Explanation(request.id, Outcome.SERVED, (reason, *binding(question, ground, nearer)))


def _refused(question: Question) -> Explanation:
    variants = variants_of(question)
    if not any(parts_of(question.parking, question.request)):
        never = (Reason("never_active"), searched(question, variants))
        return Explanation(question.request.id, Outcome.REFUSED, never, cause=cause_of(question))
    sites = [site for site, _ in question.listed]
    longest = max((metres for _, metres in question.listed), default=0)
    ground = Ground(question.scope(sites, variants, max(longest, question.request.longest_walk)), len(variants))
    alternatives = Search(question, ground, variants).alternatives()
    reasons = [*_unheld(question), *funnel(question, ground), *binding(question, ground, question.near)]
    if not alternatives:
        reasons.append(searched(question, variants))
    return Explanation(question.request.id, Outcome.REFUSED, tuple(reasons), alternatives, cause_of(question))


def _unheld(question: Question) -> Iterator[Reason]:
    """Pins of a refused request: a plan keeps every pin that can hold, so this one cannot."""
    for lock in question.parking.locks:
        if lock.kind == "pin" and lock.request == question.request.id:
            yield Reason("unheld_pin", lock.space or lock.site or "")
