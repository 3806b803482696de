"""Tests of volunteer rosters."""
