"""Three rounds of an office by the commands of README: hand-in, return, answers, 核准, summary.

After each command all outputs are held against each other, and everything that somebody has
written into one of them is looked for.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from macros.cli import main
from tests import counts
from tests.cases import standard_evaluation
from tests.season import evaluation, list_of
from tests.test_readme import steps
from tests.validators import reviewer
from tests.validators.json_schema import VALIDATOR
from validators.reports.returned.notices import LIST_NAME

SIGNS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
MENDS, EXPLAINS, WAITS, DOUBTS, BROKEN = SIGNS[:5]
"""Units: one mends its form, one explains, one does nothing at first; the form of one has only a
warning, that of one is damaged. The last hands in nothing at first."""

FORMS, LIST, REPORT, REVIEW, BACK = (
    Path(name) for name in ("报送", "应报名单.xlsx", "核查结果.xlsx", "复核表.xlsx", "退回")
)
SUMMARY, TEXT = Path("汇总.xlsx"), Path("公开文字.docx")
_BADLY_JOINED = re.compile(r"[。；，、：！？][（）；，。、：]")


def heads(sign: str) -> dict[str, str]:
    return {"unit": f"某市{sign}类事务服务中心", "project": f"{sign}类经费"}


def spent_too_much() -> list[dict[str, str]]:
    """The funds of a form with a warning and nothing else."""
    funds = [dict(line) for line in standard_evaluation()["funds"]]
    for line in funds[:2]:
        line |= {"executed": "51.00", "rate": "102.00"}
    funds[0]["score"] = "10.00"
    return funds


class Office:
    """The folder in which the commands run, and all that people wrote into its files."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys
        self.written: list[tuple[Path, str]] = []
        self.said = ""

    def run(self, command: str, *more: str) -> str:
        """A command as README has it, with more outputs; what it says."""
        program, *words = shlex.split(command)
        assert program == "jixiao"
        status = main([*words, *more])
        told = self.capsys.readouterr()
        assert status in (0, 1, 2), told.err
        self.said += told.out + told.err
        return told.out

    def check(self, command: str) -> dict[str, int]:
        """A check, in every format; what all its outputs count alike."""
        others = [f"核查结果{ending}" for ending in (".html", ".csv", ".json")]
        asked = [word for name in others for word in ("--report", name)]
        asked += [] if str(REPORT) in command else ["--report", str(REPORT)]
        asked += [] if "--return" in command else ["--return", str(BACK)]
        shown = self.run(command, *asked, "--ledger", "记录.db")
        said = [counts.screen(shown), *map(counts.report, (REPORT, *map(Path, others)))]
        told = counts.agree(*said, counts.returned(BACK, unread=1))
        self.nothing_is_lost()
        self.no_file_is_unmentioned()
        return told

    def write(self, path: Path, text: str, put: Callable[[Any, str], None]) -> None:
        """Somebody writes something into a workbook, and is to find it there ever after."""
        book = openpyxl.load_workbook(path)
        put(book, text)
        book.save(path)
        self.written.append((path, text))

    def nothing_is_lost(self) -> None:
        for path, text in self.written:
            assert any(text in told for told in counts.texts(path)), (path, text)

    def no_file_is_unmentioned(self) -> None:
        """Each file that was handed in is told of; each in the folder that goes back is known."""
        data = json.loads(Path("核查结果.json").read_bytes())
        VALIDATOR.validate(data)
        places = (data["files"], data.get("not_read", ()), data.get("passed_over", ()))
        told = {Path(one["path"]) for place in places for one in place}
        assert told == {path for path in FORMS.rglob("*") if path.is_file()}
        listed = counts.texts(REPORT)
        assert all(any(path.name in text for text in listed) for path in told)
        notices = [text for path in BACK.rglob("*.docx") for text in counts.texts(path)]
        for path in filter(Path.is_file, BACK.rglob("*")):
            known = path.name == LIST_NAME or path.suffix == ".docx"
            assert known or path.name in self.said or any(path.name in text for text in notices)

    def well_said(self) -> None:
        """Nothing is joined with a full stop before a bracket, whatever people end with."""
        files = (*Path().glob("*.xlsx"), *BACK.rglob("*.xlsx"), *BACK.rglob("*.docx"), TEXT)
        told = [text for path in files for text in counts.texts(path)]
        assert [text for text in told if _BADLY_JOINED.search(text)] == []


@pytest.fixture
def office(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Office:
    monkeypatch.chdir(tmp_path)
    return Office(capsys)


def handed_in(signs: str) -> None:
    """The first hand-in, and the list of what is expected."""
    for sign in signs[:-1]:
        path = FORMS / sign / "自评表.xlsx"
        more: dict[str, Any] = {"funds": spent_too_much(), "total_score": "100.00"}
        more = more if sign == DOUBTS else {"deducted": sign in signs[:3]}
        evaluation(path, **heads(sign), **more)
    path = FORMS / BROKEN / "自评表.xlsx"
    path.write_bytes(path.read_bytes()[:3000])
    (FORMS / BROKEN / "盖章.pdf").write_bytes(b"%PDF-1.7")
    (FORMS / MENDS / "照片.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    rows = [(heads(sign)["unit"], heads(sign)["project"], 50, "自评表") for sign in signs]
    list_of(LIST, ("单位", "项目", "金额", "表种"), *rows)


def beside(sheet: str, row: str, head: str) -> Callable[[Any, str], None]:
    """Writes under a heading, in the row in which something stands."""

    def put(book: Any, text: str) -> None:
        page = book[sheet]
        at = None
        for cells in page.iter_rows():
            names = {"".join(str(cell.value).split()): cell.column for cell in cells if cell.value}
            if at is None and head in names:
                at = names[head]
            elif at is not None and any(row in str(cell.value) for cell in cells):
                page.cell(cells[0].row, at, text)
                return
        raise AssertionError((sheet, row, head))

    return put


def added_column(book: Any, text: str) -> None:
    page = book["问题清单"]
    column = page.max_column + 1
    page.cell(2, column, "责任人")
    page.cell(3, column, text)


def added_sheet(book: Any, text: str) -> None:
    book.create_sheet("电话记录").append([text])


def commented(book: Any, text: str) -> None:
    book["概览"]["A1"].comment = Comment(text, "处长")


def written_below(book: Any, text: str) -> None:
    book["概览"]["B95"] = text


@contextmanager
def sent_back(sign: str) -> Iterator[Any]:
    """The copy that a unit got, worked on there, and handed in for its form."""
    (copy,) = BACK.glob(f"*/{sign}/*_退回修改.xlsx")
    book = openpyxl.load_workbook(copy)
    yield book
    book.save(FORMS / sign / copy.name)
    (FORMS / sign / "自评表.xlsx").unlink()


def answered(book: Any, text: str) -> None:
    """处理情况 beside everything in the list."""
    page = book["修改清单"]
    (head,) = (c for row in page.iter_rows() for c in row if str(c.value).startswith("处理情况"))
    for row in range(head.row + 1, page.max_row + 1):
        page.cell(row, head.column, text)


@pytest.mark.slow
@pytest.mark.parametrize("signs", [SIGNS[:6], SIGNS], ids=["六个单位", "二十个单位"])
def test_three_rounds(signs: str, office: Office) -> None:
    check, send, again, ask, settle, total = steps()
    handed_in(signs)

    # the first round: what is wrong, and who is missing
    told = office.check(check)
    assert told == dict(zip(counts.LEVELS, (3, 1, 0), strict=True)) | {
        "已核准": 0, "退回修改": 3, "请核实": 1, "未能核查": 2,
    }  # fmt: skip
    assert f"已报 {len(signs) - 2}，未报 2。" in office.said  # one is damaged
    assert office.check(send) == told
    office.run(total.replace("--review 复核表.xlsx ", ""))
    counts.agree(counts.Said("核查", told), counts.summary(SUMMARY), counts.document(TEXT))
    office.write(REPORT, "已电话通知。", beside("问题清单", f"{WAITS}类经费", "办理情况"))
    office.write(REPORT, "经办人甲", added_column)
    office.write(REPORT, "三月一日打过电话", added_sheet)
    office.write(SUMMARY, "缺一份附件。", beside("项目", f"{MENDS}类经费", "办理情况"))
    office.write(SUMMARY, "请改措辞。", commented)
    office.write(SUMMARY, "已报领导。", written_below)
    for sign in (MENDS, WAITS):
        unit = heads(sign)["unit"]
        office.write(BACK / LIST_NAME, f"三月{sign}日", beside("退回清单", unit, "期限"))

    # the second round: a correction, two answers, one form again as it was, two for the first time
    with sent_back(MENDS) as book:
        book["自评表"]["H12"] = "场地停用，已改到下年，下年起提前预订。"
    with sent_back(EXPLAINS) as book:
        answered(book, "场地停用，已报备。")
    with sent_back(WAITS):
        pass  # it has only saved the copy
    with sent_back(DOUBTS) as book:
        answered(book, "追加的预算在十二月下达。")
    for sign in (BROKEN, signs[-1]):
        evaluation(FORMS / sign / "自评表.xlsx", **heads(sign))
    told = office.check(again)
    assert {word: told[word] for word in ("错误", "退回修改", "请核实")} == {
        "错误": 2, "退回修改": 2, "请核实": 1,
    }  # fmt: skip
    listed = "".join(counts.texts(REPORT))
    for since in ("已改 1，未改 0，新增 0", "未改 1（有说明 1），新增 0", "已改 0，未改 1，新增 0"):
        assert since in listed
    assert "单位说明：场地停用，已报备。" in listed

    # the third: the reviewer takes what was explained, the last form is mended
    office.run(ask)
    counts.agree(counts.Said("核查", told), counts.review(REVIEW))
    book = openpyxl.load_workbook(REVIEW)
    for row in reviewer.lines(book["问题核准"]):
        if "单位说明：" in str(row["问题"].value):
            reviewer.put(row, 核准="是", 核准人="审核员", 日期=reviewer.DAY)
    book.save(REVIEW)
    (FORMS / WAITS / "自评表_退回修改.xlsx").unlink()
    evaluation(FORMS / WAITS / "自评表.xlsx", **heads(WAITS))
    told = office.check(settle)
    assert (told["错误"], told["警告"], told["已核准"], told["退回修改"]) == (0, 0, 2, 0)
    office.run(total)
    counts.agree(counts.Said("核查", told), counts.summary(SUMMARY), counts.document(TEXT))
    office.nothing_is_lost()
    office.well_said()
