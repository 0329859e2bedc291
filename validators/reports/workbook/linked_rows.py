"""Rows on their way to a sheet, with their links as Excel writes them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from validators.checking.our_files import WHOLE
from validators.records.record import Record
from validators.reports.workbook import links
from validators.reports.workbook.spooled_rows import SpooledRows
from validators.reports.workbook.tables import Content, Jump, Link, Linked, Row, Table
from workbooks.values.dataclass import dataclass, field, replace

MOST_LINKS = 10_000
"""Links of each kind in one list. Excel takes 65,530 on a sheet, but opens slowly then."""


@dataclass(slots=True)
class LinkedRows:
    """The rows of a sheet, or of a part of it, as they come; `folder` is the workbook's own."""

    folder: Path
    rows: SpooledRows = field(default_factory=SpooledRows)
    links: Counter[type] = field(default_factory=Counter)
    unlinked: int = 0

    def add(self, rows: Iterable[Row]) -> None:
        """Some more rows."""
        for row in rows:
            self.rows.add(tuple(map(self.linked, row)))

    def linked(self, content: Content) -> Content:
        """A link, or its text alone where there are enough links or Excel takes not this one."""
        match content:
            case Link(text, path, sheet, cell):
                target = links.external(path, self.folder, sheet, cell)
                return Linked(text, target if self.takes(Link, target) else None)
            case Jump(code) if not self.takes(Jump, code):
                return Linked(code, None)
        return content

    def takes(self, kind: type, target: str | None) -> bool:
        """Whether there is such a link, and room for one more of its kind; counts it."""
        taken = target is not None and self.links[kind] < MOST_LINKS
        self.links[kind] += taken
        self.unlinked += not taken
        return taken


def with_remark(table: Table, *lists: LinkedRows) -> Table:
    """The table of some lists, which says in its first line what has no link."""
    unlinked = sum(listed.unlinked for listed in lists)
    if not unlinked:
        return table
    why = f"（有 {unlinked} 处没有链接：链接太多，或文件名太长、有特殊字符。）"
    first, *others = table.leads
    return replace(table, leads=(first + why, *others))


def link(text: str, record: Record, sheet: str, cell: str) -> Link:
    """A link to a cell; to the archive as a whole where the workbook lies inside one."""
    whole = record.path != record.opens or record.in_document
    return Link(text, record.opens, "", "") if whole else Link(text, record.path, sheet, cell)


def cell_link(cell: str | None, record: Record, sheet: str) -> Link:
    """A link to what is called by its own address, or to the whole form where there is none."""
    return link(cell or WHOLE, record, sheet, cell or "")


def common_folder(folder: str | None, path: Path) -> str:
    """The folder that holds the files so far and one more; empty where there is none."""
    parent = str(path.parent)
    if folder is None:
        return parent
    try:
        return os.path.commonpath([folder, parent]) if folder else ""
    except ValueError:  # on several drives, or not all absolute
        return ""
