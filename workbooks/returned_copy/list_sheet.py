"""The first sheet of a returned copy: a list with links to the cells of the other sheets.

Its texts stand in the sheet itself, so that the workbook's own strings need not be touched.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbooks.files.xml_reading import MAIN
from workbooks.grid import address
from workbooks.patching.sheet_references import place
from workbooks.patching.xml_text import escaped, quoted
from workbooks.returned_copy.marked_styles import Look, Styles
from workbooks.values.dataclass import dataclass

NAME = "修改清单"
_NAMESPACE = MAIN.strip("{}")
_LONGEST_LINK = 2000  # Excel takes 2,079 signs
MOST_LINKS = 10_000
"""Excel takes 65,530 on a sheet, but opens slowly then."""


@dataclass(frozen=True, slots=True)
class ListEntry:
    """What stands in a cell of the list; `place` is the sheet and the cell that it leads to."""

    value: str | int
    look: Look | None = None
    place: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ListLine:
    """A row of the list, and its height in points."""

    entries: tuple[ListEntry, ...]
    height: float


@dataclass(frozen=True, slots=True)
class FirstSheet:
    """The list: its first line, remarks below it, headings with widths, and rows.

    `unsigned` is one more remark where the copy has lost the signature of its source. Texts are
    such that a cell can hold them.
    """

    lead: ListLine
    remarks: tuple[ListLine, ...]
    heads: tuple[tuple[str, float], ...]
    lines: tuple[ListLine, ...]
    unsigned: ListLine

    def head_row(self, *, signed: bool) -> int:
        """The row of the headings, counted from 1."""
        return 2 + len(self.remarks) + signed


class _Looks:
    """The styles of the list, added to those of the workbook."""

    def __init__(self, styles: Styles) -> None:
        song, box = styles.font("宋体", 11), styles.box()
        self.lead = styles.style(styles.font("黑体", 14, more="<{0}b/>"))
        self.remark = styles.style(styles.font("宋体", 11, "FF595959"))
        self.head = styles.style(styles.font("黑体", 11), styles.fill("FFD9E1F2"), box, "center")
        self.text = styles.style(song, 0, box)
        self.short = styles.style(song, 0, box, "center")
        blue = styles.font("宋体", 11, "FF0563C1", "<{0}u/>")
        self.link = styles.style(blue, 0, box, "center")
        self.words: dict[Look, int] = {}
        for look in Look:
            bold = styles.font("宋体", 11, look.ink, "<{0}b/>")
            self.words[look] = styles.style(bold, styles.fill(look.ground), box, "center")

    def of(self, entry: ListEntry, width: float) -> int:
        """The number of the style of an entry in a column."""
        if entry.look is not None:
            return self.words[entry.look]
        if entry.place is not None:
            return self.link
        return self.short if width <= 10 else self.text


def drawn(first: FirstSheet, styles: Styles, *, signed: bool) -> bytes:
    """The sheet as XML; its looks are added to the styles."""
    looks = _Looks(styles)
    remarks = first.remarks + ((first.unsigned,) if signed else ())
    top = [first.lead, *remarks]
    rows = [
        _line(row, line, looks.remark if row > 1 else looks.lead) for row, line in enumerate(top, 1)
    ]
    head = len(top) + 1
    heads = "".join(
        _cell(head, column, ListEntry(name), looks.head)
        for column, (name, _) in enumerate(first.heads, 1)
    )
    rows.append(f'<row r="{head}" ht="36" customHeight="1">{heads}</row>')
    links: list[str] = []
    for row, line in enumerate(first.lines, head + 1):
        rows.append(_listed(row, line, first.heads, looks))
        if len(links) < MOST_LINKS:
            links += _links(row, line)
    return _sheet(first, head, rows, links).encode()


def _sheet(first: FirstSheet, head: int, rows: list[str], links: list[str]) -> str:
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, (_, width) in enumerate(first.heads, 1)
    )
    last = len(first.heads)
    merges = "".join(f'<mergeCell ref="A{row}:{address(row, last)}"/>' for row in range(1, head))
    linked = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{_NAMESPACE}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{address(head + len(first.lines), last)}"/>'
        '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">'
        f'<pane ySplit="{head}" topLeftCell="A{head + 1}" activePane="bottomLeft" state="frozen"/>'
        f'<selection pane="bottomLeft" activeCell="A{head + 1}" sqref="A{head + 1}"/>'
        '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f"<cols>{columns}</cols><sheetData>{''.join(rows)}</sheetData>"
        f'<mergeCells count="{head - 1}">{merges}</mergeCells>{linked}'
        '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        f"<headerFooter><oddFooter>&amp;L{NAME}&amp;R第 &amp;P 页，共 &amp;N 页</oddFooter>"
        "</headerFooter></worksheet>"
    )


def _line(row: int, line: ListLine, style: int) -> str:
    cells = "".join(
        _cell(row, column, entry, style) for column, entry in enumerate(line.entries, 1)
    )
    return f'<row r="{row}" ht="{line.height}" customHeight="1">{cells}</row>'


def _listed(row: int, line: ListLine, heads: tuple[tuple[str, float], ...], looks: _Looks) -> str:
    cells = "".join(
        _cell(row, column, entry, looks.of(entry, width))
        for column, (entry, (_, width)) in enumerate(zip(line.entries, heads, strict=True), 1)
    )
    return f'<row r="{row}" ht="{line.height}" customHeight="1">{cells}</row>'


def _cell(row: int, column: int, entry: ListEntry, style: int) -> str:
    at = f'<c r="{address(row, column)}" s="{style}"'
    match entry.value:
        case "":
            return f"{at}/>"
        case int():
            return f"{at}><v>{entry.value}</v></c>"
    text = escaped(entry.value)
    return f'{at} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _links(row: int, line: ListLine) -> Iterator[str]:
    for column, entry in enumerate(line.entries, 1):
        if entry.place is None:
            continue
        target = place(*entry.place)
        if len(target) <= _LONGEST_LINK:
            at, shown = address(row, column), quoted(str(entry.value))
            yield f'<hyperlink ref="{at}" location="{quoted(target)}" display="{shown}"/>'
