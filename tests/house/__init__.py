"""Tests of the project itself: its checks, locks and Makefile."""
