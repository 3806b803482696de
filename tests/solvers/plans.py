"""Both voices of a rule, asked about every plan that a few candidates allow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from solvers.constraints import Constraint
from solvers.engines.cpsat import CandidateModel
from solvers.objectives import Objective
from solvers.problem import Assignment, Plan, Problem


@dataclass(frozen=True)
class Verdicts:
    """The plans (as bits, one for each candidate) that the solver and the verifier allow."""

    solver: frozenset[int]
    verifier: frozenset[int]
    plans: int

    @property
    def agree(self) -> bool:
        return self.solver == self.verifier

    @property
    def names(self) -> set[str]:
        """Which verdicts occur."""
        allowed = len(self.verifier)
        return ({"allowed"} if allowed else set()) | ({"refused"} if allowed < self.plans else set())


class _Collector(cp_model.CpSolverSolutionCallback):
    def __init__(self, variables: Sequence[cp_model.IntVar]) -> None:
        super().__init__()
        self.variables = variables
        self.found: set[int] = set()

    def on_solution_callback(self) -> None:
        self.found.add(sum(1 << at for at, variable in enumerate(self.variables) if self.boolean_value(variable)))


def plan_of(candidates: Sequence[Assignment], bits: int) -> Plan:
    """The chosen candidates, in the order in which they stand."""
    return [found for at, found in enumerate(candidates) if bits >> at & 1]


def allowed_by_solver(
    constraints: Iterable[Constraint], problem: Problem, candidates: Sequence[Assignment]
) -> frozenset[int]:
    """All solutions of a model with just these rules posted."""
    model = CandidateModel(problem, candidates)
    for constraint in constraints:
        constraint.post(problem, model)
    solver = cp_model.CpSolver()
    solver.parameters.enumerate_all_solutions = True
    solver.parameters.num_workers = 1
    collector = _Collector(model.variables)
    status = solver.solve(model.model, collector)
    assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    return frozenset(collector.found)


def allowed_by_verifier(
    constraints: Sequence[Constraint], problem: Problem, candidates: Sequence[Assignment]
) -> frozenset[int]:
    """All plans in which no rule finds a violation."""
    return frozenset(
        bits
        for bits in range(1 << len(candidates))
        if not any(True for rule in constraints for _ in rule.violations(problem, plan_of(candidates, bits)))
    )


def verdicts(constraint: Constraint, problem: Problem, candidates: Sequence[Assignment]) -> Verdicts:
    """What both voices of one rule, alone, say of every plan."""
    return Verdicts(
        allowed_by_solver([constraint], problem, candidates),
        allowed_by_verifier([constraint], problem, candidates),
        1 << len(candidates),
    )


def gain(objective: Objective, problem: Problem, plan: Plan) -> int:
    """What the assignments of a plan add to a goal, one by one."""
    return sum(
        objective.by_group(found.request, problem.assets[found.assets[0]].group)
        + objective.by_assets(found.request, found.assets)
        for found in plan
    )


def adds_up(objective: Objective, problem: Problem, candidates: Sequence[Assignment]) -> bool:
    """Whether gain equals value on every plan, in multiples of the grain, and only favoured assets add."""
    plans = (plan_of(candidates, bits) for bits in range(1 << len(candidates)))
    sums = all(
        gain(objective, problem, plan) == objective.value(problem, plan)
        and objective.value(problem, plan) % objective.grain == 0
        for plan in plans
    )
    favoured = all(
        set(found.assets) == set(objective.favoured(found.request) or ())
        for found in candidates
        if objective.by_assets(found.request, found.assets)
    )
    return sums and favoured


def best_by_solver(
    objective: Objective, constraints: Iterable[Constraint], problem: Problem, candidates: Sequence[Assignment]
) -> int:
    """The best value of a goal under the rules, from CP-SAT."""
    model = CandidateModel(problem, candidates)
    for constraint in constraints:
        constraint.post(problem, model)
    goal = model.goal(objective)
    (model.model.maximize if objective.maximise else model.model.minimize)(goal)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model.model) == cp_model.OPTIMAL
    return round(solver.objective_value)
