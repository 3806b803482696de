"""Checks a published roster of volunteers: every rule, every part of the cost, and the bound that prices prove."""

from __future__ import annotations

from solvers.audit.rosters.bound import checked_bound as checked_bound
from solvers.audit.rosters.roster import GOAL as GOAL
from solvers.audit.rosters.roster import MAXIMISED as MAXIMISED
from solvers.audit.rosters.roster import check as check
from solvers.audit.rosters.roster import counts as counts
from solvers.audit.rosters.roster import tier_names as tier_names
from solvers.audit.rosters.roster import values as values
