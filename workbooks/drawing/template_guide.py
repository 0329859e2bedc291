"""The sheet 填报说明: what a clerk must know to fill in a template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_never

from workbooks.drawing.boxes import lines
from workbooks.drawing.template_layout import ROWS, SHOWN
from workbooks.form_kinds import FormKind
from workbooks.grid import Grid

if TYPE_CHECKING:  # to know a guide again, nobody needs the formulas
    from workbooks.drawing.template_formulas import Method

TITLE = "填报说明"
_HOW = "怎么填"

_START = (
    "白色单元格可以填写；栏目名称受保护，改不了。选中一格，旁边会提示填什么。",
    "年度：点标题下面一行，把括号里的空格改成年份，如（2024年度）。",
    "一级指标、二级指标可以从下拉列表里选，也可以自己填；与上一行相同的可以空着。",
    "年度指标值写明符号、数值和单位，如 ≥15.00(条)、=2.00(次/周)、≤5.00(%)；"
    "定性指标直接写文字，如 合规。",
)
_EVALUATION = (
    "实际完成值填数值和单位，如 33.00(条)，单位与年度指标值一致；"
    "定性指标选 达成指标、部分达成 或 未达成。",
    "金额单位为万元。年度资金总额由下面各行相加，执行率、预算执行得分、总分、评分等级自动计算。"
    "执行率和预算执行得分按元计算略有不同的，可以直接改写。",
)
_SCORE = (
    "得分低于分值而没有写原因的，「偏差原因分析及改进措施」一栏变红；填好即恢复。",
    "凡是填了指标、指标值、完成值或分值的行都有得分，预算执行也有得分以后，才显示总分；"
    "分值合计满 100 分，才显示评分等级。",
    "得分一栏变红：没有分值，得分不是数字，或不在 0 至分值之间。",
)
_COMPUTED = (
    "填好年度指标值、实际完成值和分值，得分自动填写：只用 Excel 自己的公式，按{policy}，不需要宏，"
    "WPS、LibreOffice 里也一样。",
    "「测算得分」写着「需人工判断」的行，公式看不准，得分请自己填写。",
    "测算得分是最高分。得分可以直接改低，并写明偏差原因；不应改高。改错了，可以撤销（Ctrl+Z）。",
    "表格右边两列（测算得分、检查）只供填报时参考，不打印；再往右的隐藏列是公式的中间步骤，请不要改动。",
)
_SECOND = (
    "再右边四列（加载项测算、完成率、偏差率、加载项检查）由绩效评价加载项填写，看得更细；"
    "没装加载项、宏被禁用的电脑上它们没有结果，不影响自动填写的得分。",
    "「加载项检查」不看其他行；比较符号写反（差错率≥5%）等问题请点「核查」。",
)
_DECLARATION = (
    "成本指标写在最前面，产出、效益、满意度指标依次往下写。",
    "金额单位为元。资金总额由下面各行相加，也可以直接改写。",
)
_UNDERSTOOD = ("表格右边一列写明年度指标值读作什么，如 不少于 15 条；只供填报时核对，不打印。",)
_ROWS = (
    f"表内共有 {ROWS} 行指标，先显示 {SHOWN} 行。不够时，点「加一行」；没有加载项的："
    "点左上角的名称框，输入要显示的行号，如 33:35，按回车，"
    "再选「开始→格式→隐藏和取消隐藏→取消隐藏行」。"
    "用不着的空行，点「收起空行」，或选中后右击行号，选「隐藏」；报送版里没有空行。",
    "工作表有保护，不能插入、删除行：要在中间加、去掉一行，点「加一行」「删一行」。没有加载项的："
    "选中下面各行填好的内容，复制，粘贴到下一行；要去掉一行：清空它的内容，再隐藏。"
    "请不要剪切、拖动单元格。",
    "行高随填写的内容变化。年度总体目标一栏是合并的单元格，放不下时请把那一行拉高；"
    "点「核查」会指出显示不全的行。",
    f"指标超过 {ROWS} 行的，这张表放不下，请用本单位自己的表填写，照样可以评分和核查。",
    "请不要隐藏填了内容的行：隐藏的内容打印不出来，却会算进合计。",
    "打印为 A4 一页宽，栏目在每一页重复。",
)

Section = tuple[str, tuple[str, ...]]
"""A heading and its sentences."""


_MONITORING = (
    "监控月份：选或填截至第几个月，如 7 表示 1-7 月；栏目名称和进度预警随它变。",
    "金额单位为万元。年度资金总额由下面各行相加，执行率＝执行数 ÷ 年初预算数，自动计算。",
    "执行情况填到这个月为止的数值和单位，如 14.00(场)，单位与年度指标值一致；定性指标写进展。"
    "全年预计完成情况填预计到年底的数。",
    "偏差原因：有哪方面的原因就在哪一栏选 ✔，可以选几栏；「原因说明」写明原因和改进措施。"
    "没有偏差的空着。",
    "完成目标可能性从下拉列表里选：确定能、有可能、完全不可能。",
)
_LIT = (
    "进度＝执行情况 ÷（年度指标值 × 月数 ÷ 12）：不到 {red} 红灯，不到 {yellow} 黄灯，"
    "不到 {blue} 绿灯，以上蓝灯；“≤”的指标超过指标值为红灯。每月、每周多少的指标不按月分摊。",
    "执行情况一格随之变色，右边「序时进度预警」写明是什么灯：只用 Excel 自己的公式，不需要宏，"
    "WPS、LibreOffice 里也一样。写着「需人工判断」的（定性指标、单位不同、看不准的），请自己判断。",
    "亮红灯、黄灯，或完成目标可能性不是“确定能”，而没有勾选原因、也没有写说明的，偏差原因变黄；亮红灯却填“确定能”的，"
    "完成目标可能性变黄。",
    "比率（满意度、合格率）也按月分摊，一般亮蓝灯，不表示超额。",
    "表格右边两列（序时进度预警、检查）只供填报时参考，不打印；"
    "再往右的隐藏列是公式的中间步骤，请不要改动。",
)
_LIT_TWICE = (
    "再右边一列（加载项预警）由绩效评价加载项填写，看得更细；没装加载项、宏被禁用的电脑上没有结果。",
)


def guide(kind: FormKind, method: Method, *, live: bool) -> tuple[Section, ...]:
    """The sections for a kind of form, judged by a policy, with or without the add-in."""
    pace = method.pace
    match kind.name:
        case "TargetDeclaration" | "DepartmentDeclaration":
            filled = (*_START, *_DECLARATION, *(_UNDERSTOOD if live else ()))
            return (_HOW, filled), ("行数和打印", _ROWS)
        case "SelfEvaluation" | "DepartmentEvaluation":
            computed = (sentence.format(policy=method.title) for sentence in _COMPUTED)
            return (
                (_HOW, (*_START, *_EVALUATION)),
                ("得分", (*computed, *(_SECOND if live else ()), *_SCORE)),
                ("行数和打印", _ROWS),
            )
        case "MonitoringReport":
            bounds = {"red": f"{pace.red:.0%}", "yellow": f"{pace.yellow:.0%}"}
            lit = (one.format(**bounds, blue=f"{pace.blue:.0%}") for one in _LIT)
            return (
                (_HOW, (*_START, *_MONITORING)),
                ("进度预警", (*lit, *(_LIT_TWICE if live else ()))),
                ("行数和打印", _ROWS),
            )
        case unknown:
            assert_never(unknown)


def is_guide(grid: Grid) -> bool:
    """Whether a sheet is the guide of a template, by how it begins."""
    begins = {(1, 1): TITLE, (2, 1): _HOW, (3, 2): _START[0]}
    return all(grid.values.get(place) == text for place, text in begins.items())


_FONT = {"font_charset": 134, "font_scheme": None, "valign": "top"}
_TITLE = {**_FONT, "font_name": "黑体", "font_size": 16}
_HEADING = {**_FONT, "font_name": "黑体", "font_size": 11}
_TEXT = {**_FONT, "font_name": "宋体", "font_size": 11, "text_wrap": True}
_NUMBER = {**_TEXT, "align": "center"}
_ROOM, _LINE, _LEADING = 400.0, 15.0, 6.0  # the width as `lines` counts it, for 9-point signs


def draw_guide(book: Any, sections: tuple[Section, ...]) -> None:
    """The sheet, its sentences numbered through; A4 upright, one page wide."""
    sheet = book.add_worksheet(TITLE)
    looks = (_TITLE, _HEADING, _NUMBER, _TEXT)
    title, heading, numbered, text = (book.add_format(look) for look in looks)
    sheet.set_column(0, 0, 4.0)
    sheet.set_column(1, 1, 82.0)
    sheet.write_string(0, 0, TITLE, title)
    sheet.set_row(0, 30.0)
    row, number = 1, 0
    for name, sentences in sections:
        sheet.set_row(row, 24.0)
        sheet.write_string(row, 0, name, heading)
        for sentence in sentences:
            row, number = row + 1, number + 1
            sheet.set_row(row, lines(sentence, _ROOM) * _LINE + _LEADING)
            sheet.write_number(row, 0, number, numbered)
            sheet.write_string(row, 1, sentence, text)
        row += 1
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.protect("")
