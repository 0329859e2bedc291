"""Every Chinese label and set word that we compare with, and the one way to fold a label."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

# Remarks in brackets that belong to a label's meaning elsewhere, not to its name:
# units (万元), columns (A) (B/A), (%), points (50分) (20分*执行率), (/项目).
_REMARK = re.compile(
    r"\((?:[A-Z](?:[/*×÷][A-Z])*|%|万?元|单位[:：]?万?元|\d+(?:\.\d+)?分(?:[*×]\w+)?|/项目)\)"
    r"|(?<=指标)\d+(?:\.\d+)?分$"
)
_STATED_POINTS = re.compile(r"\(?(\d+(?:\.\d+)?)分\)?$")


def clean(text: str) -> str:
    """A text in one width and without any white space.

    >>> clean("年度总\\n体目标（Ａ）")
    '年度总体目标(A)'
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """A label reduced to its name: one width, no white space, colons, 其中 or remarks in brackets.

    >>> fold("其中：当年财政\\n拨款"), fold("执行率（B/A）"), fold("项目资金(万元)")
    ('当年财政拨款', '执行率', '项目资金')
    """
    name = _REMARK.sub("", clean(text)).replace(":", "")
    return name.removeprefix("其中")


def stated_points(label: str) -> Decimal | None:
    """The points that a label states at its end, or None.

    >>> stated_points("产出指标\\n（50分）"), stated_points("效益指标"), stated_points("得分")
    (Decimal('50'), None, None)
    """
    match = _STATED_POINTS.search(clean(label))
    return Decimal(match[1]) if match else None


DASHES = frozenset({"-", "--", "---", "—", "——", "–", "−", "/", "／", "―", "─"})
"""What is typed to say: nothing here."""

TITLE_WORDS = {
    "自评表": "SelfEvaluation",
    "申报表": "TargetDeclaration",
    "目标表": "TargetDeclaration",
}
"""A short text that ends with one of these names a form."""

MET_WORDS = frozenset(
    {"达成指标", "达成", "达成预期指标", "达成年度指标", "达成目标", "达成预期目标", "已达成"}
    | {"已完成", "完成", "全部完成", "完成指标", "已全部完成", "全面完成", "按时完成", "按期完成"}
    | {"达到预期指标", "达到预期目标", "实现预期目标", "完成预期目标", "完成年度目标", "完成目标"}
)
PARTLY_MET_WORDS = frozenset(
    {"部分达成", "部分达成指标", "部分达成预期指标", "部分达成预期指标并具有一定效果"}
    | {"部分达成年度指标", "部分达成年度指标并具有一定效果", "部分完成", "基本达成"}
    | {"基本完成", "部分实现预期目标", "部分达到预期目标"}
)
NOT_MET_WORDS = frozenset(
    {"未达成", "未达成指标", "未达成预期指标", "未达成预期指标且效果较差"}
    | {"未达成年度指标", "未达成年度指标且效果较差", "未完成"}
)
"""Tiers of described indicators, as clerks write them (2020 national form and local copies)."""

FILLER_NOTES = frozenset(
    {"无", "暂无", "略", "同上", "已完成", "详见报告", "见报告", "没有", "不适用", "无偏差", "正常"}
    | {
        "无原因",
        "暂缺",
        "待补",
        "待补充",
        "如上",
        "见上",
        "见附件",
        "见自评报告",
        "详见自评报告",
        "无原因分析",
        "无特殊情况",
    }
    | {"详见附件", "无偏差原因", "不存在偏差", "N/A", "NA", "None", "none", "n/a"}
)
"""Notes that say nothing; punctuation and dashes alone count as well."""

PLACEHOLDER = re.compile(
    r"\(?(?:(?:三级)?指标\d*[:.]*(?:[Xx×]{2,})?"
    r"|[≥≤<>=]*[Xx×]{2,}%?(?:\([^)]*\))?"
    r"|\.{3,}"
    r"|(?:请|此处|在此)填写[^,。;]{0,20})[).:。]*"
)
"""The whole of a cleaned text that is left over from a blank form: 指标1：, XXX, ……, 请填写…."""

FUND_WORDS = ("资金", "预算", "执行", "支付", "经费", "结余", "结转")
"""A text that has one of these speaks of how the money was spent."""

ADJUSTMENT_WORDS = ("调整", "调剂", "追加", "追减", "调减", "调增", "压减", "核减", "核增")
"""A text that has one of these speaks of a budget that was changed during the year."""

OTHER_YEARS_BEFORE = ("较", "比", "与", "同", "自", "从", "截至", "在", "根据", "按", "按照")
OTHER_YEARS_AFTER = (
    *("决算", "预算", "年报", "年鉴", "报告", "审计", "考核", "评价", "统计", "汇算", "结算"),
    *("检查", "总结", "计划", "规划", "结转", "尾款", "余款", "遗留", "未完", "基础", "相比"),
    *("以来", "水平", "平均", "末", "底", "数据", "评比", "表彰", "清算", "同期"),
)
"""Words beside 2023年度 with which another year than the form's own is rightly spoken of."""

CATEGORY_WORDS = {
    "产出指标": ("产出", "数量", "质量", "时效"),
    "效益指标": ("效益", "效果", "可持续影响"),
    "满意度指标": ("满意",),
    "成本指标": ("成本",),
}
"""Words of 一级 and 二级指标 that show a category to be there: local forms print 满意度 or 成本 as
二级指标, and 效果 for 效益."""

CLOSING_LABELS = frozenset(
    {"总分", "合计", "总计", "评分等级", "评价结论", "其他需要说明事项", "说明", "存在问题"}
    | {"偏差大或目标未完成原因分析", "改进措施及结果应用方案"}
)
"""The indicator table ends at the first row that begins with one of these, or with 注 or 备注."""
