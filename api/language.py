"""Which of our languages a reader prefers."""

from __future__ import annotations

from starlette.requests import HTTPConnection

LANGUAGES = ("zh", "en")
LANGUAGE_COOKIE = "commontide_language"
"""What a reader of pages has chosen; programs are answered by their headers alone."""
LONGEST_HEADER = 1000


def language_of(request: HTTPConnection) -> str:
    """ "zh" or "en": as chosen on a page, else by Accept-Language; the office's own where it names neither."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in LANGUAGES and not request.url.path.startswith("/api/"):
        return str(chosen)
    return preferred(request.headers.get("accept-language", "")) or str(request.app.state.office.settings.language)


def preferred(header: str) -> str | None:
    """Our language that an Accept-Language header likes best; the first named of equals."""
    liked = [(_weight(part), _name(part)) for part in header[:LONGEST_HEADER].split(",")]
    ours = [(weight, name) for weight, name in liked if name in LANGUAGES and weight > 0]
    return max(ours, key=lambda pair: pair[0])[1] if ours else None


def _name(part: str) -> str:
    return part.split(";")[0].strip().lower().split("-")[0]


def _weight(part: str) -> float:
    _, _, quality = part.partition(";")
    text = quality.strip().lower().removeprefix("q=")
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
