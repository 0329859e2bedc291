"""The styles of somebody's workbook with some added: a marked cell keeps all but its fill."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from workbooks.files.xml_reading import MAIN
from workbooks.patching.xml_outline import Spot, outlined
from workbooks.patching.xml_text import Patch, retagged
from workbooks.values.regex import regex

_NAMESPACE = MAIN.strip("{}")
EMPTY = (
    f'<styleSheet xmlns="{_NAMESPACE}"><cellStyleXfs count="1">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellStyles count="1">'
    '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
).encode()

_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs")
_DEFAULTS: Mapping[str, tuple[str, ...]] = {
    "fonts": ('<{0}font><{0}sz val="11"/><{0}name val="宋体"/></{0}font>',),
    "fills": (
        '<{0}fill><{0}patternFill patternType="none"/></{0}fill>',
        '<{0}fill><{0}patternFill patternType="gray125"/></{0}fill>',
    ),
    "borders": ("<{0}border><{0}left/><{0}right/><{0}top/><{0}bottom/><{0}diagonal/></{0}border>",),
    "cellXfs": ('<{0}xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
}


_NO_COLOUR = 'indexed="64"'
_VALUE = regex(r"[-+.0-9A-Fa-f]{1,30}")


class Look(Enum):
    """How urgent a cell looks: its ground and its ink. The gravest comes first.

    The grounds are a shade beside those of Excel's palettes, so that ours are known again.
    """

    STOP = ("FFF8CBAF", "FF9C0006")
    UNKNOWN = ("FFE1E0E2", "FF404040")
    CARE = ("FFFFEB9E", "FF7F4A00")
    ADVICE = ("FFDDEBF9", "FF1F4E79")

    @property
    def ground(self) -> str:
        """The fill of a cell, as ARGB."""
        return self.value[0]

    @property
    def ink(self) -> str:
        """The colour of a word on that ground, as ARGB."""
        return self.value[1]


def gravest(one: Look, other: Look) -> Look:
    """The more urgent of two.

    >>> gravest(Look.CARE, Look.STOP)
    <Look.STOP: ('FFF8CBAF', 'FF9C0006')>
    """
    order = list(Look)
    return min(one, other, key=order.index)


_OURS = {look.ground for look in Look}


class Styles:
    """The styles part while something is added to it; what is added gets a number at once.

    `remembers` tells whether the second colour of a fill is still what was written there.
    """

    def __init__(self, data: bytes, *, remembers: bool = True) -> None:
        self._data = data
        self._remembers = remembers
        self._root = outlined(data, 3)
        self._prefix = self._root.prefix
        self._lists = {child.name: child for child in self._root.children}
        self._added: dict[str, list[str]] = {name: [] for name in _DEFAULTS}
        for name, defaults in _DEFAULTS.items():
            if not self._own(name):
                self._added[name] += [one.format(self._prefix) for one in defaults]
        self._fills: dict[tuple[str, str], int] = {}
        self._derived: dict[tuple[int, Look | None], int] = {}

    def shaded(self, style: int, look: Look) -> int:
        """The number of the style that is like another but for its fill."""
        known = self._derived.get((style, look))
        if known is not None:
            return known
        return self._like(style, look, self.fill(look.ground, self._colour(style)))

    def unshaded(self) -> dict[int, int]:
        """The styles that bear a fill of ours, each with the number of what it was before."""
        ours = {number for number, fill in enumerate(self._own("fills")) if _is_ours(fill)}
        found: dict[int, int] = {}
        for number, xf in enumerate(self._own("cellXfs")):
            if xf.number("fillId") in ours:
                colour = self._colour(number)
                fill = 0 if colour == _NO_COLOUR else self._solid(colour, _NO_COLOUR)
                found[number] = self._like(number, None, fill)
        return found

    def fill(self, ground: str, before: str = _NO_COLOUR) -> int:
        """The number of a fill in one colour (ARGB), which may tell the one that was there."""
        return self._solid(f'rgb="{ground}"', before)

    def _solid(self, colour: str, behind: str) -> int:
        if (colour, behind) not in self._fills:
            self._fills[colour, behind] = self._add(
                "fills",
                f'<{{0}}fill><{{0}}patternFill patternType="solid"><{{0}}fgColor {colour}/>'
                f"<{{0}}bgColor {behind}/></{{0}}patternFill></{{0}}fill>",
            )
        return self._fills[colour, behind]

    def _colour(self, style: int) -> str:
        """The one colour of a style's fill, as attributes; of a fill of ours, the one before it.

        A solid fill does not show its second colour, so that ours remembers the other one there.
        """
        styles, fills = self._own("cellXfs"), self._own("fills")
        number = styles[style].number("fillId") if style < len(styles) else len(fills)
        pattern = fills[number].opened(2).find("patternFill") if number < len(fills) else None
        if pattern is None or pattern.attributes.get("patternType") != "solid":
            return _NO_COLOUR
        if not _is_ours(fills[number]):
            return _told(pattern.find("fgColor"))
        return _told(pattern.find("bgColor")) if self._remembers else _NO_COLOUR

    def font(self, name: str, points: int, ink: str = "FF000000", more: str = "") -> int:
        """The number of a new font; `more` is what comes before the rest, such as `<{0}b/>`."""
        return self._add(
            "fonts",
            f"<{{0}}font>{more}<{{0}}sz val='{points}'/><{{0}}color rgb='{ink}'/>"
            f"<{{0}}name val='{name}'/></{{0}}font>".replace("'", '"'),
        )

    def box(self) -> int:
        """The number of a thin grey border on all sides."""
        side = '<{{0}}{0} style="thin"><{{0}}color rgb="FFA6A6A6"/></{{0}}{0}>'
        sides = "".join(side.format(name) for name in ("left", "right", "top", "bottom"))
        return self._add("borders", f"<{{0}}border>{sides}<{{0}}diagonal/></{{0}}border>")

    def style(self, font: int, fill: int = 0, border: int = 0, across: str = "") -> int:
        """The number of a new style whose text is wrapped and centred between top and bottom."""
        sideways = f'horizontal="{across}" ' if across else ""
        named = 'xfId="0" ' if self._own("cellStyleXfs") else ""
        return self._add(
            "cellXfs",
            f'<{{0}}xf numFmtId="0" fontId="{font}" fillId="{fill}" borderId="{border}" '
            f'{named}applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
            f'<{{0}}alignment {sideways}vertical="center" wrapText="1"/></{{0}}xf>',
        )

    def result(self) -> bytes:
        """The part with everything added."""
        patch = Patch(self._data)
        missing = []
        for name, added in self._added.items():
            spot = self._lists.get(name)
            new = "".join(added)
            if spot is None:
                count = f'<{self._prefix}{name} count="{len(added)}">'
                missing.append((name, f"{count}{new}</{self._prefix}{name}>".encode()))
            elif added:
                total = len(self._own(name)) + len(added)
                patch.change(spot, {"count": str(total)}, last=new.encode())
        self._put_missing(patch, missing)
        return patch.result()

    def _put_missing(self, patch: Patch, missing: list[tuple[str, bytes]]) -> None:
        """Lists that the part did not have, each before the first that has to follow it."""
        if not self._root.children:
            patch.change(self._root, last=b"".join(new for _, new in missing))
            return
        for name, new in missing:
            before = _ORDER[: _ORDER.index(name)]
            later = (child.start for child in self._root.children if child.name not in before)
            patch.insert(next(later, self._root.close), new)

    def _own(self, name: str) -> list[Spot]:
        spot = self._lists.get(name)
        return spot.children if spot else []

    def _add(self, name: str, pattern: str) -> int:
        number = len(self._own(name)) + len(self._added[name])
        self._added[name].append(pattern.format(self._prefix))
        return number

    def _like(self, style: int, look: Look | None, fill: int) -> int:
        own = self._own("cellXfs")
        style = style if style < len(own) else 0
        if (style, look) not in self._derived:
            number = len(own) + len(self._added["cellXfs"])
            self._added["cellXfs"].append(self._refilled(style, fill))
            self._derived[style, look] = number
        return self._derived[style, look]

    def _refilled(self, style: int, fill: int) -> str:
        own = self._own("cellXfs")
        changes = {"fillId": str(fill), "applyFill": "1"}
        if not own:
            return retagged(self._added["cellXfs"][0].encode(), changes).decode()
        spot = own[style]
        return (retagged(spot.tag, changes) + self._data[spot.inside : spot.end]).decode()


def _told(colour: Spot | None) -> str:
    """What a colour says, as attributes."""
    said = colour.attributes if colour else {}
    named = ((name, said.get(name, "")) for name in ("rgb", "indexed", "theme", "tint"))
    known = (f'{name}="{value}"' for name, value in named if _VALUE.fullmatch(value))
    return " ".join(known) or _NO_COLOUR


def _is_ours(fill: Spot) -> bool:
    """Whether the one colour of a fill is a ground of ours."""
    pattern = fill.opened(2).find("patternFill")
    colour = pattern.find("fgColor") if pattern else None
    return colour is not None and colour.attributes.get("rgb", "").upper() in _OURS
