"""Volunteer rosters: who takes which seat of which shift."""
