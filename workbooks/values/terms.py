"""Every Chinese label and set word that we compare with, and the one way to fold a label."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from workbooks.values.memory import remembered
from workbooks.values.regex import regex
from workbooks.values.signs import legible

# Remarks in brackets that belong to a label's meaning elsewhere, not to its name:
# units (万元), columns (A) (B/A), (%), points (50分) (20分*执行率), (/项目), years (2024年—2026年),
# (盖章) (全称), (调整后), and who fills in: (未完成填写).
_REMARK = regex(
    r"\((?:分|[A-Z](?:[-+/*×÷][A-Z])*(?:[*×]100%?)?|%|万?元|(?:金额)?单位[:：]?万?元|/项目|年度"
    r"|\d+(?:\.\d+)?分(?:[*×]\w+)?|(?:20)?[\dXx×]{2}年[^()]*"
    r"|(?:单位|加盖)?(?:盖章|公章|签章|印章)|(?:单位)?全称|调整后|[^()]{0,8}填写?)\)"
)
_COLON = regex(r"[:：]")
_NEXT_LABEL = regex(r"\s(\S{2,10})[:：]")
_LONGEST_INLINE_LABEL = 12
# Not from the middle of a number: else every digit of a long one begins a search to its end.
_STATED_POINTS = regex(r"(?:\(|(?<![\d.(]))(\d{1,4}(?:\.\d{1,2})?)分\)?$")


@remembered
def clean(text: str) -> str:
    """A text in one width and without any white space.

    >>> clean("年度总\\n体目标（Ａ）")
    '年度总体目标(A)'
    """
    return "".join(unicodedata.normalize("NFKC", legible(text)).split())


def visible(text: str) -> str:
    """A text without the white space around it, as `signs.legible` has it.

    >>> visible(" 无\u200b ")
    '无'
    """
    return legible(text).strip()


@remembered
def fold(text: str) -> str:
    """A label reduced to its name: one width, no white space, colons, 其中 or remarks in brackets.

    >>> fold("其中：当年财政\\n拨款"), fold("执行率（B/A）"), fold("项目资金(万元)")
    ('当年财政拨款', '执行率', '项目资金')
    >>> fold("实施单位（盖章）："), fold("全年预算数（调整后）（A)"), fold("偏差原因（未完成填写）")
    ('实施单位', '全年预算数', '偏差原因')
    """
    name = clean(text)
    if "(" in name:
        name = _REMARK.sub("", name)
    name = name.replace(":", "")
    return name.removeprefix("其中")


def spellings(label: str) -> tuple[str, ...]:
    """A folded label, and the same with another of 及, 和 and 与, which forms print alike.

    >>> spellings("原因和措施"), spellings("得分")
    (('原因和措施', '原因及措施', '原因与措施'), ('得分',))
    """
    return tuple(dict.fromkeys((label, *(re.sub("[及和与]", word, label) for word in "及和与"))))


def labelled(text: str) -> Iterator[tuple[str, str]]:
    """The folded labels in a cell, each with what is filled in after its colon.

    >>> list(labelled("单位名称：示例单位  填报日期：2021年3月1日"))
    [('单位名称', '示例单位'), ('填报日期', '2021年3月1日')]
    >>> list(labelled("其中：财政拨款：50万元"))
    [('财政拨款', '50万元')]
    """
    if ":" not in text and "：" not in text:
        return
    label, colon, rest = _COLON.sub(":", text).partition(":")
    if label.strip() == "其中":
        label, colon, rest = rest.partition(":")
    while colon and len(clean(label)) <= _LONGEST_INLINE_LABEL:
        following = _NEXT_LABEL.search(rest)
        value = rest[: following.start()] if following else rest
        if value.strip():
            yield fold(label), value.strip()
        if following is None:
            return
        label, rest = following[1], rest[following.end() :]


def stated_points(label: str) -> Decimal | None:
    """The points that a label states at its end, or None.

    >>> stated_points("产出指标\\n（50分）"), stated_points("效益指标"), stated_points("得分")
    (Decimal('50'), None, None)
    """
    said = clean(label)
    match = _STATED_POINTS.search(said) if "分" in said[-2:] else None
    return Decimal(match[1]) if match else None


def unpointed(label: str) -> str:
    """A folded group label without the points that it states.

    >>> unpointed("产出指标50分"), unpointed("产出指标")
    ('产出指标', '产出指标')
    """
    return _STATED_POINTS.sub("", label)


DASHES = frozenset({"-", "--", "---", "—", "——", "–", "−", "/", "／", "―", "─"})
"""What is typed to say: nothing here."""

NOTHING_WORDS = frozenset({"无", "暂无", "没有"})
"""Words for nothing where a number belongs."""

_NOT_TICKED = (
    DASHES
    | NOTHING_WORDS
    | {
        *("否", "不", "不是", "0", "×", "✗", "✘", "✕", "x", "X", "n", "N", "no", "No", "NO"),
        *("FALSE", "False", "false", "□", "☐", "○", "无偏差", "不涉及", "不适用"),
    }
)


def is_ticked(text: str) -> bool:
    """Whether somebody chose what stands in a column of its own: ✔, √, 是, 1, or words.

    >>> is_ticked("✔"), is_ticked("是"), is_ticked("经费没有到位"), is_ticked("否"), is_ticked("无")
    (True, True, True, False, False)
    """
    said = clean(text).strip("()[]")
    return bool(said) and said not in _NOT_TICKED


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
    {"无", "暂无", "略", "同上", "已完成", "没有", "不适用", "正常", "空", "0", "暂缺", "待补"}
    | {"无偏差", "无原因", "无原因分析", "无特殊情况", "无偏差原因", "无此项", "无需改进", "不涉及"}
    | {"不存在偏差", "未发生偏差", "待补充", "如上", "见上", "见上行", "见上一行", "见附件"}
    | {"见报告", "详见报告", "详见附件", "见自评报告", "详见自评报告", "见情况说明", "详见情况说明"}
    | {"N/A", "NA", "None", "none", "n/a"}
)
"""Notes that say nothing; punctuation and dashes alone count as well."""

# What is longer is none: the longest met have thirty signs, and a long one is tried for long.
PLACEHOLDER = regex(
    r"(?!.{201})\(?(?:(?:三级)?指标\d*[:.]*(?:[Xx×]{2,})?"
    r"|[≥≤<>=]*[Xx×]{2,}%?(?:\([^)]*\))?"
    r"|\.{3,}"
    r"|(?:请|此处|在此)填写[^,。;]{0,20})[).:。]*"
)
"""The whole of a cleaned text that is left over from a blank form: 指标1：, XXX, ……, 请填写…."""

FUND_WORDS = ("资金", "预算", "执行", "支付", "经费", "结余", "结转")
"""A text that has one of these speaks of how the money was spent."""

ADJUSTMENT_WORDS = ("调整", "调剂", "追加", "追减", "调减", "调增", "压减", "核减", "核增")
"""A text that has one of these speaks of a budget that was changed during the year."""

OTHER_YEARS_BEFORE = (
    "较",
    "比",
    "与",
    "同",
    "自",
    "从",
    "截至",
    "在",
    "根据",
    "按",
    "按照",
    "支付",
    "结清",
)
OTHER_YEARS_AFTER = (
    *("决算", "预算", "年报", "年鉴", "报告", "审计", "考核", "评价", "统计", "汇算", "结算"),
    *("检查", "总结", "计划", "规划", "结转", "尾款", "余款", "遗留", "未完", "基础", "相比"),
    *("以来", "水平", "平均", "末", "底", "数据", "评比", "表彰", "清算", "同期", "以前", "及以前"),
    *("征订", "服务费", "文件", "季度", "欠款"),
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
    {"总分", "合计", "总计", "总得分", "自评总分", "得分合计", "合计得分", "评分等级", "评价等级"}
    | {"评价结论", "自评结论", "存在问题", "存在的问题", "改进措施", "下一步改进措施", "有关建议"}
    | {"其他需要说明事项", "其他需要说明的事项", "其他需说明的问题", "说明", "备注", "注"}
    | {"填表说明"}
    | {"偏差大或目标未完成原因分析", "改进措施及结果应用方案", "项目负责人", "财务负责人"}
    | {"单位负责人", "填表人", "填报人", "联系人", "联系电话", "审核人", "经办人", "填报日期"}
    | {"填报单位", "单位名称", "审核意见", "财政审核意见", "主管部门审核意见"}
)
"""What stands under the indicators: a row that begins with one of these is none itself."""

OTHER_HEADS = frozenset(
    {*spellings("项目负责人及电话"), *spellings("负责人及电话"), *spellings("联系人及电话")}
    | {"负责人", "电话", "项目编码", "项目代码"}
    | {"财政审核评分", "资金用途", "项目期限", "项目起止时间", "填报时间", "备注", "项目级次"}
    | {"项目属性", "项目类型", "项目性质", "项目类别", "项目期", "评价时间", "公开14表"}
)
"""Labels in the head of a form that are not read: they are nobody's value."""

GROUP_LABELS = frozenset(
    {"绩效指标", "年度绩效指标", "绩效指标完成情况", "年度绩效指标完成情况", "项目绩效指标", "指标"}
    | {"总体目标", "年度总体目标", "年度总体目标完成情况", "年度目标完成情况", "年度绩效目标"}
    | {"绩效目标", "项目绩效目标", "项目资金", "资金情况", "预算执行情况", "指标完成情况"}
)
"""What stands left of whole blocks of a form: nobody's value either."""

_SUM = regex(
    r"(?:项目|年度|本年度?|当年|全年|资金|预算|经费|金额|支出|收入|投资|安排|总)*(?:总计|合计|总额|共计)"
)


def is_sum(label: str) -> bool:
    """Whether a folded name of a line of 项目资金 is one of its total, and not of a part.

    >>> is_sum("合计"), is_sum("资金总计"), is_sum("财政资金合计")
    (True, True, False)
    """
    return _SUM.fullmatch(label) is not None


SUBTOTAL = "小计"
"""A row that begins with a label like 产出指标小计 adds up others."""

_NOTE = regex(r"(?:注|备注|说明|填表说明)(?:$|[\d:、.(])")


def is_note(text: str) -> bool:
    """Whether a text is a note under the table, and not, say, an indicator about 注册.

    >>> is_note("注：1.得分一档最高不能超过…"), is_note("注册商标数量")
    (True, False)
    """
    return _NOTE.match(clean(text[:20])) is not None


NATURE_WORDS = frozenset({"定性", "定量", "定性指标", "定量指标", "文本", "文字描述"})
"""What may stand under 指标性质 instead of a sign."""

_SCALES = regex("(?=.{3})优?良?中?低?差?|好中差|好坏|好差|优差|高中低|强中弱")


def scale(text: str) -> str:
    """The grades to choose from, the best first, where a text is nothing but such a scale.

    >>> scale("优、良、中、差"), scale("好坏"), scale("优良"), scale("良好"), scale("优良差")
    ('优良中差', '好坏', '', '', '优良差')
    """
    grades = "".join(sign for sign in clean(text) if sign not in "、/,;|()")
    return grades if _SCALES.fullmatch(grades) else ""


CATEGORY_NAMES = {"项目产出": "产出", "项目效益": "效益", "服务对象满意度": "满意度"}
SUBCATEGORY_NAMES = {
    "进度": "时效",
    "社会公众或服务对象满意度": "服务对象满意度",
    "满意度": "服务对象满意度",
    "可持续影响效益": "可持续影响",
    "可持续发展": "可持续影响",
    "生态成本": "生态环境成本",
}
"""Other names of 一级指标 and 二级指标, without 指标."""
