"""A department's own form held against the sum of its projects: what is told, and what never is."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from macros.cli import main
from tests.cases import standard_evaluation
from tests.season import evaluation
from tests.validators.json_schema import VALIDATOR
from tests.workbooks.layouts import grid
from validators.across.extract import Extract
from validators.across.folder import Folder
from validators.across.index import Index, Line
from validators.checking.check_file import CheckedForm, Choice, Result, check_grid
from validators.records.folder_results import FolderRecord, PlaceRecord
from validators.records.record import recorded
from validators.rule import Severity
from workbooks.form_kinds import KINDS, KindName

ROOT = Path(__file__).parents[3]
LAYOUTS = ROOT / "tests" / "workbooks" / "layouts"


class Batch:
    """Forms of one department's year; amounts are in 万元."""

    def __init__(self, kind: KindName = "SelfEvaluation") -> None:
        self.index, self._kind = Index(), kind

    def _add(self, named: KindName, project: str, form: Extract, **more: object) -> Batch:
        facts = KINDS[named]
        line = Line(
            PlaceRecord(f"{project}{len(self.index.lines)}.xlsx", "表", 1), named, facts.word,
            "某局", "某局", project, 2025, None, f"{len(self.index.lines)}",
            kept=self.index.extracts.put(form),
        )  # fmt: skip
        self.index.lines.append(replace(line, **more))  # type: ignore[arg-type]
        return self

    def _money(self, amount: str | None, for_projects: str | None = None) -> Extract:
        value = None if amount is None else Decimal(amount)
        stated = None if for_projects is None else Decimal(for_projects)
        if self._kind == "SelfEvaluation":
            return Extract((), executed=value, for_projects=stated)
        return Extract((), declared=value, for_projects=stated)

    def whole(self, total: str | None, for_projects: str | None = None, **more: object) -> Batch:
        scored = self._kind == "SelfEvaluation"
        kind: KindName = "DepartmentEvaluation" if scored else "DepartmentDeclaration"
        name = str(more.pop("called", "某局"))
        return self._add(kind, name, self._money(total, for_projects), **more)

    def project(self, name: str, amount: str | None, **more: object) -> Batch:
        return self._add(self._kind, name, self._money(amount), **more)

    def told(self) -> FolderRecord:
        return Folder(None, self.index).told(whole=True)

    @property
    def outcome(self) -> str:
        """What came of it, in a word."""
        record = self.told()
        found = [one.message for one in record.findings if one.code == "X713"]
        left = [one for one in record.uncompared if "X713" in one.codes]
        assert record.faults == ()
        assert len(found) + len(left) <= 1
        if found:
            return "多" if "，多 " in found[0] else "少"
        return "未检查" if left else ""


def projects(*amounts: str | None, kind: KindName = "SelfEvaluation") -> Batch:
    batch = Batch(kind)
    for number, amount in enumerate(amounts, 1):
        batch.project(f"{number}号项目", amount)
    return batch


@pytest.mark.parametrize("kind", ["SelfEvaluation", "TargetDeclaration"])
@pytest.mark.parametrize(
    ("amounts", "total", "for_projects", "outcome"),
    [
        (("150.00", "240.00"), "980.00", "390.00", ""),
        (("150.00", "240.02"), "980.00", "390.00", "多"),
        (("150.00", "240.01"), "980.00", "390.00", ""),
        (("150.00", "239.00"), "980.00", "390.00", "少"),
        (("150", "240.4"), "980", "390", ""),
        (("150", "242"), "980", "390", "多"),
        (("150.00", "239.00"), "980.00", None, ""),
        (("500.00", "480.00"), "980.00", None, ""),
        (("500.00", "490.00"), "980.00", None, "多"),
        (("990.00",), "980.00", "390.00", ""),
        ((), "980.00", "390.00", ""),
        (("150.00", "240.00"), None, None, "未检查"),
        (("150.00", "100.00", None), "980.00", "390.00", "未检查"),
        (("150.00", "300.00", None), "980.00", "390.00", "多"),
        (("150.00", None), "980.00", "390.00", "未检查"),
        (("150.00", "239.00", None), "980.00", None, ""),
        (("0", "0"), "980.00", "0", ""),
    ],
)
def test_the_sum_of_the_projects(
    kind: KindName,
    amounts: tuple[str | None, ...],
    total: str | None,
    for_projects: str | None,
    outcome: str,
) -> None:
    assert projects(*amounts, kind=kind).whole(total, for_projects).outcome == outcome


@pytest.mark.parametrize(
    ("more", "outcome"),
    [
        ({}, "多"),
        ({"unit": "某 局", "department": "市政府"}, "多"),
        ({"unit": ""}, "多"),
        ({"unit": "某局第二中心"}, "未检查"),  # whether the department's form has it is not seen
        ({"unit": "某局第二中心", "department": "别的局"}, ""),
        ({"unit": "某局（本级）", "department": ""}, ""),
        ({"fiscal_year": 2024}, ""),
        ({"fiscal_year": None}, ""),
        ({"kind": "TargetDeclaration", "word": "申报表"}, ""),
        ({"kind": "MonitoringReport", "word": "监控表"}, ""),
    ],
    ids=str,
)
def test_only_what_is_surely_of_the_department_and_the_year_is_added(
    more: dict[str, object], outcome: str
) -> None:
    batch = projects("150", "240").whole("980", "390").project("另一项目", "100", **more)

    assert batch.outcome == outcome


def test_less_is_told_only_where_it_is_less_with_all_units_under_the_department() -> None:
    under = {"unit": "某局第二中心"}

    assert projects("100", "200").project("甲", "50", **under).whole("980", "390").outcome == "少"
    assert projects("100", "200").project("甲", "90", **under).whole("980", "390").outcome == ""
    assert projects("100", "200").project("甲", None, **under).whole("980", "390").outcome == (
        "未检查"
    )


def test_a_department_without_its_own_form_or_without_a_year() -> None:
    assert projects("150", "300").outcome == ""
    assert projects("150", "300").whole("980", "390", fiscal_year=None).outcome == "未检查"
    assert projects("150", "300").whole("980", "390", fiscal_year=2024).outcome == ""
    assert projects("150", "300").whole("980", "390", called="", unit="").outcome == ""


def test_a_copy_that_does_not_count_is_not_added_and_is_named() -> None:
    batch = projects("150", "240").whole("980", "390").project("1号项目", "150")

    assert batch.outcome == ""
    more = projects("150", "250").whole("980", "390").project("1号项目", "150")
    (message,) = (one.message for one in more.told().findings if one.code == "X713")
    assert "没有计入：同一项目重复报送的（X704） 1 份：某局，1号项目3.xlsx。" in message


def test_copies_of_a_monitoring_report_are_none_of_a_declaration() -> None:
    batch = projects("150", "250", kind="TargetDeclaration").whole("980", "390")
    monitored = {"kind": "MonitoringReport", "word": "监控表"}
    batch.project("丙", "7", **monitored).project("丙", "7", **monitored)

    (message,) = (one.message for one in batch.told().findings if one.code == "X713")
    assert "没有计入：无。" in message


def test_the_sentence_has_both_figures_what_was_added_what_was_not_and_what_else_may_be() -> None:
    batch = projects("150", "300.5", None).whole("980", "390")
    batch.project("无年", "5", fiscal_year=None).project("下属", "7", unit="某局中心")

    (found,) = (one for one in batch.told().findings if one.code == "X713")

    assert found.message == (
        "部门整体支出绩效自评表「某局」（某局3.xlsx）项目支出全年执行数为 390 万元，"
        "同批同年度 2 个项目合计 450.5 万元，多 60.5 万元：「1号项目」150、「2号项目」300.5。"
        "没有计入：金额空着、读不成或没有写金额单位的 1 份：某局，3号项目2.xlsx；"
        "没有写年度的 1 份：某局，无年4.xlsx；下属单位的 1 份：某局中心，下属5.xlsx。"
        "也可能：部门的表只列了财政拨款或本年资金，项目的表含上年结转、其他资金；"
        "同一笔资金写在几个项目里；项目的资金还拨给了别的部门。建议核对两边的金额和项目。"
    )
    assert found.severity is Severity.NOTE
    assert [one.path for one in found.places] == ["某局3.xlsx", "1号项目0.xlsx", "2号项目1.xlsx"]


def test_of_many_projects_the_first_forty_are_named_and_all_are_added() -> None:
    batch = projects(*["10"] * 45).whole("980", "390")

    (found,) = (one for one in batch.told().findings if one.code == "X713")

    assert "45 个项目合计 450 万元，多 60 万元" in found.message
    assert "「40号项目」10 等 45 项。" in found.message
    assert len(found.places) == 46


def test_the_obligation_is_met_by_the_departments_that_were_compared() -> None:
    def looked(batch: Batch) -> int:
        return sum(one.forms for one in batch.told().looked if one.code == "X713")

    assert looked(projects("150", "240").whole("980", "390")) == 1
    assert looked(projects("150", "300").whole("980", "390")) == 1
    assert looked(projects("150", None).whole("980", "390")) == 0
    assert looked(projects("150").whole("980", "390")) == 0
    assert looked(projects("150", "240", kind="TargetDeclaration").whole("980", "390")) == 0


@pytest.mark.parametrize(
    ("layout", "amount", "for_projects"),
    [
        ("department/1", "980.00", "390.00"),
        ("department/2", "225", None),
        ("department/3", "304.00", "114.00"),
        ("department_declaration/1", "2050.00", None),
        ("department_declaration/2", "640.00", None),
        ("department_declaration/3", "318.00", "118.00"),
    ],
)
def test_what_is_kept_of_a_departments_form_as_it_is_printed(
    layout: str, amount: str, for_projects: str | None
) -> None:
    (checked,) = check_grid(grid((LAYOUTS / f"{layout}.md").read_text("utf-8")), Choice(()))
    assert isinstance(checked, CheckedForm)
    index = Index()

    index.add(recorded(Result(Path("表.xlsx"), (checked,))))

    kept = index.extract(index.lines[0])
    assert (kept.executed if kept.declared is None else kept.declared) == Decimal(amount)
    assert kept.for_projects == (None if for_projects is None else Decimal(for_projects))


def department(path: Path, name: str, *, for_projects: str) -> None:
    """A department's form as a file, printed as in the first layout."""
    text = (LAYOUTS / "department" / "1.md").read_text("utf-8")
    text = text.replace("示例镇人民政府", name).replace("390.00", for_projects)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "自评表"
    printed = grid(text)
    for (row, column), value in printed.values.items():
        sheet.cell(row, column, value).number_format = printed.formats.get((row, column), "General")
    book.save(path)


@pytest.mark.parametrize(
    ("for_projects", "above"),
    [("99.00", ""), ("90.00", "多 9 万元："), ("100.00", "少 1 万元：")],
)
def test_a_folder_as_it_is_handed_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], for_projects: str, above: str
) -> None:
    folder = tmp_path / "报送"
    for name in ("甲经费", "乙经费"):
        evaluation(folder / f"{name}.xlsx", project=name)
    department(folder / "部门.xlsx", standard_evaluation()["unit"], for_projects=for_projects)

    main(["check", str(folder), "--format", "json"])

    told = json.loads(capsys.readouterr().out)
    VALIDATOR.validate(told)
    messages = [one["message"] for one in told.get("together", {}).get("findings", ())]
    assert [above in message for message in messages] == [True] * bool(above)
