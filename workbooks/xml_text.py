"""XML that is patched and not rewritten: where its elements lie, and what is put in their place.

A parser that reads and writes again would lose prefixes, order and white space that others rely on.
Here it only tells where elements begin and end; what is between the patches stays byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.parsers import expat

from workbooks.limits import damaged

_TAG = re.compile(rb"""<[^\s/>]+(?:\s+[^\s=/>]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
_ATTRIBUTE = re.compile(rb"""\s+([^\s=/>]+)\s*=\s*(?:"[^"]*"|'[^']*')""")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_SIGNS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_TEXT = str.maketrans(_SIGNS | {"\r": "_x000D_"})
_VALUE = str.maketrans(_SIGNS | {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"})
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Spot:
    """An element and where it lies; attributes that have a namespace are `namespace}name`."""

    __slots__ = ("_at", "_data", "attributes", "children", "name", "start")

    def __init__(self, data: bytes, name: str, attributes: dict[str, str], start: int) -> None:
        self._data = data
        self.name = name
        self.attributes = attributes
        self.start = start
        self._at = start
        self.children: list[Spot] = []

    @property
    def inside(self) -> int:
        """Where its start tag has ended."""
        tag = _TAG.match(self._data, self.start)
        if tag is None:
            raise damaged()
        return tag.end()

    @property
    def empty(self) -> bool:
        """Whether it is written `<x/>`."""
        return self._data[self.inside - 2] == 0x2F  # "/"

    @property
    def close(self) -> int:
        """Where its end tag begins; in `<x/>` where the tag has ended."""
        return self.inside if self.empty else self._at

    @property
    def end(self) -> int:
        """Where it has ended."""
        return self.inside if self.empty else self._data.index(b">", self._at) + 1

    @property
    def tag(self) -> bytes:
        """Its start tag."""
        return self._data[self.start : self.inside]

    @property
    def content(self) -> bytes:
        """What stands between its tags."""
        return self._data[self.inside : self.close]

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

    def ends_at(self, at: int) -> None:
        """Tells it where the parser was when it ended."""
        self._at = at

    def find(self, name: str) -> Spot | None:
        """The first child of a name."""
        return next(self.named(name), None)

    def named(self, name: str) -> Iterator[Spot]:
        """The children of a name."""
        return (child for child in self.children if child.name == name)


def outlined(data: bytes, deep: int) -> Spot:
    """The root of an XML in UTF-8, with all elements down to a depth (the root is 1).

    Raises `Refused` where the XML is damaged.
    """
    top = Spot(data, "", {}, 0)
    stack = [top]
    level = 0

    def begun(name: str, attributes: dict[str, str]) -> None:
        nonlocal level
        level += 1
        if level <= deep:
            spot = Spot(data, name.rpartition("}")[2], attributes, parser.CurrentByteIndex)
            stack[-1].children.append(spot)
            stack.append(spot)

    def ended(name: str) -> None:
        nonlocal level
        if level <= deep:
            stack.pop().ends_at(parser.CurrentByteIndex)
        level -= 1

    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = begun
    parser.EndElementHandler = ended
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise damaged() from error
    return top.children[0]


def retagged(tag: bytes, changes: Mapping[str, str | None]) -> bytes:
    r"""A start tag with attributes set anew, or taken away where None stands.

    >>> retagged(b'<c r="A1" s="2" t="s"/>', {"s": "7", "t": None, "cm": "1"})
    b'<c r="A1" s="7" cm="1"/>'
    """
    left = dict(changes)

    def changed(match: re.Match[bytes]) -> bytes:
        name = match[1].decode()
        if name not in changes:
            return match[0]
        value = left.pop(name, None)
        return b"" if value is None else _attribute(name, value)

    kept = _ATTRIBUTE.sub(changed, tag)
    end = len(kept) - (2 if kept.endswith(b"/>") else 1)
    new = b"".join(_attribute(name, value) for name, value in left.items() if value is not None)
    return kept[:end].rstrip() + new + kept[end:]


def _attribute(name: str, value: str) -> bytes:
    return f' {name}="{quoted(value)}"'.encode()


def escaped(text: str) -> str:
    """A text as it stands in an element; raises ValueError where XML has no such sign.

    >>> escaped("a<b"), escaped("_x0041_")
    ('a&lt;b', '_x005F_x0041_')
    """
    _only_legal(text)
    return _ESCAPE.sub("_x005F_", text).translate(_TEXT)


def quoted(text: str) -> str:
    """A text as it stands in an attribute; raises ValueError as `escaped` does."""
    _only_legal(text)
    return text.translate(_VALUE)


def _only_legal(text: str) -> None:
    if _ILLEGAL.search(text):
        raise ValueError(f"XML has no such sign: {text!r}")


class Patch:
    """Changes of one XML, made all at once at the end. An element is changed once at most."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._edits: list[tuple[int, int, bytes]] = []

    def replace(self, start: int, end: int, new: bytes) -> None:
        """Puts something in the place of some bytes; at one place in the order of the calls."""
        self._edits.append((start, end, new))

    def insert(self, at: int, new: bytes) -> None:
        """Puts something before a byte."""
        self._edits.append((at, at, new))

    def change(
        self,
        spot: Spot,
        attributes: Mapping[str, str | None] | None = None,
        first: bytes = b"",
        last: bytes = b"",
    ) -> None:
        """Changes attributes of an element, and puts something at the begin and end of it."""
        tag = spot.tag
        new = retagged(tag, attributes) if attributes else tag
        if spot.empty:
            if first or last:
                name = spot.qualified.encode()
                new = new[:-2].rstrip() + b">" + first + last + b"</" + name + b">"
            self.replace(spot.start, spot.inside, new)
            return
        if new != tag:
            self.replace(spot.start, spot.inside, new)
        if first:
            self.insert(spot.inside, first)
        if last:
            self.insert(spot.close, last)

    def result(self) -> bytes:
        """The XML with all changes."""
        pieces: list[bytes] = []
        at = 0
        for start, end, new in sorted(self._edits, key=lambda edit: edit[:2]):
            pieces += (self._data[at:start], new)
            at = end
        return b"".join((*pieces, self._data[at:]))
