"""The sheets 应报名单 and 同批比较 of the Excel report: what is told of all files together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from validators.records.folder_results import Arrival, FolderRecord, PlaceRecord
from validators.reports import entries
from validators.reports.entries import ARRIVALS, SEVERITIES
from validators.reports.workbook.tables import Content, Link, Name, Row, Rows, Table

EXPECTED_SHEET, FOLDER_SHEET = "应报名单", "同批比较"


def expected(folder: FolderRecord, rows: Rows) -> Table:
    """应报名单: each line of the list with what came of it, the missing ones first."""
    asked = folder.expected
    troubles = len(asked.troubles) if asked else 0
    more = f"名单里有 {troubles} 处没有采用，见核查结果的「{FOLDER_SHEET}」。" if troubles else ""
    missing = asked.count_of(Arrival.MISSING) if asked else 0
    to_do = "先催报「未报」的，再核对「名称近似」「重复」和「多报」的。" if missing else ""
    return Table(
        EXPECTED_SHEET,
        (entries.arrivals(folder) + more, *filter(None, (to_do,))),
        f"名单：{asked.path}。点「文件」打开报来的表。" if asked else "",
        (
            ("情况", 11), ("单位", 30), ("项目", 34), ("表种", 9), ("名单上的金额", 14),
            ("文件", 34), ("说明", 46), ("名单行", 14),
        ),
        rows,
        identity=("单位", "项目", "表种"),
    )  # fmt: skip


def expected_rows(folder: FolderRecord) -> Iterator[Row]:
    """The lines of the list."""
    for line in folder.expected.lines if folder.expected else ():
        yield (
            ARRIVALS[line.arrival],
            line.unit,
            line.project,
            line.kind,
            line.amount,
            opens(line.places),
            line.remark,
            line.row,
        )


def together(folder: FolderRecord, rows: Rows) -> Table:
    """同批比较: what is unlike the declaration, last year or the rest, missing, or there twice."""
    lead = f"把全部文件放在一起比较，有 {len(rows)} 处要确认。这些不算在各表的错误、警告里。"
    return Table(
        FOLDER_SHEET,
        (lead,),
        "X701 至 X703 与申报表比，X704 同一项目报了几份，X705、X706 与上年比，X707 应报未报，"
        "X708 年度与同批不同，X709 单位名称只差几个字，X710 至 X712 与监控表比，"
        "X713 部门整体与各项目合计不符，X714 分值与申报的不同。",
        (
            ("级别", 9), ("规则", 7), ("单位", 24), ("项目", 26), ("年度", 6),
            ("问题", 70), ("文件", 34),
        ),
        rows,
        identity=("规则", "单位", "项目", "年度"),
    )  # fmt: skip


def together_rows(folder: FolderRecord) -> Iterator[Row]:
    """What was found, and what of the list could not be used."""
    told = entries.of_folder(folder)
    for found, (where, entry) in zip(folder.findings, told, strict=False):
        places = (found.counts,) if found.counts else found.places
        yield (
            SEVERITIES[found.severity],
            entry.code,
            found.unit,
            found.project,
            where[-1],
            entry.message,
            opens(places),
        )
    for (path, *_), entry in told:
        name = Name(Path(path)) if path else None
        yield (entry.word, entry.code or None, None, None, None, entry.message, name)


def opens(places: tuple[PlaceRecord, ...]) -> Content:
    """The file of the first place, which a click opens at its sheet; a member's has none."""
    if not places:
        return None
    first, more = places[0], len(places) - 1
    path = Path(first.path)
    text = path.name + (f" 等 {more + 1} 份" if more else "")
    return Link(text, path, first.sheet, first.cell or "A1") if path.is_file() else text
