"""Words of the pages that let people check what was decided: the explanation of one result, and what-if."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

TRUST: Mapping[str, Sentence] = {
    # the explanation of one result
    "criterion": Sentence("Criterion", "项目"),
    "weight": Sentence("Weight", "权重"),
    "counted": Sentence("Counts", "计分"),
    "colon": Sentence(": ", "："),
}
