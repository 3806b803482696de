"""Tests of the package scheduler."""
