"""The roles of cells in Chinese, as the account of a form tells them."""

from __future__ import annotations

from validators.wording import PLACES
from workbooks.vocabulary.vocabulary import Step

_MORE = {
    "indicators": "指标",
    "funding": "项目资金",
    "money": "项目资金",
    "total": "总额",
    "parts": "分项",
    "project": "整个项目",
    "annual": "本年",
    "title": "标题",
    "project_name": "项目名称",
    "supervising_department": "主管部门",
    "implementing_unit": "实施单位",
    "project_nature": "项目性质",
    "project_category": "项目类别",
    "start_date": "开始日期",
    "end_date": "完成日期",
    "overall_goal": "项目总目标",
    "medium_term": "中期",
    "adjusted_goal": "调整后目标",
    "deviation_note": "偏差原因（全表）",
    "improvement_note": "改进措施（全表）",
    "others": "其他栏目",
    "unknown": "不认识的栏目",
    "corner": "大栏目",
    "group": "分组",
    "heads": "栏目",
    "block": "分块",
    "serial": "序号",
    "target_relation": "指标性质",
    "target_unit": "计量单位",
    "actual_relation": "完成值的符号",
    "actual_unit": "完成值的单位",
    "adjusted_target": "调整后指标值",
    "measure": "改进措施",
    "last_actual": "上年完成值",
    "reviewed_actual": "复核完成值",
    "reviewed_score": "复核得分",
    "explanation": "指标解释",
    "standard": "评分标准",
    "basis": "依据",
    "remark": "备注",
    "coefficient": "得分系数",
    "deviation": "偏离度",
    "core": "指标属性",
    "other": "不用的栏目",
    "line": "资金来源",
    "line_name": "名称",
    "line_amount": "金额",
    "closing_total": "总分",
    "method": "计算方法",
    "department_name": "部门名称",
    "score": "得分",
}
_STEPS = {
    Step.EXACT: "",
    Step.SYNONYM: "近似的说法",
    Step.PATTERN: "按句式",
    Step.PLACE: "按位置",
}


def role_word(role: str) -> str:
    """A role as a person reads it.

    >>> role_word("indicators.3.target"), role_word("money.executed"), role_word("小计")
    ('指标 3 年度指标值', '项目资金 全年执行数', '小计')
    >>> role_word("funding.total.name"), role_word("funding.annual.2.amount"), role_word("total")
    ('项目资金 年度资金总额 名称', '项目资金 本年 2 金额', '总分')
    """
    parts = role.split(".")
    if parts == ["total"]:
        parts = ["closing_total"]
    if parts[0] in ("funding", "money") and parts[-1] in ("name", "amount"):
        parts[-1] = f"line_{parts[-1]}"
    return " ".join(PLACES.get(part) or _MORE.get(part, part) for part in parts)


def step_word(step: Step) -> str:
    """How surely a head was understood, in a word; nothing where it was listed."""
    return _STEPS[step]
