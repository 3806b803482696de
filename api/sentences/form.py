"""What a sentence is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from string import Formatter


@dataclass(frozen=True, slots=True)
class Sentence:
    """One meaning in both languages, with the same ``{fields}``; `otherwise` is said where a field is not known."""

    en: str
    zh: str
    otherwise: Sentence | None = None

    def text(self, language: str) -> str:
        """The sentence with its fields open; English for all languages but "zh"."""
        return self.zh if language == "zh" else self.en

    @property
    def variants(self) -> Iterator[Sentence]:
        """This sentence, then the one said otherwise, and so on."""
        yield self
        if self.otherwise:
            yield from self.otherwise.variants


def fields_of(text: str) -> set[str]:
    """Names of the open fields of a sentence."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
