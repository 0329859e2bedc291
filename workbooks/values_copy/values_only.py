"""A copy of a workbook that is only what one sees: values and their look, to be sent on (报送版).

Of the package, only what is known to be needed goes over: the sheets that were asked for, their
texts, styles, pictures and shapes. Macros, links, connections, comments, printers, names of people
and whatever the next Excel thinks of stay behind because nothing leads to them any more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from types import MappingProxyType
from xml.sax.saxutils import quoteattr

from workbooks.files import xlsx
from workbooks.files.limits import LAST_COLUMN, NO_MEMORY, Refused
from workbooks.files.package import folded, related
from workbooks.files.refusal import Reason, Refusal
from workbooks.grid import OURS_FROM, Position
from workbooks.patching.package_copy import CONTENT_TYPES, Parts, relations_of
from workbooks.patching.xml_filter import edited
from workbooks.patching.xml_outline import Spot
from workbooks.values.dataclass import dataclass, field
from workbooks.values.memory import collected_later
from workbooks.values_copy.drawing_parts import picture_type, picture_values, shape_values
from workbooks.values_copy.sheet_part import Kept, sheet_values
from workbooks.values_copy.workbook_part import SheetEntry, sheet_entries, workbook_values

CORE = "docProps/core.xml"
SIGN = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description>'
    "报送版：只有数值，没有公式和宏，由绩效表单工具生成。</dc:description></cp:coreProperties>"
).encode()
"""All that a copy says about itself. Excel writes more, so a copy that was saved again is known."""

_ROOT_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_CORE_KIND = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_TYPES_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
)
_OFFICE = "application/vnd.openxmlformats-officedocument."
_TYPES = {
    "officeDocument": f"{_OFFICE}spreadsheetml.sheet.main+xml",
    "worksheet": f"{_OFFICE}spreadsheetml.worksheet+xml",
    "sharedStrings": f"{_OFFICE}spreadsheetml.sharedStrings+xml",
    "styles": f"{_OFFICE}spreadsheetml.styles+xml",
    "theme": f"{_OFFICE}theme+xml",
    "drawing": f"{_OFFICE}drawing+xml",
}
_TOLD = {
    "vbaProject": "宏",
    "externalLink": "外部链接",
    "connections": "数据连接",
    "queryTable": "数据连接",
    "comments": "批注",
    "threadedComment": "批注",
    "pivotTable": "数据透视表",
    "table": "表格样式（超级表）",
    "cellImage": "单元格里的图片",
    "ctrlProp": "控件",
    "control": "控件",
}


@dataclass(frozen=True, slots=True)
class Copy:
    """The copy before it is written; `last` is the last column that it has of each sheet.

    `left_out` names, in Chinese, what the file has and the copy has not.
    """

    parts: Parts
    last: Mapping[str, int]
    left_out: tuple[str, ...]


Rows = tuple[Mapping[int, float], Collection[int]]
"""New heights of rows in points, and rows that are not shown."""


def values_only(
    raw: bytes,
    sheets: Mapping[str, int],
    mark: str,
    covered: Mapping[str, Collection[Position]] = MappingProxyType({}),
    rows: Mapping[str, Rows] = MappingProxyType({}),
) -> Copy | Refusal:
    """The copy of an .xlsx or .xlsm with some of its sheets, or why there can be none.

    `sheets` gives for each sheet a column that the copy reaches at least; what stands right of
    it and of the print area is not printed and not copied. `mark` is the formula of conditional
    formats that are no look of the form. What cells hold that are `covered` by merged ones, where
    nobody sees it, stays behind. `rows` are new heights of rows, and rows that are not shown.
    Raises nothing for any content of a file.
    """
    try:
        with collected_later():
            return _Copying(Parts(raw), mark, covered, rows).copy(sheets)
    except Refused as refused:
        return refused.refusal
    except MemoryError:
        return Refusal(Reason.TOO_LARGE, NO_MEMORY)


@dataclass(slots=True)
class _Copying:
    """A copy on its way: the parts that it has so far with their content types."""

    parts: Parts
    mark: str
    covered: Mapping[str, Collection[Position]]
    rows: Mapping[str, Rows]
    kept: dict[str, str] = field(default_factory=dict)
    strings: set[int] = field(default_factory=set)
    ours_from: int = LAST_COLUMN + 1
    gone: list[str] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)

    def copy(self, sheets: Mapping[str, int]) -> Copy:
        """The copy with these sheets."""
        book = xlsx.workbook_part(self.parts.package)
        own = related(self.parts.package, book)
        data = self.parts.xml(book)
        if (template := xlsx.template(self.parts.package)) and template.scores_itself:
            self.ours_from = OURS_FROM
        last: dict[str, int] = {}
        for one in sheet_entries(data):
            name = one.sheet.name
            kind, part = own.get(one.sheet.relation, ("", ""))
            if name in sheets and kind == "worksheet":
                last[name] = _last(one, sheets[name])
                self.sheet(part, name, last[name], sheets)
            else:
                self.gone.append(f"{'隐藏的' * one.sheet.hidden}工作表「{name}」")
        self.put(book, "officeDocument", workbook_values(data, last))
        self.shared(book)
        self.package(book)
        gone = (*dict.fromkeys(self.gone), *(what.format(n) for what, n in self.counted.items()))
        return Copy(self.parts, last, gone)

    def put(self, part: str, kind: str, content: bytes) -> None:
        """Keeps a part, as it is to be."""
        self.parts.put(part, content)
        self.kept[folded(part)] = _TYPES[kind]

    def related(self, part: str, *kinds: str) -> dict[str, tuple[str, str]]:
        """The relationships of a part that stay; what is lost with the others is noted."""
        stay: dict[str, tuple[str, str]] = {}
        for name, (kind, target) in related(self.parts.package, part).items():
            known = kind in kinds and target in self.parts
            if known and (kind != "image" or self.is_picture(target)):
                stay[name] = (kind, target)
            elif kind in _TOLD:
                self.gone.append(_TOLD[kind])
        self.parts.unrelate(part, lambda relation: relation.get("Id") not in stay)
        return stay

    def is_picture(self, part: str) -> bool:
        """Whether a part is a picture, whatever its name says; one that is, is kept."""
        data = self.parts.package.content(part)
        kind = picture_type(data)
        if kind:
            self.parts.put(part, picture_values(data))
            self.kept[folded(part)] = kind
        return bool(kind)

    def sheet(self, part: str, name: str, last: int, sheets: Collection[str]) -> None:
        """Keeps a sheet with its pictures and shapes."""
        relations = self.related(part, "drawing", "image")
        covered = self.covered.get(name, ())
        looks = self.rows.get(name, ({}, ()))
        kept = Kept(sheets, relations, last, self.mark, covered, self.ours_from, *looks)
        values = sheet_values(self.parts.xml(part), kept)
        self.put(part, "worksheet", values.part)
        self.strings |= values.strings
        self.counted.update(values.left_out)
        for kind, drawing in relations.values():
            if kind == "drawing":
                images = self.related(drawing, "image")
                shapes, gone = shape_values(self.parts.xml(drawing), images, last)
                self.put(drawing, "drawing", shapes)
                self.counted.update({"图表、控件等图形 {} 个": gone} if gone else {})

    def shared(self, book: str) -> None:
        """Keeps what the sheets share: the texts that they speak of, the styles, the theme."""
        relations = self.related(book, "worksheet", "sharedStrings", "styles", "theme")
        for kind, part in relations.values():
            if kind == "sharedStrings":
                self.put(part, kind, _strings(self.parts.xml(part), self.strings))
            elif kind != "worksheet":
                self.related(part, "image")
                self.put(part, kind, edited(self.parts.xml(part), lambda one, _: one.tag))
        gone = {name for name, (_, part) in relations.items() if folded(part) not in self.kept}
        self.parts.unrelate(book, lambda relation: relation.get("Id") in gone)

    def package(self, book: str) -> None:
        """Drops whatever was not kept; the rest is written anew, without the times of the file."""
        said = [relation.get("Type", "") for relation in self.parts.relations("")]
        root = next((kind for kind in said if kind.endswith("/officeDocument")), _ROOT_KIND)
        self.parts.put(CONTENT_TYPES, _content_types({}))
        stay = {*self.kept, *(folded(relations_of(part)) for part in self.kept)}
        stay |= {folded(CONTENT_TYPES)}
        self.parts.drop(name for name in self.parts.names if folded(name) not in stay)
        for name in self.parts.names:
            self.parts.put(name, self.parts.content(name))
        self.parts.put(CORE, SIGN)
        self.parts.relate("", root, book)
        self.parts.relate("", _CORE_KIND, CORE)
        types = {name: self.kept.get(folded(name), "") for name in self.parts.names}
        self.parts.put(CONTENT_TYPES, _content_types(types | {CORE: _CORE_TYPE}))


def _last(one: SheetEntry, least: int) -> int:
    """The last column of a sheet that is printed, where it says so."""
    return max(least, *(area.right for area in one.printed)) if one.printed else LAST_COLUMN


def _strings(data: bytes, used: Collection[int]) -> bytes:
    """The shared strings, those that no kept cell speaks of empty: they are from hidden sheets."""
    number = -1

    def edit(element: Spot, path: tuple[str, ...]) -> bytes | None:
        nonlocal number
        if path == ("si",):
            number += 1
        return element.tag if path[1:] == () or number in used else None

    return edited(data, edit)


def _content_types(types: Mapping[str, str]) -> bytes:
    """What the parts are, by their names; a part without a type is of the default one."""
    listed_types = "".join(
        f"<Override PartName={quoteattr('/' + name)} ContentType={quoteattr(kind)}/>"
        for name, kind in types.items()
        if kind
    )
    return f"{_TYPES_HEAD}{listed_types}</Types>".encode()
