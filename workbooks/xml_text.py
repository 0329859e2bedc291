"""XML that is patched and not rewritten: where its elements lie, and what is put in their place.

A parser that reads and writes again would lose prefixes, order and white space that others rely on.
Here it only tells where elements begin and end; what is between the patches stays byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from workbooks.limits import damaged

_TAG = re.compile(rb"""<[^\s/>]+(?:\s+[^\s=/>]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
_ATTRIBUTE = re.compile(rb"""\s+([^\s=/>]+)\s*=\s*(?:"[^"]*"|'[^']*')""")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_SIGNS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_TEXT = str.maketrans(_SIGNS | {"\r": "_x000D_"})
_VALUE = str.maketrans(_SIGNS | {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"})
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(slots=True)
class Spot:
    """An element and where it lies: its start tag from `start` to `inside`, its end tag at `close`.

    `close` is `inside` in `<x/>`. Attributes that have a namespace are called `namespace}name`.
    """

    name: str
    attributes: dict[str, str]
    start: int
    inside: int = 0
    close: int = 0
    end: int = 0
    children: list[Spot] = field(default_factory=list)

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
    top = Spot("", {}, 0)
    stack = [top]
    level = 0

    def begun(name: str, attributes: dict[str, str]) -> None:
        nonlocal level
        level += 1
        if level <= deep:
            spot = Spot(name.rpartition("}")[2], attributes, parser.CurrentByteIndex)
            stack[-1].children.append(spot)
            stack.append(spot)

    def ended(name: str) -> None:
        nonlocal level
        if level <= deep:
            _close(stack.pop(), data, parser.CurrentByteIndex)
        level -= 1

    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = begun
    parser.EndElementHandler = ended
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise damaged() from error
    return top.children[0]


def _close(spot: Spot, data: bytes, at: int) -> None:
    tag = _TAG.match(data, spot.start)
    if tag is None:
        raise damaged()
    spot.inside = tag.end()
    empty = data[spot.inside - 2] == 0x2F  # "/"
    spot.close = spot.inside if empty else at
    spot.end = spot.inside if empty else data.index(b">", at) + 1


def prefix(data: bytes, spot: Spot) -> str:
    """The prefix of an element with its colon; empty where there is none.

    >>> prefix(b"<x:worksheet xmlns:x='a'/>", outlined(b"<x:worksheet xmlns:x='a'/>", 1))
    'x:'
    """
    before, colon, _ = _qualified(data, spot).partition(":")
    return before + colon if colon else ""


def _qualified(data: bytes, spot: Spot) -> str:
    return re.split(rb"[\s/>]", data[spot.start + 1 : spot.inside], maxsplit=1)[0].decode()


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
        tag = self._data[spot.start : spot.inside]
        new = retagged(tag, attributes) if attributes else tag
        if spot.close == spot.inside and tag.endswith(b"/>"):
            if first or last:
                name = _qualified(self._data, spot).encode()
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
