"""The independent checker of certificates: the standard library only, and nothing else of this program.

Whoever holds a bundle can check it with this folder alone: ``python -m solvers.audit BUNDLE``. It states every rule a
second time, so that a mistake of the planner is not repeated by the one who checks it.
"""
