"""What would be accepted, in words, from the bounds that pydantic names of a value that was not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

OF_NUMBERS = (("at least {}", "ge"), ("more than {}", "gt"), ("at most {}", "le"), ("less than {}", "lt"))


def allowed_by(kind: str, context: Mapping[str, Any]) -> str:
    """The values that a rule allows, of one fault: its type (``string_too_long``, ``less_than_equal``) and context."""
    if "expected" in context:
        return str(context["expected"]).replace("'", "").replace(" or ", ", ")
    unit = "characters" if kind.startswith("string") else "entries"
    of_lengths = ((f"at least {{}} {unit}", "min_length"), (f"at most {{}} {unit}", "max_length"))
    told = (words.format(context[name]) for words, name in (*of_lengths, *OF_NUMBERS) if name in context)
    return ", ".join(told) or "another value"
