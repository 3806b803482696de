"""Tests of the rooms recipe."""
