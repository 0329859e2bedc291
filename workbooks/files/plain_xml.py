"""XML as nearly all programs write it, so plain that a regular expression may read it.

Parsing takes most of the time of a run; an expression takes a third of it. It is believed only
where every tag has been accounted for, and any other part, however odd, goes to the parser.
"""

from __future__ import annotations

import re

_UNUSUAL = bytes({*range(0x20)} - {0x09, 0x0A})
"""Signs that XML must not hold, and the carriage return, which it reads as a line feed."""


def plain_text(data: bytes) -> str | None:
    """A part as text, where all of it is what XML may hold and means just what stands there.

    >>> plain_text("<t>自评表</t>".encode()), plain_text(b"<t>a\\rb</t>")
    ('<t>自评表</t>', None)
    """
    if len(data.translate(None, _UNUSUAL)) < len(data):
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def root(name: str) -> re.Pattern[str]:
    """Matches the beginning of a part up to the end of its root, in the namespace of sheets."""
    return re.compile(
        rf"(?:\ufeff?<\?xml[^<>]*\?>)?\s*<{name} [^<>]*"
        r'\bxmlns="http://schemas\.openxmlformats\.org/spreadsheetml/2006/main"[^<>]*>'
    )
