"""Every sentence that a resident, a clerk or an integrator reads for a code, in English and Chinese.

The core answers in codes, ids and numbers. `sentence` turns them into words; `python -m api.sentences --check` tells
whether every code has words in both languages.
"""

from api.sentences.speak import sentence

__all__ = ["sentence"]
