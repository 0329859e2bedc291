"""The rows of one sheet as they come, with their links as Excel writes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from validators.reports import links
from validators.reports.rows import SpooledRows
from validators.reports.tables import Content, Jump, Link, Linked, Row, Table

MOST_LINKS = 10_000
"""Links on one sheet. Excel takes 65,530, but opens slowly then, and XlsxWriter holds each one."""


@dataclass(slots=True)
class Listed:
    """Rows on disk; `folder` is that of the report, from which its links lead."""

    folder: Path
    rows: SpooledRows = field(default_factory=SpooledRows)
    links: int = 0
    unlinked: int = 0

    def add(self, rows: Iterable[Row]) -> None:
        """Some more."""
        for row in rows:
            self.rows.add(tuple(map(self.linked, row)))

    def close(self) -> None:
        """Forget them."""
        self.rows.close()

    def linked(self, content: Content) -> Content:
        """A link, or its text alone where there are enough links or Excel takes not this one."""
        match content:
            case Link(text, path, sheet, cell):
                target = links.external(path, self.folder, sheet, cell)
                return Linked(text, target if self.takes(target) else None)
            case Jump(code) if not self.takes(code):
                return Linked(code, None)
        return content

    def takes(self, target: str | None) -> bool:
        """Whether there is room for a link."""
        taken = target is not None and self.links < MOST_LINKS
        self.links += taken
        self.unlinked += not taken
        return taken

    def told(self, table: Table) -> Table:
        """The table, which says in its first line what has no link."""
        if not self.unlinked:
            return table
        why = f"（有 {self.unlinked} 处没有链接：链接太多，或文件名太长、有特殊字符。）"
        return replace(table, lead=table.lead + why)
