"""Threads of a process hand the interpreter on sooner while any of them works beside those that answer."""

from __future__ import annotations

import sys

import pytest

from scheduler.worker.handing_on import SOONER, HandingOn


def test_it_is_handed_on_sooner_until_the_last_of_several_works_is_done() -> None:
    usual, beside = sys.getswitchinterval(), HandingOn()
    with beside:
        with beside:
            assert sys.getswitchinterval() == SOONER
        assert sys.getswitchinterval() == SOONER

    assert sys.getswitchinterval() == usual
    assert usual > SOONER


def test_it_is_as_before_after_a_work_that_fails() -> None:
    usual, beside = sys.getswitchinterval(), HandingOn()
    with pytest.raises(ZeroDivisionError), beside:
        raise ZeroDivisionError
    assert sys.getswitchinterval() == usual
