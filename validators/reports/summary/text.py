"""What a summary says in words: the 决算公开 paragraph, and what to see to before it is published.

The paragraph is made here only, for the workbook and for the document alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from validators.frames import Frames
from validators.records.folder_results import Arrival, FolderRecord
from validators.records.standing import Standing
from validators.reports.entries import arrivals
from validators.reports.summary.figures import Figures, Sum, counted
from validators.reports.summary.summed import Summed, shortened
from workbooks.values.decimals import rounded

HEADING = "绩效管理工作开展情况"
WAN_YUAN = "金额单位为万元，以元填报的已换算。"
_SUSPECT_UNIT = "B208"
_MOST_NAMES, _LONGEST_NAME = 5, 40


def title(told: Figures) -> str:
    """The heading of the paragraph, with the year of the self-evaluations."""
    return years(told.evaluated_years or told.declared_years) + HEADING


def paragraph(told: Figures) -> str:
    """The paragraph for the published 部门决算, in whole sentences.

    What is published is the self-evaluation: its average and its ratings stand whatever a reviewer
    says. Where a 复核表 was given, a sentence of its own adds the average of its 复核总分.
    """
    return _declared(told) + _monitored(told) + _evaluated(told) + _reviewed(told) + _found(told)


def headline(told: Figures, uncounted: int, stopped: str = "") -> str:
    """The first line of the summary; `uncounted` is the number of lines on 未计入."""
    average = "" if told.average is None else f"，平均 {told.average} 分"
    if told.reviewed_average is not None:
        some = f"，按 {told.reviewed} 个项目" if told.reviewed != told.scored else ""
        average += f"（复核 {told.reviewed_average} 分{some}）"
    rate = "" if told.execution_rate is None else f"，预算执行率 {percent(told.execution_rate)}"
    monitored = f"开展绩效运行监控的项目 {told.monitored} 个；" if told.monitored else ""
    accepted = f"，已核准 {told.accepted} 处" if told.accepted else ""
    apart = f"另有 {uncounted} 处没有计入或要确认，见「未计入」。" if uncounted else ""
    return (
        f"自评项目 {told.evaluations} 个{average}{rate}；"
        f"编报绩效目标的项目 {told.declarations} 个；{monitored}"
        f"核查发现错误 {told.errors} 处，警告 {told.warnings} 处{accepted}。{apart}{stopped}"
    )


def remarks(told: Summed) -> Iterator[str]:
    """What to see to before the paragraph is published, one sentence or two for each matter."""
    found = told.found
    every, forms = found.projects, counted(found.projects)
    repeated = int(every["duplicate"].sum())
    returned = int((every["standing"] == Standing.RETURN.value).sum())
    unsummed = int(forms["unsummed"].notna().sum())
    partly = int(((every["standing"] == Standing.INCOMPLETE.value) | (every["faults"] > 0)).sum())
    added = int((forms["total_reported"].isna() & forms["score"].notna()).sum())
    if told.stopped:
        yield f"{told.stopped}以上只是已核查部分的数。"
    if len(found.refusals):
        yield f"有 {len(found.refusals)} 份文件未能核查，没有计入，见「未计入」。"
    if repeated:
        yield (
            f"有 {repeated} 份表与另一份单位、项目、年度相同，只计其中一份，见「未计入」。"
            "请确认以哪一份为准。"
        )
    yield from _expected(told.folder)
    if unsummed:
        yield f"有 {unsummed} 份表的总分或金额未能汇总，见「未计入」。"
    if added:
        yield f"有 {added} 份自评表没有填总分，按各项得分之和计。"
    if returned:
        yield f"有 {returned} 份表需退回修改，改后请重新汇总。"
    if partly:
        yield f"有 {partly} 份表没有查全，问题可能不止这些，见核查结果的「未检查」。"
    if told.lapsed:
        yield f"复核表有 {told.lapsed} 处没有采用或不再适用，见「未计入」。"
    yield from _suspects(found)
    yield from _kinds(told.all)


def _expected(folder: FolderRecord) -> Iterator[str]:
    """What is missing of the list of expected submissions."""
    asked = folder.expected
    if asked is not None and asked.count_of(Arrival.MISSING) + asked.count_of(Arrival.ALIKE):
        yield f"{arrivals(folder)}见「应报名单」。未报的没有计入。"
    yield from (fault.message for fault in folder.faults)
    units = sum(found.code == "X709" for found in folder.findings)
    if units:
        yield f"有 {units} 对单位名称只差几个字，现在算两个单位，见核查结果的「同批比较」。"


def years(found: tuple[int, ...]) -> str:
    """Fiscal years as they are written before a noun; nothing where none is known.

    >>> years((2023, 2024)), years(())
    ('2023、2024年度', '')
    """
    return "、".join(map(str, found)) + "年度" if found else ""


def percent(rate: Decimal) -> str:
    """A ratio in percent with two decimals.

    >>> percent(Decimal("0.99286"))
    '99.29%'
    """
    return f"{rounded(rate.scaleb(2))}%"


def money(amount: Decimal) -> str:
    """An amount in 万元 with two decimals.

    >>> money(Decimal("498.654800"))
    '498.65'
    """
    return str(rounded(amount))


def _declared(told: Figures) -> str:
    if not told.declarations:
        return "编报绩效目标的项目0个。"
    amount = _amount("涉及金额", told.declared, told.declarations)
    return f"编报{years(told.declared_years)}绩效目标的项目{told.declarations}个，{amount}。"


def _monitored(told: Figures) -> str:
    return f"开展绩效运行监控的项目{told.monitored}个。" if told.monitored else ""


def _evaluated(told: Figures) -> str:
    if not told.evaluations:
        return "开展绩效自评的项目0个。"
    parts = [
        f"开展{years(told.evaluated_years)}绩效自评的项目{told.evaluations}个",
        _amount("涉及金额", told.budget, told.evaluations),
        _amount("全年执行", told.executed, told.evaluations),
    ]
    if told.execution_rate is not None:
        parts.append(f"预算执行率{percent(told.execution_rate)}")
    return f"{'，'.join(parts)}；{_average(told)}，{_ratings(told)}。"


def _average(told: Figures) -> str:
    if told.average is None:
        return "没有可用的总分，未计算平均得分"
    some = f"（按有总分的{told.scored}个项目计算）" if told.scored < told.evaluations else ""
    return f"平均得分{told.average}分{some}"


def _ratings(told: Figures) -> str:
    counts = "、".join(f"“{word}”{count}个" for word, count in told.ratings)
    unrated = f"，另有{told.unrated}个没有等级" if told.unrated else ""
    return f"评分等级为{counts}{unrated}"


def _reviewed(told: Figures) -> str:
    if told.reviewed_average is None:
        return ""
    fewer = told.reviewed < told.evaluations
    some = f"（按有复核总分的{told.reviewed}个项目计算）" if fewer else ""
    return f"经复核，平均得分{told.reviewed_average}分{some}。"


def _found(told: Figures) -> str:
    if not told.declarations and not told.evaluations:
        return ""
    accepted = f"；另有已核准的问题{told.accepted}个" if told.accepted else ""
    if not told.problems:
        return f"经核查，没有发现{'待处理的' * bool(accepted)}问题{accepted}。"
    return (
        f"经核查，发现问题{told.problems}个，其中错误{told.errors}个、"
        f"警告{told.warnings}个{accepted}。"
    )


def _amount(name: str, total: Sum, forms: int) -> str:
    if total.missing == forms:
        return f"{name}未能汇总"
    lacking = f"（不含金额未能汇总的{total.missing}个项目）" if total.missing else ""
    return f"{name}{money(total.amount)}万元{lacking}"


def _suspects(found: Frames) -> Iterator[str]:
    """Forms whose money unit seems to be another than is written: their sums would be, too."""
    waiting = found.findings[~found.findings["accepted"]]
    named = waiting[waiting["rule"] == _SUSPECT_UNIT]
    names = list(dict.fromkeys(named["project"].fillna("（未填项目名称）")))
    if names:
        shown = "、".join(shortened(name, _LONGEST_NAME) for name in names[:_MOST_NAMES])
        shown += "等" * (len(names) > _MOST_NAMES)
        yield f"有 {len(names)} 个项目的金额单位可疑（规则 B208），请先核实：{shown}。"


def _kinds(told: Figures) -> Iterator[str]:
    if len(told.evaluated_years) > 1:
        yield f"自评表有{years(told.evaluated_years)}的，请确认是否应当分开汇总。"
    if len(told.declared_years) > 1:
        yield f"申报表有{years(told.declared_years)}的，请确认是否应当分开汇总。"
    if not told.declarations:
        yield "没有读到申报表。编报过绩效目标的，请补上项目个数和金额。"
    if not told.evaluations:
        yield "没有读到自评表。开展过绩效自评的，请补上项目个数、金额和得分。"
