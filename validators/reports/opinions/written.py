"""审核意见表 being written: a workbook with one row a form, or a text to paste."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from validators.checking.our_files import OPINIONS_KIND
from validators.records.record import Record, worded
from validators.reports.entries import STANDINGS
from validators.reports.opinions.opinions import Opinions, in_order, of_record, with_others
from validators.reports.output import Place
from validators.reports.workbook.cell_formats import formats
from validators.reports.workbook.drawn_sheet import DrawnSheet
from validators.reports.workbook.links import KeptLinks
from validators.reports.workbook.new_workbook import new_book, safe
from validators.reports.workbook.tables import Name, Row, Table
from validators.terminal_text import lines_of

CALLED = OPINIONS_KIND
BOOK, TEXT = ".xlsx", ".txt"
MOST = 20_000
"""Forms of which the opinions are held until they are written."""

_HEADS = (
    ("序号", 5), ("单位", 17), ("项目", 18), ("年度", 6), ("表", 8), ("处理", 9), ("综述", 26),
)  # fmt: skip
_NUMBERS = "一二三四五六七八九十"
_WIDTHS = (30, 42, 56)
_TALLEST = 24
"""Lines of a cell that a row has room for, with some to spare for words that are not broken."""

_A3, _WIDE = 8, 190


class OpinionSheet:
    """The opinions so far; they are written when there are no more."""

    def __init__(self, path: Path) -> None:
        self.place = Place(path, CALLED)
        self._found: list[Opinions] = []

    @property
    def path(self) -> Path:
        """Where it is written."""
        return self.place.path

    @property
    def full(self) -> bool:
        """Whether there are more forms than can be held."""
        return len(self._found) > MOST

    def add(self, record: Record) -> Record:
        """One more file, or where its words break its 程序故障; what was added.

        Raises `Misplaced` when it would replace the file.
        """
        self.place.guard(record)
        told, found = worded(record, lambda one: tuple(of_record(one)))
        self._found += found
        return told

    def write(self) -> str:
        """Writes it, whole or not at all, and says where; raises OSError."""
        every = tuple(with_others(self._found))
        if self.path.suffix.lower() == TEXT:
            lines = "".join(f"{safe(line)}\r\n" for line in text_lines(every))
            with self.place.fresh() as file:
                file.write(b"\xef\xbb\xbf" + lines.encode("utf-8", "replace"))
        else:
            self._write_book(every)
        return f"{self.place.told()}：{len(every)} 份，{sum(len(o.opinions) for o in every)} 条意见"

    def _write_book(self, every: Sequence[Opinions]) -> None:
        sheet, kept = table(every), KeptLinks()
        folder = str(Path(every[0].path).parent) if every else ""
        try:
            with self.place.fresh() as file, new_book(file, CALLED) as book:
                page = book.add_worksheet(sheet.name)
                DrawnSheet(page, sheet, formats(book), folder, {}, kept, CALLED).draw()
                if sum(places for _, places in sheet.columns) > _WIDE:
                    page.set_paper(_A3)
        finally:
            kept.close()


def table(every: Sequence[Opinions]) -> Table:
    """One row a form; a column for each group that has an opinion."""
    grouped = [one.grouped for one in every]
    groups = in_order(group for its in grouped for group in its)
    widths = [(group, _width(its.get(group, ()) for its in grouped)) for group in groups]
    rows = (row for number, one in enumerate(every, 1) for row in _rows(number, one, widths))
    return Table(
        CALLED,
        (f"{len(every)} 份表的审核意见，共 {sum(len(one.opinions) for one in every)} 条。",),
        "错误、警告、审核口径和复核人提出的列入意见；提示、试行的和已核准的不列入。"
        "意见很多的一份表接着写在下一行。",
        (*_HEADS, *widths, ("文件", 22)),
        tuple(rows),
    )


def _width(texts: Iterator[Sequence[str]]) -> int:
    """The least width at which what is said of a group has room in one row, if there is one."""
    cells = ["\n".join(_numbered(its)) for its in texts]
    return next(
        (one for one in _WIDTHS if all(lines_of(cell, one) <= _TALLEST for cell in cells)),
        _WIDTHS[-1],
    )


def _rows(number: int, one: Opinions, widths: Sequence[tuple[str, int]]) -> Iterator[Row]:
    """The row of a form, and more where its opinions have no room in one."""
    grouped = one.grouped
    columns = [_pieces(_numbered(grouped.get(group, ())), places) for group, places in widths]
    whose = (one.unit, one.project, one.year, one.kind)
    for at, cells in enumerate(zip_longest(*columns, fillvalue="")):
        said = (STANDINGS[one.standing], one.summary) if at == 0 else ("续上行", "")
        yield (number, *whose, *said, *cells, Name(Path(one.path)))
    if not columns:
        yield (number, *whose, STANDINGS[one.standing], one.summary, Name(Path(one.path)))


def _numbered(texts: Sequence[str]) -> list[str]:
    if len(texts) < 2:
        return list(texts)
    return [f"{at}. {text}" for at, text in enumerate(texts, 1)]


def _pieces(texts: Sequence[str], places: int) -> list[str]:
    """Texts as cells, each with no more lines than a row has room for."""
    cells: list[list[str]] = [[]]
    for text in texts:
        lines = [line for one in text.split("\n") for line in _fitting(one, places)]
        for line in lines:
            if lines_of("\n".join((*cells[-1], line)), places) > _TALLEST:
                cells.append([])
            cells[-1].append(line)
    return ["\n".join(lines) for lines in cells]


def _fitting(line: str, places: int) -> list[str]:
    """A line, cut where it alone is too much for a row."""
    if lines_of(line, places) <= _TALLEST:
        return [line]
    step = (_TALLEST - 2) * (places // 2 - 1)
    return [line[at : at + step] for at in range(0, len(line), step)]


def text_lines(every: Sequence[Opinions]) -> Iterator[str]:
    """The opinions on every form, to be pasted into a letter."""
    for number, one in enumerate(every, 1):
        what = f"{one.year} 年度{one.kind}" if one.year else one.kind
        named = "：".join(filter(None, (one.unit, one.project))) or Path(one.path).name
        yield f"{number}. {_flat(named)}" + (f"（{what}）" if what else "")
        yield f"处理：{one.standing}。{one.summary}"
        for at, (group, texts) in enumerate(one.grouped.items()):
            count = _NUMBERS[at] if at < len(_NUMBERS) else str(at + 1)
            yield f"{count}、{group}"
            for text in _numbered(texts):
                yield from text.split("\n")
        yield ""


def _flat(text: str) -> str:
    return "".join(text.splitlines())
