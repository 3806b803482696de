"""Solving a round: the work itself, in this process or in a child of its own."""
