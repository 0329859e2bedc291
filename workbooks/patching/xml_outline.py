"""Where the elements of an XML lie in its bytes, so that it can be patched and not rewritten."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from xml.parsers import expat

from workbooks.files.limits import damaged
from workbooks.values.regex import regex

# Each sign fits in one place, so that nothing is gone through twice, however long a tag is. Not by
# possessive quantifiers, which Python 3.11.0 to 3.11.4 gets wrong (gh-106052).
_INSIDE = rb"""[^<>"'/]*(?:(?:/(?!>)|"[^"]*"|'[^']*')[^<>"'/]*)*(/?)>"""
_TAG = regex(rb"<(/?)([^\s/<>!?=\"']+)" + _INSIDE)
_NO_TAGS = regex(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_CDATA = regex(rb"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_ATTRIBUTE = regex(rb"""\s+([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')""")


class Spot:
    """An element and where it lies: its start tag from `start` to `inside`, its end tag at `close`.

    `close` is `inside` in `<x/>`. Its `name` is without the prefix that the root has; elements of
    other prefixes keep theirs, and so are not taken for ours.
    """

    __slots__ = ("_attributes", "_xml", "children", "close", "end", "inside", "name", "start")

    def __init__(self, xml: _Xml, name: str, start: int, inside: int) -> None:
        self._xml = xml
        self._attributes: dict[str, str] | None = None
        self.name = name
        self.start = start
        self.inside = self.close = self.end = inside
        self.children: list[Spot] = []

    @property
    def attributes(self) -> dict[str, str]:
        """Its attributes, by their names as they are written."""
        if self._attributes is None:
            found = _ATTRIBUTE.findall(self.tag)
            self._attributes = {
                name.decode(): unescape(value[1:-1].decode()) for name, value in found
            }
        return self._attributes

    @property
    def relation(self) -> str:
        """The relationship that it names: `r:id`, whatever the prefix."""
        found = (value for name, value in self.attributes.items() if name.endswith(":id"))
        return next(found, "")

    def number(self, name: str, otherwise: int = 0) -> int:
        """An attribute that is a whole number; what else it may be when it is none.

        >>> outlined(b'<c s="7" r="A1"/>', 1).number("s"), outlined(b"<c/>", 1).number("s", -1)
        (7, -1)
        """
        said = self.attributes.get(name, "")
        return int(said) if said.isdecimal() and len(said) < 10 else otherwise

    @property
    def local(self) -> str:
        """Its name without any prefix."""
        return self.name.rpartition(":")[2]

    @property
    def words(self) -> str:
        """The text that it says, where it has no children."""
        return unescape(_CDATA.sub(rb"\1", self.content).decode())

    @property
    def empty(self) -> bool:
        """Whether it is written `<x/>`."""
        return self.end == self.inside

    @property
    def tag(self) -> bytes:
        """Its start tag."""
        return self._xml.data[self.start : self.inside]

    @property
    def content(self) -> bytes:
        """What stands between its tags."""
        return self._xml.data[self.inside : self.close]

    @property
    def qualified(self) -> str:
        """Its name as it is written."""
        return re.split(rb"[\s/>]", self.tag[1:], maxsplit=1)[0].decode()

    @property
    def prefix(self) -> str:
        """The prefix of its name with the colon; empty where there is none.

        >>> outlined(b"<x:worksheet xmlns:x='a'/>", 1).prefix
        'x:'
        """
        before, colon, _ = self.qualified.partition(":")
        return before + colon if colon else ""

    def find(self, name: str) -> Spot | None:
        """The first child of a name."""
        return next(self.named(name), None)

    def named(self, name: str) -> Iterator[Spot]:
        """The children of a name."""
        return (child for child in self.children if child.name == name)

    def every(self) -> Iterator[Spot]:
        """Itself and all below it, as deep as was looked, in their order."""
        yield self
        for child in self.children:
            yield from child.every()

    def opened(self, deep: int = 1) -> Spot:
        """Itself with so many levels of children below, where it was as deep as was looked."""
        if not self.children and not self.empty:
            self._xml.outline(self, self.inside, self.close, deep)
        return self


class _Xml:
    """The bytes, and the same bytes with blanks where tags may be named but not stand."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._prefix = ""
        # A comment, a CDATA section, an instruction: what looks like a tag in there is none.
        plain = b"<!" not in data and data.find(b"<?", 1) < 0
        self._tags = data if plain else _NO_TAGS.sub(lambda found: b" " * len(found[0]), data)

    def root(self, deep: int) -> Spot:
        first = _TAG.search(self._tags)
        if first is None:
            raise damaged()
        before, colon, _ = first[2].decode().rpartition(":")
        self._prefix = before + colon
        top = Spot(self, "", 0, 0)
        self.outline(top, 0, len(self.data), deep)
        return top.children[0]

    def outline(self, parent: Spot, at: int, end: int, deep: int) -> None:
        """Adds the elements between two places to their parents, down to a depth."""
        stack = [parent]
        while tag := _TAG.search(self._tags, at, end):
            at = tag.end()
            closing, qualified, empty = tag.groups()
            if closing:
                spot = stack.pop()
                spot.close, spot.end = tag.start(), at
                continue
            name = sys.intern(qualified.decode().removeprefix(self._prefix))
            spot = Spot(self, name, tag.start(), at)
            stack[-1].children.append(spot)
            if empty:
                continue
            if len(stack) < deep:
                stack.append(spot)
            else:
                spot.close, spot.end = self._end(qualified, at)
                at = spot.end

    def _end(self, name: bytes, at: int) -> tuple[int, int]:
        """Where the end tag of an element lies; elements of its name may lie inside."""
        last = b"</" + name + b">"
        end = self._tags.find(last, at)
        if end >= 0 and self._tags.find(b"<" + name, at, end) < 0:
            return end, end + len(last)
        level = 1
        for tag in _of_name(name).finditer(self._tags, at):
            if tag[1]:
                level -= 1
            elif not tag[2]:
                level += 1
            if not level:
                return tag.span()
        raise damaged()


@lru_cache(maxsize=64)
def _of_name(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"<(/?)" + re.escape(name) + rb"(?=[\s/>])" + _INSIDE)


def outlined(data: bytes, deep: int) -> Spot:
    """The root of an XML in UTF-8, with all elements down to a depth (the root is 1).

    What lies deeper is passed over in one step, which is what makes it fast: most of a sheet need
    not be looked at. Raises `Refused` where the XML is damaged.
    """
    try:
        expat.ParserCreate(namespace_separator=" ").Parse(data, True)
    except expat.ExpatError as error:
        raise damaged() from error
    return _Xml(data).root(deep)


def asides(data: bytes) -> Iterator[tuple[int, int]]:
    """Where comments and instructions lie in an XML that has been outlined.

    >>> list(asides(b"<?xml version='1.0'?><!--a--><b/>"))
    [(21, 29)]
    """
    for found in _NO_TAGS.finditer(data):
        if not found[0].startswith((b"<![CDATA[", b"<?xml ")):
            yield found.span()
