"""What each output says that was found, in figures: they are held against each other."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import docx
import openpyxl

from tests.validators.pages import Element, page

LEVELS = ("错误", "警告", "提示")
FOLDERS = ("退回修改", "请核实", "未能核查")
_NONE = dict.fromkeys((*LEVELS, "已核准", *FOLDERS), 0)


class Said(NamedTuple):
    """One output, and what it counts: of these, what it tells of."""

    output: str
    counts: dict[str, int]


def opened(path: Path) -> Any:
    """A workbook, which is read once as long as nobody writes it anew."""
    return _read(path.resolve(), path.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _read(path: Path, _written: int) -> Any:
    return openpyxl.load_workbook(path)


def screen(text: str) -> Said:
    """The last lines of a check."""
    return Said("屏幕", _in_words(text))


def _in_words(text: str) -> dict[str, int]:
    levels = re.search(r"错误 (\d+) 处，警告 (\d+) 处，提示 (\d+) 处", text)
    assert levels, text
    told = dict(zip(LEVELS, map(int, levels.groups()), strict=True))
    for word, pattern in (
        ("已核准", r"另有已核准 (\d+) 处"),
        ("退回修改", r"(\d+) 份需退回修改"),
        ("请核实", r"(\d+) 份请核实"),
        ("未能核查", r"(\d+) 份未能核查"),
    ):
        found = re.search(pattern, text)
        told[word] = int(found[1]) if found else 0
    return told


def report(path: Path) -> Said:
    """A file that `--report` has written, by its ending."""
    read = {".json": _json, ".csv": _csv, ".html": _html, ".xlsx": _workbook}
    return Said(path.name, read[path.suffix](path))


def _json(path: Path) -> dict[str, int]:
    told = json.loads(path.read_bytes())
    summary = told["summary"]
    findings = [one for file in told["files"] for form in file["forms"] for one in form["findings"]]
    levels = Counter(one["severity"] for one in findings if not one["accepted"])
    assert [levels[key] for key in ("error", "warning", "note")] == [
        summary[key] for key in ("errors", "warnings", "notes")
    ]
    stands = summary["standings"]
    return {
        "错误": summary["errors"],
        "警告": summary["warnings"],
        "提示": summary["notes"],
        "已核准": summary["accepted"],
        "退回修改": stands["return"],
        "请核实": stands["ask"],
        "未能核查": stands["refused"],
    }


def _csv(path: Path) -> dict[str, int]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        kinds = Counter(row[0] for row in csv.reader(file))
    return {word: kinds[word] for word in (*LEVELS, "已核准", "未能核查")}


def _html(path: Path) -> dict[str, int]:
    told = page(path.read_text("utf-8"))
    counts = _in_words(told.all("header")[0].text)
    listed = _entries(told)
    for section in told.all("section"):
        if section.attributes.get("aria-labelledby") == "together":
            listed -= _entries(section)
    assert {word: listed[word] for word in LEVELS} == {word: counts[word] for word in LEVELS}
    return counts


def _entries(of: Element) -> Counter[str]:
    return Counter(one.attributes["data-kind"] for one in of.all("li", "entry"))


def below(sheet: Any, *heads: str) -> list[dict[str, Any]]:
    """The rows below the line in which these headings stand, by heading; without the sums."""
    rows = sheet.iter_rows(values_only=True)
    for row in rows:
        names = ["".join(str(cell or "").split()) for cell in row]
        if set(heads) <= set(names):
            break
    else:
        raise AssertionError(f"{sheet.title}: {heads}")
    return [dict(zip(names, row, strict=True)) for row in rows if any(row)]


def _workbook(path: Path) -> dict[str, int]:
    book = opened(path)
    forms = below(book["汇总"], "处理", "文件")
    stands = Counter(row["处理"] for row in forms)
    listed = Counter(row["级别"] for row in below(book["问题清单"], "级别", "规则"))
    for word in LEVELS:
        assert sum(row[word] or 0 for row in forms) == listed[word]
    units = [row for row in below(book["合计"], "按", "名称") if row["按"] == "单位"]
    for word in LEVELS[:2]:
        assert sum(row[f"{word}（处）"] for row in units) == listed[word]
    kinds = Counter(row["类别"] for row in below(book["未检查与读不成"], "类别"))
    assert kinds["未能核查"] == stands["未能核查"]
    accepted = 0
    if "核准" in book.sheetnames:
        accepted = sum(row["核准"] == "已核准" for row in below(book["核准"], "核准", "级别"))
    told = {word: listed[word] for word in LEVELS} | {word: stands[word] for word in FOLDERS}
    return told | {"已核准": accepted}


def summary(path: Path) -> Said:
    """汇总.xlsx: its first sheet, its rows, its units and its paragraph."""
    book = opened(path)
    first = [[cell for cell in row if cell is not None] for row in book["概览"].values]
    names, figures = next(
        (row, first[at + 1]) for at, row in enumerate(first) if "错误（处）" in row
    )
    cards = dict(zip(names, figures, strict=True))
    told = {word: int(cards[f"{word}（处）"]) for word in LEVELS}
    for name in ("项目", "按单位"):
        *rows, total = below(book[name], "单位", *LEVELS)
        for word in LEVELS:
            assert total[word] == sum(row[word] for row in rows) == told[word]
    (paragraph,) = (text for row in first for text in row if str(text).startswith("编报"))
    assert public(str(paragraph)) == {word: told[word] for word in LEVELS[:2]}
    returned = [text for row in first for text in row if "份表需退回修改" in str(text)]
    told["退回修改"] = int(re.findall(r"有 (\d+) 份表需", returned[0])[0]) if returned else 0
    refused = [text for row in first for text in row if "份文件未能核查" in str(text)]
    told["未能核查"] = int(re.findall(r"有 (\d+) 份文件", refused[0])[0]) if refused else 0
    return Said(path.name, told)


def public(text: str) -> dict[str, int]:
    """What the paragraph to be published says that was found."""
    found = re.search(r"发现问题(\d+)个，其中错误(\d+)个、警告(\d+)个", text)
    whole, errors, warnings = map(int, found.groups()) if found else (0, 0, 0)
    assert whole == errors + warnings
    return {"错误": errors, "警告": warnings}


def document(path: Path) -> Said:
    """公开文字.docx."""
    return Said(path.name, public("".join(line.text for line in docx.Document(path).paragraphs)))


def returned(folder: Path, unread: int = 0) -> Said:
    """What lies in a folder of copies, its list and its notices; each file has one form.

    `unread` files were not opened at all (PDF): nothing goes back for these.
    """
    lying = {name: len([*(folder / name).rglob("*.xls*")]) for name in FOLDERS}
    if not (folder / "退回清单.xlsx").exists():
        assert sum(lying.values()) == 0
        return Said(folder.name, lying | {"未能核查": unread})
    sheet = opened(folder / "退回清单.xlsx")["退回清单"]
    rows = below(sheet, "单位", "主要问题")
    listed = {name: sum(int(row[f"{name}（份）"] or 0) for row in rows) for name in FOLDERS}
    assert listed == lying
    notices = [docx.Document(path) for path in sorted((folder / "退回通知").glob("*.docx"))]
    files = [
        line.text
        for notice in notices
        for line in notice.paragraphs
        if re.match(r"\d+\. .+_(退回修改|修改清单)", line.text)
    ]
    assert (len(notices), len(files)) == (len(rows), sum(lying.values()))
    levels = {word: sum(int(row[word] or 0) for row in rows) for word in LEVELS[:2]}
    return Said(folder.name, lying | levels | {"未能核查": lying["未能核查"] + unread})


def agree(*outputs: Said) -> dict[str, int]:
    """What all outputs count alike; each tells of some of it, and together of all."""
    whole: dict[str, int] = {}
    for said in outputs:
        known = {key: count for key, count in said.counts.items() if key in whole}
        assert known == {key: whole[key] for key in known}, said.output
        whole |= said.counts
    assert whole.keys() == _NONE.keys()
    return whole


def review(path: Path) -> Said:
    """复核表.xlsx: what waits for a reviewer, and what he has accepted."""
    rows = below(opened(path)["问题核准"], "级别", "编号", "核准")
    waiting = Counter(row["级别"] for row in rows if row["核准"] != "是")
    accepted = sum(row["核准"] == "是" for row in rows)
    return Said(
        path.name, {word: waiting[word] for word in (*LEVELS, "未能核查")} | {"已核准": accepted}
    )


def texts(path: Path) -> list[str]:
    """Everything that a person may read in a file."""
    if path.suffix in (".xlsx", ".xlsm"):
        told = []
        for sheet in opened(path):
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                told += [cell.value] if isinstance(cell.value, str) else []
                told += [cell.comment.text] if cell.comment else []
        return told
    if path.suffix == ".docx":
        return [line.text for line in docx.Document(str(path)).paragraphs]
    return path.read_text("utf-8").splitlines()
