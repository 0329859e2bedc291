"""XML as the text it is: elements left out, tags changed, everything else as somebody wrote it.

Parsing a sheet and writing it again would lose prefixes that other attributes speak of, and what
no library knows. Names are compared without their prefix, which every program chooses for itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from html import unescape
from xml.sax.saxutils import escape

from workbooks.limits import damaged

_TOKEN = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
    r"|<(?P<end>/?)(?P<name>[^\s/>!?]++)(?:[^<>\"'/]++|/(?!>)|\"[^\"]*+\"|'[^']*+')*+(?P<empty>/?)>",
    re.S,
)
_DEEPEST = 256  # nothing of a form is a tenth as deep, and each element knows all around it
_ATTRIBUTE = re.compile(r"\s+([^\s=/>\"']+)\s*=\s*(\"[^\"]*\"|'[^']*')")


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a text: its own name and those around it, and where it stands."""

    path: tuple[str, ...]
    text: str
    start: int
    inside: int
    close: int
    end: int

    @property
    def name(self) -> str:
        """Its name without a prefix."""
        return self.path[-1]

    @property
    def tag(self) -> str:
        """Its start tag as written."""
        return self.text[self.start : self.inside]

    @property
    def content(self) -> str:
        """What stands between its tags, as written."""
        return self.text[self.inside : self.close]


Edit = Callable[[Element], str | None]
"""An element -> its start tag for the copy, or None where it is left out with all that it holds."""


def edited(text: str, edit: Edit) -> str:
    """A part with its elements edited, in their order; comments and instructions are left out.

    The text is known to be XML. Raises `Refused` where it nests too deep.

    >>> edited("<a><x:b>1</x:b><c/></a>", lambda one: None if one.name == "b" else one.tag)
    '<a><c/></a>'
    """
    kept: list[str] = []
    at = 0
    for element in _elements(text):
        if element.start < at:
            continue
        tag = edit(element) if element.path else None
        kept.append(text[at : element.start])
        kept.append(tag or "")
        at = element.end if tag is None else element.inside
    return "".join((*kept, text[at:]))


def elements(text: str) -> list[Element]:
    """The elements of a part in the order in which they begin; raises `Refused`."""
    return [element for element in _elements(text) if element.path]


def _elements(text: str) -> list[Element]:
    """What `edited` looks at: a comment or an instruction is an element without a name."""
    found: list[Element] = []
    opened: list[tuple[int, str, tuple[str, ...], int, int]] = []
    for token in _TOKEN.finditer(text):
        name = token["name"]
        if name is None:
            if not token[0].startswith(("<?xml ", "<![CDATA[")):
                found.append(Element((), text, token.start(), *[token.end()] * 3))
        elif token["end"]:
            if not opened or opened[-1][1] != name:
                raise damaged()
            place, _, path, start, inside = opened.pop()
            found[place] = Element(path, text, start, inside, token.start(), token.end())
        else:
            if len(opened) > _DEEPEST:
                raise damaged()
            around = opened[-1][2] if opened else ()
            path = (*around, name.rpartition(":")[2])
            found.append(Element(path, text, token.start(), *[token.end()] * 3))
            if not token["empty"]:
                opened.append((len(found) - 1, name, path, token.start(), token.end()))
    if opened:
        raise damaged()
    return found


def without_empty(text: str, names: Collection[str]) -> str:
    """A part without the elements of these names that hold nothing, or nothing but such ones.

    >>> without_empty("<a><b><c/></b><d/></a>", ("b", "c"))
    '<a><d/></a>'
    """

    def edit(element: Element) -> str | None:
        return None if element.name in names and not element.content.strip() else element.tag

    # Going through a whole sheet costs more than a look whether there is anything to find.
    listed = "|".join(map(re.escape, names))
    empty = re.compile(rf"<((?:[^\s/>]+:)?(?:{listed}))(?:\s[^<>]*)?(?:/>|>\s*</\1>)")
    while empty.search(text) and (left := edited(text, edit)) != text:
        text = left
    return text


def attributes(tag: str) -> dict[str, str]:
    """What a start tag says, by names without a prefix.

    >>> attributes('<sheet name="甲&amp;乙" r:id="rId1"/>')
    {'name': '甲&乙', 'id': 'rId1'}
    """
    pairs = ((one[1], one[2]) for one in _ATTRIBUTE.finditer(tag))
    return {
        name.rpartition(":")[2]: unescape(value[1:-1])
        for name, value in pairs
        if not name.startswith("xmlns")
    }


def without(tag: str, *names: str) -> str:
    """A start tag without some attributes.

    >>> without('<c r="A1" cm="1"/>', "cm", "vm")
    '<c r="A1"/>'
    """

    def keep(match: re.Match[str]) -> str:
        named = match[1].rpartition(":")[2] in names and not match[1].startswith("xmlns")
        return "" if named else match[0]

    return _ATTRIBUTE.sub(keep, tag)


def having(tag: str, name: str, value: object) -> str:
    """A start tag with an attribute that says something else, or as well.

    >>> having('<workbookView activeTab="3"/>', "activeTab", 0)
    '<workbookView activeTab="0"/>'
    """
    said = escape(str(value), {'"': "&quot;"})
    head = without(tag, name).rstrip("/>").rstrip()
    return f'{head} {name}="{said}"{"/>" if tag.endswith("/>") else ">"}'


def words(content: str) -> str:
    """The text that the content of an element without children says."""
    return unescape(re.sub(r"<!\[CDATA\[(.*?)\]\]>", r"\1", content, flags=re.S))
