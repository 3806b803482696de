"""Tests of the readers and official objectives of public benchmark instances."""
