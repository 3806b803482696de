"""Tests of the parking recipe."""
