"""Whatever is asked of one folder, all outputs count the same."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from macros.cli import main
from tests import counts
from tests.cases import standard_evaluation
from tests.season import declaration, evaluation
from tests.thinned import thinned
from tests.validators import reviewer
from tests.validators.criteria.test_criteria import GOOD, book

ROOT = Path(__file__).parent.parent
ENDINGS = (".xlsx", ".html", ".csv", ".json")


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What lies in a folder: errors, warnings, two versions of a form, a blank one, no form."""
    folder = tmp_path_factory.mktemp("同一") / "报送"
    for sign in "甲乙丙":
        heads = {"unit": f"{sign}中心", "project": f"{sign}类经费"}
        evaluation(folder / sign / "自评表.xlsx", deducted=sign in "甲乙", **heads)
    evaluation(
        folder / "乙" / "自评表_定稿.xlsx", unit="乙 中心", project="乙类经费", total_score="97.00"
    )
    funds = [dict(line) for line in standard_evaluation()["funds"]]
    for line in funds[:2]:
        line |= {"executed": "495000.00", "rate": "990000.00"}
    evaluation(folder / "丁" / "元.xlsx", unit="丁中心", project="丁类经费", funds=funds)
    declaration(folder / "丁" / "申报表.xlsx", unit="丁中心", project="丁类经费")
    sample = "2024自评表_行政许可管理经费.xlsx"
    shutil.copy(ROOT / "workbooks" / "samples" / sample, folder / "丙" / sample)
    shutil.copy(ROOT / "workbooks" / "templates" / "自评表.xlsx", folder / "丙" / "空白.xlsx")
    (folder / "丁" / "坏.xlsx").write_bytes((folder / "丁" / "元.xlsx").read_bytes()[:3000])
    (folder / "丁" / "扫描.pdf").write_bytes(b"%PDF-1.7")
    return folder


def _accepted(forms: Path, place: Path) -> list[str]:
    """A 复核表 in which one error is accepted."""
    path = place / "复核表.xlsx"
    main(["review", str(forms), "-o", str(path)])
    made = openpyxl.load_workbook(path)
    reviewer.accept(reviewer.line(made["问题核准"], 编号="N601", 项目="甲类经费"))
    made.save(path)
    return ["--review", str(path)]


def _settled(place: Path, text: str) -> list[str]:
    path = place / "设置.toml"
    path.write_text(text, "utf-8")
    return ["--settings", str(path)]


def asked(case: str, forms: Path, place: Path) -> list[str]:
    """The options of a case."""
    match case:
        case "规则不用":
            return ["--ignore", "N601,T"]
        case "改级别":
            return _settled(place, '[levels]\nN601 = "警告"\nR503 = "提示"\n')
        case "核准":
            return _accepted(forms, place)
        case "审核口径":
            return ["--criteria", str(book(place / "审核口径.xlsx", GOOD, levels={"R503": "提示"}))]
    return []


CASES = [  # 错误, 警告, 提示, 已核准; 退回修改, 请核实, 未能核查
    ("核准", (3, 4, 2, 1, 3, 1, 3)),
    ("照常", (4, 4, 2, 0, 4, 1, 3)),
    ("规则不用", (2, 2, 2, 0, 2, 1, 3)),
    ("改级别", (1, 6, 3, 0, 1, 3, 3)),
    ("审核口径", (3, 23, 3, 0, 3, 4, 3)),
]


@pytest.mark.parametrize("case", thinned(CASES), ids=lambda case: case[0])
def test_all_outputs_of_a_folder_count_alike(
    case: tuple[str, tuple[int, ...]],
    forms: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    name, expected = case
    words = asked(name, forms, tmp_path)

    said = outputs(forms, tmp_path, words, capsys)

    told = counts.agree(*said)
    assert tuple(told[word] for word in (*counts.LEVELS, "已核准", *counts.FOLDERS)) == expected


def outputs(
    forms: Path, place: Path, words: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> list[counts.Said]:
    """Everything that can be made of a folder, and what it says."""
    reports = [place / f"核查结果{ending}" for ending in ENDINGS]
    asked_for = [word for path in reports for word in ("--report", str(path))]
    capsys.readouterr()
    main(["check", str(forms), *words, *asked_for, "--return", str(place / "退回")])
    shown = counts.screen(capsys.readouterr().out)
    book, text = place / "汇总.xlsx", place / "公开文字.docx"
    main(["summary", str(forms), *words, "-o", str(book), "-o", str(text)])
    totals = counts.screen(capsys.readouterr().out)
    back = counts.returned(place / "退回", unread=1)
    return [
        shown,
        totals,
        *map(counts.report, reports),
        back,
        counts.summary(book),
        counts.document(text),
    ]
