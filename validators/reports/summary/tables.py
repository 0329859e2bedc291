"""What stands on the sheets of a summary behind the first: its tables."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from validators.frames import IndicatorRow, Project, rows
from validators.reports.summary.figures import NO_UNIT, Figures
from validators.reports.summary.summed import Summed
from validators.reports.summary.text import WAN_YUAN, paragraph, remarks, title
from validators.reports.workbook.tables import (
    HANDLING,
    Content,
    Fillable,
    Money,
    Rate,
    Row,
    Rows,
    Table,
)
from workbooks.form_kinds import named
from workbooks.values.terms import clean
from xlfuncs.policy import load, policy_names

PROJECTS, UNITS, WEAK, TEXT = "项目", "按单位", "薄弱指标", "公开文字"
PARAGRAPH = "正文"

_HOW = "复核总分按复核得分相加，没有填复核得分的按自评得分。"


def projects(told: Summed, listed: Rows) -> Table:
    """项目: one row for each form, and beside its 总分 the 复核总分 where a 复核表 was given."""
    sums, reviewed = told.all, told.reviewed is not None
    monitored = f"，监控 {sums.monitored} 份" if sums.monitored else ""
    return Table(
        PROJECTS,
        (
            f"共 {len(listed)} 份表：自评 {sums.evaluations} 份，申报 {sums.declarations} 份"
            f"{monitored}（不含重复的）。点「工作表」打开原表。",
        ),
        f"{WAN_YUAN}末行为合计，其中总分为平均得分。重复报送的表只计问题，"
        f"不计金额、得分和扣分。{_HOW * reviewed}",
        (
            ("单位", 18), ("项目", 22), ("年度", 6), ("表", 7), ("申请金额\n（万元）", 11),
            ("全年预算\n（万元）", 11), ("全年执行\n（万元）", 11), ("执行率", 8.5), ("总分", 7.5),
            *((("复核\n总分", 7.5), ("自评－\n复核", 7.5)) * reviewed),
            ("等级", 5.5), ("错误", 5), ("警告", 5), ("提示", 5), *((("已核准", 6.5),) * reviewed),
            ("扣分", 7), ("扣分原因", 46), ("文件", 22), ("工作表", 9), ("备注", 24),
            (HANDLING, 22),
        ),
        listed,
        ("合计", None, None, None, _money(sums.declared.said), _money(sums.budget.said),
         _money(sums.executed.said), _rate(sums.execution_rate), sums.average,
         *((sums.reviewed_average, None) * reviewed), None, sums.errors, sums.warnings, sums.notes,
         *((sums.accepted,) * reviewed), sums.deducted, *[None] * 5),
        identity=("单位", "项目", "年度", "表"),
        open=(HANDLING,),
        sometimes=("核查总分", "复核总分", "自评－复核", "已核准"),
    )  # fmt: skip


def project_rows(told: Summed) -> Iterator[Row]:
    """Each form, by unit and project."""
    reviewed, lost = told.reviewed is not None, told.lost
    for one in sorted(rows(told.found.projects, Project), key=by_unit):
        name, link = told.places[one.file, one.number]
        yield (
            one.unit or NO_UNIT,
            one.project,
            "" if one.fiscal_year is None else str(one.fiscal_year),
            _kind(one),
            _money(one.declared_wan_yuan),
            _money(one.annual_budget_wan_yuan),
            _money(one.executed_wan_yuan),
            _rate(one.execution_rate),
            one.score,
            *((one.total_reviewed, difference(one.score, one.total_reviewed)) * reviewed),
            one.rating,
            one.errors,
            one.warnings,
            one.notes,
            *((one.accepted,) * reviewed),
            one.deducted,
            told.reasons.get((one.file, one.number)),
            name,
            link,
            lost.get((one.file, one.number)) if one.duplicate else one.unsummed,
            Fillable(None, "entry"),
        )


def units(told: Summed) -> Table:
    """按单位: the sums of each 实施单位."""
    words, reviewed = [word for word, _ in told.all.ratings], told.reviewed is not None
    return Table(
        UNITS,
        (f"共 {len(told.units)} 个单位。",),
        f"{WAN_YUAN}执行率为全年执行合计 ÷ 全年预算合计，平均得分按有总分的表计算。",
        (
            ("单位", 30), ("自评\n项目", 6), ("全年预算\n（万元）", 12), ("全年执行\n（万元）", 12),
            ("执行率", 9), ("平均\n得分", 8), *((("复核\n平均", 8),) * reviewed),
            *((word, 6) for word in words), ("未定\n等级", 6), ("扣分", 8), ("申报\n项目", 6),
            ("申请金额\n（万元）", 12), ("错误", 6), ("警告", 6), ("提示", 6),
            *((("已核准", 7),) * reviewed),
        ),
        tuple(_sums(name, own, words, reviewed) for name, own in told.units),
        _sums("合计", told.all, words, reviewed),
        identity=("单位",),
        sometimes=("核查平均", "复核平均", "已核准", *_every_rating()),
    )  # fmt: skip


def _every_rating() -> Iterator[str]:
    """The words of the ratings by any policy of ours: each has a column where it is met."""
    for name in policy_names():
        yield from load(name).rating_words


def _sums(name: str, own: Figures, words: list[str], reviewed: bool) -> Row:
    ratings = dict(own.ratings)
    return (
        name,
        own.evaluations,
        _money(own.budget.said),
        _money(own.executed.said),
        _rate(own.execution_rate),
        own.average,
        *((own.reviewed_average,) * reviewed),
        *(ratings.get(word, 0) for word in words),
        own.unrated,
        own.deducted,
        own.declarations,
        _money(own.declared.said),
        own.errors,
        own.warnings,
        own.notes,
        *((own.accepted,) * reviewed),
    )


def weak(listed: Rows) -> Table:
    """薄弱指标: every indicator that lost points in the self-evaluation."""
    some = f"共 {len(listed)} 项指标扣了分，扣分多的在前；同样多的，得分率低的在前。"
    return Table(
        WEAK,
        (some if len(listed) else "没有扣分的指标。",),
        "点「单元格」打开原表的该格。「测算得分」按评分办法算出，供核对，不代替单位自评。",
        (
            ("扣分", 7), ("得分率", 8.5), ("单位", 18), ("项目", 22), ("年度", 6), ("二级指标", 14),
            ("三级指标", 24), ("年度\n指标值", 13), ("实际\n完成值", 13), ("分值", 7), ("得分", 7),
            ("测算\n得分", 7), ("偏差原因及改进措施", 48), ("单元格", 9),
        ),
        listed,
        identity=("单位", "项目", "年度", "三级指标"),
    )  # fmt: skip


def weak_rows(told: Summed) -> Iterator[Row]:
    """The indicators that lost points, those that lost most first."""
    for one in told.weak:
        yield (
            one.deducted,
            Rate(share(one)),
            one.unit or NO_UNIT,
            one.project,
            "" if one.fiscal_year is None else str(one.fiscal_year),
            one.subcategory or one.category,
            one.name,
            one.target,
            one.actual,
            one.points,
            one.score,
            one.computed,
            one.note,
            told.cell(one, one.cell),
        )


def difference(reported: Decimal | None, settled: Decimal | None) -> Decimal | None:
    """自评 − 核查; None where one of them is missing."""
    return None if reported is None or settled is None else reported - settled


def share(one: IndicatorRow) -> Decimal:
    """The share of its points that an indicator which lost some has got."""
    return (one.score or Decimal(0)) / (one.points or Decimal(1))


def text(told: Summed) -> Table:
    """公开文字: the paragraph, and what to see to before it is published."""
    notes = tuple(remarks(told))
    return Table(
        TEXT,
        ("以下文字供部门决算公开使用，公开前请核对。",),
        "同样的文字可用 -o 公开文字.docx 写成 Word 文件。",
        (("用途", 14), ("文字", 110)),
        (
            ("标题", title(told.all)),
            (PARAGRAPH, paragraph(told.all)),
            *(("公开前核对", note) for note in notes),
        ),
        identity=("用途",),
    )


def by_unit(one: Project) -> tuple[str, str, int, str]:
    """How forms are ordered: by unit, project, year and kind."""
    return (
        clean(one.unit) if one.unit else NO_UNIT,
        one.project or "",
        one.fiscal_year or 0,
        one.form,
    )


def _kind(one: Project) -> str:
    return named(one.form).word


def _money(amount: Decimal | None) -> Content:
    return None if amount is None else Money(amount)


def _rate(rate: Decimal | None) -> Content:
    return None if rate is None else Rate(rate)
