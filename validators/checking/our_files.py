"""Sheets and files of ours: they may lie among the files they are about, and are no forms.

What somebody else can write proves nothing. So it is a sheet that is known, by its whole make-up
and never by its name, and every other sheet of its workbook is looked at like any sheet; a file is
passed over only when nothing else is in it, and is then told by name. What a new output may replace
is not asked here but of `workbooks.output_register`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from heapq import nsmallest
from pathlib import Path

from workbooks.drawing.template_guide import is_guide
from workbooks.files.open_file import core_properties
from workbooks.grid import Grid, Raw
from workbooks.values.terms import fold

BEGINNINGS: Mapping[str, str] = {
    ".html": '<!DOCTYPE html>\n<html lang="zh-CN" data-jixiao="核查结果">\n',
    ".csv": '\ufeff"类别","规则","单元格","文件","工作表","实施单位","项目名称","年度","说明",'
    '"原级别","理由","核准人","日期","不再适用的原因"\r\n',
    ".json": '{\n "tool": "jixiao",\n',
}
"""How a report in text begins, by the ending of its name."""

REVIEW = ("复核", "问题核准", "填写说明")
"""The sheets of a 复核表."""

WRITER = "jixiao"
"""Who a document of ours says that it was last saved by, until somebody else saves it."""

WHOLE = "全表"
"""Stands for the cell of a finding about the whole form."""

HANDLED = "处理情况（已改，或核实无误的理由）"
"""The last heading of a 修改清单."""

REPORT_KIND, SUMMARY_KIND, REVIEW_KIND, LIST_KIND = "核查结果", "汇总", "复核表", "修改清单"
CRITERIA_KIND, OPINIONS_KIND, TREND_KIND = "审核口径", "审核意见表", "历年比较"
IMPORT_KIND = "存疑清单"

_HEADINGS: tuple[tuple[str, str], ...] = (
    (
        REPORT_KIND,
        "处理 文件 工作表 项目名称 实施单位 年度 自评总分 测算总分 评级 执行率"
        " 错误 警告 提示 读不成 未检查 说明",
    ),
    (REPORT_KIND, "级别 规则 单元格 文件 工作表 项目 问题 检查什么"),
    (REPORT_KIND, "类别 规则 检查什么 单元格 文件 工作表 项目 原因"),
    (REPORT_KIND, "规则 级别 本次问题 检查什么 为什么 怎么改 依据 名称"),
    (REPORT_KIND, "核准 级别 规则 单元格 文件 工作表 项目 问题 理由 核准人 日期 说明"),
    (REPORT_KIND, "级别 规则 单元格 问题"),
    (REPORT_KIND, "规则 级别 检查什么 为什么 怎么改 依据"),
    (
        REVIEW_KIND,
        "序号 单位 项目 文件 工作表 三级指标 年度指标值 实际完成值 分值 自评得分 测算得分 问题"
        " 偏差原因 复核完成值 复核得分 核定得分 偏离度 扣分原因 审核意见 键 界限 单元格",
    ),
    (REVIEW_KIND, "扣分原因 什么时候用"),
    (REVIEW_KIND, "原来的位置 哪一项 填写的内容 为什么没有沿用"),
    (
        REVIEW_KIND,
        "序号 单位 项目 文件 工作表 三级指标 年度指标值 实际完成值 分值 自评得分 测算得分"
        " 核查分数 核定得分 审核意见 单元格 键",
    ),
    (REVIEW_KIND, "级别 编号 单元格 文件 工作表 单位 项目 问题 核准 理由 核准人 日期 键"),
    (REVIEW_KIND, "规则 单位 理由 核准人 日期 有效期至 提出人"),
    (REVIEW_KIND, "编号 分组 单元格 文件 工作表 单位 项目 要看的内容 结论 审核意见 键"),
    (REVIEW_KIND, "栏目 怎么填"),
    (
        SUMMARY_KIND,
        "单位 项目 年度 表 申请金额（万元） 全年预算（万元） 全年执行（万元） 执行率 总分 等级"
        " 错误 警告 提示 扣分 扣分原因 文件 工作表 备注",
    ),
    (
        SUMMARY_KIND,
        "扣分 得分率 单位 项目 年度 二级指标 三级指标 年度指标值 实际完成值 分值 得分 测算得分"
        " 偏差原因及改进措施 单元格",
    ),
    (REPORT_KIND, "情况 单位 项目 表种 名单上的金额 文件 说明 名单行"),
    (REPORT_KIND, "级别 规则 单位 项目 年度 问题 文件"),
    (REPORT_KIND, "本次 编号 类别 应当核查什么 由什么查 说明 表种 依据"),
    (REPORT_KIND, "线索 单位 数字 比较 也可能 文件"),
    (REPORT_KIND, "与上次比 级别 规则 单位 项目 单元格 文件 问题"),
    (REPORT_KIND, "单位 退回修改（份） 请核实（份） 错误 警告 读不成 主要问题 期限 项目"),
    (TREND_KIND, "单位 项目 类别 历年份数"),
    (TREND_KIND, "单位 项目 类别 指标 以前的名称 历年份数"),
    (TREND_KIND, "变化 单位 项目 指标 上次名称 哪一年 当年指标值 上次是哪年 上次指标值 文件"),
    (TREND_KIND, "年数 单位 项目 指标 各年扣分 各年原因 文件"),
    (TREND_KIND, "年数 单位 项目 各年指标 最近一年的原因 文件"),
    (TREND_KIND, "文件 表种 单位 项目 哪一年 原因"),
    (CRITERIA_KIND, "编号 对象 检查 意见"),
    (CRITERIA_KIND, "编号 检查什么 级别 改为"),
    (OPINIONS_KIND, "序号 单位 项目 年度 表 处理 综述 文件"),
    (IMPORT_KIND, "序号 单元格 原文位置 读出的内容 为什么存疑 核对情况（一致，或应为）"),
    (LIST_KIND, f"序号 工作表 单元格 级别 编号 问题与改法 规则说明 {HANDLED}"),
)
"""The headings of our tables that bear words of the forms, in their order. People may put columns
of their own between and behind them."""

_TOP = 4
"""Rows in which a table of ours has its headings: above them stand only its first lines."""

OF_FORMS = frozenset(("项目名称", "三级指标", "年度指标值", "实际完成值", "指标值", "年度总体目标"))
"""What stands alone in a cell of a form, and never in a body of ours."""


def own_sheet(grid: Grid) -> str:
    """Of which kind of ours a sheet is, by its whole make-up; empty where it is none.

    That is: its first lines in the first column, all headings in their order in one row, and in the
    rows below no label that heads a part of a form.
    """
    if is_guide(grid):
        return "填报说明"
    for number in nsmallest(_TOP, {row for row, _ in grid.values}):
        row = {at: value for at, value in grid.values.items() if at[0] == number}
        texts = [text for _, value in sorted(row.items()) if (text := _folded(value))]
        known = (one for one in _headings() if one[1][0] in texts)
        kind = next((kind for kind, wanted in known if in_order(wanted, texts)), "")
        if kind:
            object_at = next((at[1] for at, value in row.items() if _is_object(kind, value)), 0)
            below = (
                value for at, value in grid.values.items() if at[0] > number and at[1] != object_at
            )
            return kind if OF_FORMS.isdisjoint(map(_folded, below)) else ""
        if {column for _, column in row} != {1}:
            return ""
    return ""


def _is_object(kind: str, value: Raw) -> bool:
    """Whether a heading is that of 对象, where a criterion names a field of the forms."""
    return kind == CRITERIA_KIND and _folded(value) == "对象"


@cache
def _headings() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((kind, tuple(map(fold, words.split(" ")))) for kind, words in _HEADINGS)


def _folded(value: Raw) -> str:
    return fold(value) if isinstance(value, str) else ""


def in_order(wanted: Sequence[str], texts: Sequence[str]) -> bool:
    """Whether all wanted texts stand among the others, in their order.

    >>> in_order(["a", "c"], ["a", "b", "c"]), in_order(["c", "a"], ["a", "b", "c"])
    (True, False)
    """
    left = iter(texts)
    return all(word in left for word in wanted)


def own_document(path: Path) -> str:
    """Of which kind of ours a page or a document is in which no form was found; else empty."""
    if path.suffix.lower() in BEGINNINGS:
        from validators.checking.our_texts import is_text_report  # only where there is one

        return REPORT_KIND * is_text_report(path)
    told = core_properties(path) if path.suffix.lower() == ".docx" else {}
    return "公开文字" * (told.get("identifier") == WRITER)


MARK = '="绩效核查"="绩效核查"'
"""The condition of every mark: always true, and by it a mark is known again."""

LEAD = "核查结果：本表由绩效评价工具生成，可随时点「清除标记」删去，不属于报送内容。"
"""The first line of the list that 核查 puts beside a form."""


def is_addition(grid: Grid) -> bool:
    """Whether a sheet is a list of ours, or the 填报说明 of a template."""
    return grid.values.get((1, 1)) == LEAD or is_guide(grid)
