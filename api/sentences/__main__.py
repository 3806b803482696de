"""`python -m api.sentences --check`: does every code have words in both languages?"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping

from api.pages.words import WORDS as PAGES
from api.sentences.codes import known_codes, known_phrases
from api.sentences.form import Sentence, fields_of
from api.sentences.phrases import WORDS, in_chinese
from api.sentences.speak import SENTENCES
from api.sentences.states import STATES

USAGE = "usage: python -m api.sentences --check"
LANGUAGE_FREE = re.compile(r"JSON|[a-z_]+(, [a-z_]+)*")
"""Words to type, the same in every language."""


def main(arguments: list[str]) -> int:
    if arguments != ["--check"]:
        print(USAGE, file=sys.stderr)
        return 2
    missing = [
        *silent(known_codes(), SENTENCES),
        *uneven(SENTENCES),
        *uneven(WORDS),
        *uneven(PAGES),
        *uneven(STATES),
        *untranslated(known_phrases()),
    ]
    for line in missing:
        print(line, file=sys.stderr)
    print(f"{len(SENTENCES)} sentences in two languages, {len(missing)} faults")
    return 1 if missing else 0


def silent(codes: Mapping[str, str], sentences: Mapping[str, Sentence]) -> Iterator[str]:
    for code, source in codes.items():
        if code not in sentences:
            yield f"{code}: no sentence (used in {source})"


def uneven(sentences: Mapping[str, Sentence]) -> Iterator[str]:
    for code, chain in sentences.items():
        for variant in chain.variants:
            if not variant.en.strip() or not variant.zh.strip():
                yield f"{code}: a language is empty"
            elif fields_of(variant.en) != fields_of(variant.zh):
                yield f"{code}: the fields differ between the languages"


def untranslated(phrases: Mapping[str, str]) -> Iterator[str]:
    for phrase, source in phrases.items():
        if in_chinese(phrase) == phrase and not LANGUAGE_FREE.fullmatch(phrase) and phrase.replace("{}", "").strip():
            yield f"{phrase!r}: no Chinese phrase (used in {source})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
