"""XML into elements: a small part at once, a large one in batches, under the caps.

Parsing takes most of the time of a run; an expression takes a third of it. So XML that is as plain
as nearly all programs write it may be read by one (`plain_text`): it is believed only where every
tag has been accounted for, and any other part, however odd, goes to the parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast
from xml.etree import ElementTree

from workbooks.files.limits import ATTRIBUTES, DEEPEST, Allowance, damaged
from workbooks.values.regex import regex

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

Element = ElementTree.Element
Events = list[tuple[str, Element]]

_CHUNK = 256 << 10
"""Small enough to bound what waits in memory, large enough that a token which fills a whole part
is not scanned again too often."""


def is_small(data: bytes) -> bool:
    """Whether XML may be held whole: most may, and `parsed` costs two thirds of `events`."""
    return len(data) <= _CHUNK


def parsed(data: bytes) -> Element:
    """The root of small XML; raises `Refused`."""
    try:
        return ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError) as error:
        raise damaged() from error


def events(data: bytes, allowance: Allowance) -> Iterator[Events]:
    """The elements of large XML as they end, in batches; raises `Refused`."""
    allowance.take(ATTRIBUTES, data.count(b"="))
    parser: ElementTree.XMLPullParser[Element] = ElementTree.XMLPullParser(("end",))
    depth = 0
    try:
        for start in range(0, len(data), _CHUNK):
            chunk = data[start : start + _CHUNK]
            parser.feed(chunk)
            batch = _ended(parser)
            depth += opened(chunk) - len(batch)
            if depth > DEEPEST:
                raise damaged()
            yield batch
        parser.close()
    except (ElementTree.ParseError, ValueError) as error:
        raise damaged() from error
    yield _ended(parser)


def opened(data: bytes) -> int:
    """Elements that begin here, or a few more: comments count too."""
    return data.count(b"<") - data.count(b"</")


def _ended(parser: ElementTree.XMLPullParser[Element]) -> Events:
    return list(cast("Iterator[tuple[str, Element]]", parser.read_events()))


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
    return regex(
        rf"(?:\ufeff?<\?xml[^<>]*\?>)?\s*<{name} [^<>]*"
        r'\bxmlns="http://schemas\.openxmlformats\.org/spreadsheetml/2006/main"[^<>]*>'
    )
