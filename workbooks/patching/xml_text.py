"""XML that is patched and not rewritten: tags with other attributes, texts as they are written.

A parser that reads and writes again would lose prefixes, order and white space that others rely on.
Here what is between the patches stays byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from workbooks.patching.xml_outline import Spot
from workbooks.values.regex import regex

_ATTRIBUTE = regex(rb"""\s+([^\s=/>]+)\s*=\s*(?:"[^"]*"|'[^']*')""")
_ESCAPE = regex("_(?=x[0-9A-Fa-f]{4}_)")
_SIGNS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_TEXT = str.maketrans(_SIGNS | {"\r": "_x000D_"})
_VALUE = str.maketrans(_SIGNS | {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"})
_ILLEGAL = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def retagged(tag: bytes, changes: Mapping[str, str | None]) -> bytes:
    r"""A start tag with attributes set anew, or taken away under any prefix where None stands.

    >>> retagged(b'<c r="A1" s="2" x:t="s"/>', {"s": "7", "t": None, "cm": "1"})
    b'<c r="A1" s="7" cm="1"/>'
    """
    left = dict(changes)

    def changed(match: re.Match[bytes]) -> bytes:
        name = match[1].decode()
        if name not in changes:
            prefix, _, local = name.rpartition(":")
            if prefix in ("", "xmlns") or changes.get(local, "") is not None:
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
    """Changes of one XML, made all at once at the end. An element is changed once at most.

    What is changed inside something that is replaced is gone with it.
    """

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
            if start >= at:
                pieces += (self._data[at:start], new)
                at = end
        return b"".join((*pieces, self._data[at:]))
