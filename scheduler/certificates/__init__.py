"""Certificates: a published plan as a bundle that anybody can check with `solvers.audit`, without personal data."""
