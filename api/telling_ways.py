"""A way forward in a sentence, with sites and rooms by their names."""

from __future__ import annotations

from typing import Any

from api.sentences import sentence
from scheduler import queries


def message_of(session: Any, way: Any, language: str) -> str:
    """What a way is, in the reader's language."""
    numbers = {name: value for name, value in way.numbers.items() if name != "on"}
    if way.sessions:
        rooms = queries.rooms.house_of(session, way.community_id).rooms_by_code
        named = rooms.get(numbers["room"])
        numbers["room"] = numbers["room"] if named is None else getattr(named, f"name_{language}")
        return sentence(way.kind, language, **numbers)
    site = None if way.site_id is None else queries.supply.site(session, way.community_id, way.site_id)
    group = "" if site is None else getattr(site, f"name_{language}")
    return sentence(way.kind, language, group=group, walk=way.walk, **numbers)
