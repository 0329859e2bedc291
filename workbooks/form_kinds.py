"""What is known of each kind of form: one record of facts a kind, and the kinds known by name.

A further kind is: a class in `forms.Form`, a name here in `KindName` and `ByKind`, a record in
`KINDS`. mypy then names every other place that must decide, because each either reads the record,
or has a `ByKind` of its own, or a `match` that ends in `assert_never`.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import Generic, Literal, TypedDict, TypeVar, assert_never, get_args

from workbooks.forms import (
    DepartmentDeclaration,
    DepartmentEvaluation,
    Form,
    MonitoringReport,
    SelfEvaluation,
    TargetDeclaration,
)
from workbooks.values import terms
from workbooks.values.dataclass import dataclass

T = TypeVar("T")

KindName = Literal[
    "SelfEvaluation",
    "TargetDeclaration",
    "DepartmentEvaluation",
    "DepartmentDeclaration",
    "MonitoringReport",
]
"""What a kind is called in the JSON, in editions and in the tables for pandas."""


class ByKind(TypedDict, Generic[T]):
    """One value for each kind: mypy names the mapping that lacks one."""

    SelfEvaluation: T
    TargetDeclaration: T
    DepartmentEvaluation: T
    DepartmentDeclaration: T
    MonitoringReport: T


class CountedAs(Enum):
    """What a summary counts a form as."""

    DECLARED_PROJECT = "编报绩效目标的项目"
    EVALUATED_PROJECT = "开展绩效自评的项目"
    EVALUATED_DEPARTMENT = "开展整体支出绩效自评的部门"
    DECLARED_DEPARTMENT = "编报整体支出绩效目标的部门"
    MONITORED_PROJECT = "开展绩效运行监控的项目"


@dataclass(frozen=True, slots=True)
class FormKind:
    """The facts of a kind.

    `word` is its short name, `called` the name in a sentence, `title` what the form prints.
    A short text that ends with one of `title_words` is the title of such a form. `to_date` tells
    that what was done is told of a part of the year, and the rest as a forecast.
    """

    name: KindName
    form: type[Form]
    word: str
    called: str
    title: str
    title_words: tuple[str, ...]
    scored: bool
    counted_as: CountedAs
    to_date: bool = False

    @property
    def of_department(self) -> bool:
        """Whether it is about a whole department, which is no project of that name."""
        match self.counted_as:
            case CountedAs.DECLARED_DEPARTMENT | CountedAs.EVALUATED_DEPARTMENT:
                return True
            case CountedAs.DECLARED_PROJECT | CountedAs.EVALUATED_PROJECT:
                return False
            case CountedAs.MONITORED_PROJECT:
                return False
            case _:
                assert_never(self.counted_as)


_OF_MONITORING = ("", "情况", "分析", "统计", "报告", "填报", "跟踪", "信息", "评分", "自查")
_MONITORING_TITLES = tuple(f"监控{a}{b}表" for a in _OF_MONITORING for b in _OF_MONITORING)

KINDS: ByKind[FormKind] = {
    "SelfEvaluation": FormKind(
        name="SelfEvaluation",
        form=SelfEvaluation,
        word="自评表",
        called="绩效自评表",
        title="财政项目支出绩效自评表",
        title_words=(
            *("自评表", "自评价表", "自评情况表", "自评报告表", "自评结果表"),
            *("自评情况汇总表", "自评汇总表"),
        ),
        scored=True,
        counted_as=CountedAs.EVALUATED_PROJECT,
    ),
    "TargetDeclaration": FormKind(
        name="TargetDeclaration",
        form=TargetDeclaration,
        word="申报表",
        called="绩效目标申报表",
        title="财政项目支出绩效目标申报表",
        title_words=("申报表", "目标表"),
        scored=False,
        counted_as=CountedAs.DECLARED_PROJECT,
    ),
    "DepartmentEvaluation": FormKind(
        name="DepartmentEvaluation",
        form=DepartmentEvaluation,
        word="部门整体支出绩效自评表",
        called="部门整体支出绩效自评表",
        title="部门整体支出绩效自评表",
        title_words=(
            *("整体支出绩效自评表", "整体绩效自评表", "整体支出自评表", "整体支出绩效评价自评表"),
            *("整体支出绩效目标自评表", "整体绩效目标自评表", "整体支出绩效完成情况自评表"),
            *("整体支出绩效目标完成情况自评表", "整体支出绩效自评情况表", "整体自评表"),
        ),
        scored=True,
        counted_as=CountedAs.EVALUATED_DEPARTMENT,
    ),
    "DepartmentDeclaration": FormKind(
        name="DepartmentDeclaration",
        form=DepartmentDeclaration,
        word="部门整体支出绩效目标申报表",
        called="部门整体支出绩效目标申报表",
        title="部门整体支出绩效目标申报表",
        title_words=tuple(
            f"整体{spending}{aims}"
            for spending in ("", "支出", "支出年度", "年度")
            for aims in (
                *("绩效目标申报表", "绩效目标表", "绩效目标填报表", "目标申报表", "目标填报表"),
                *("绩效申报表", "申报表"),
            )
        ),
        scored=False,
        counted_as=CountedAs.DECLARED_DEPARTMENT,
    ),
    "MonitoringReport": FormKind(
        name="MonitoringReport",
        form=MonitoringReport,
        word="监控表",
        called="绩效运行监控表",
        title="项目支出绩效运行监控表",
        title_words=_MONITORING_TITLES,
        scored=False,
        counted_as=CountedAs.MONITORED_PROJECT,
        to_date=True,
    ),
}
"""Every kind that is read and judged."""

_NAMES: tuple[KindName, ...] = get_args(KindName)
ALL_KINDS: tuple[FormKind, ...] = tuple(KINDS[name] for name in _NAMES)
"""The same in order, for whoever goes through all of them."""


def kind_of(form: Form) -> FormKind:
    """The kind of a form."""
    match form:
        case DepartmentEvaluation():  # which is a SelfEvaluation too
            return KINDS["DepartmentEvaluation"]
        case SelfEvaluation():
            return KINDS["SelfEvaluation"]
        case DepartmentDeclaration():  # which is a TargetDeclaration too
            return KINDS["DepartmentDeclaration"]
        case TargetDeclaration():
            return KINDS["TargetDeclaration"]
        case MonitoringReport():
            return KINDS["MonitoringReport"]
        case _:
            assert_never(form)


@dataclass(frozen=True, slots=True)
class OtherKind:
    """A kind of paper that is known by its title alone, and cannot be read or judged yet.

    Its title has `sign` in it and ends as `title` says.
    """

    word: str
    sign: str
    title: str


OTHER_KINDS = (
    OtherKind(
        "部门整体支出绩效运行监控表",
        "监控",
        "整体(?:支出)?(?:预算)?(?:绩效)?(?:目标)?(?:运行|执行)?监控(?:情况|分析|统计|填报|自查)*表",
    ),
    OtherKind("绩效运行监控汇总表", "监控", "监控(?:情况|结果)?汇总表"),
    OtherKind("绩效自评复核表", "复核", "复核(?:情况|结果|评分|打分|统计)?表"),
    OtherKind(
        "事前绩效评估表", "事前", "事前(?:绩效)?评[估审](?:评审|评分|打分|情况|结果|意见)?表"
    ),
    OtherKind(
        "绩效目标审核表",
        "审",
        "(?:绩效|目标|指标)(?:审核|评审|审查)(?:评分|打分|意见|情况|结果)?表",
    ),
    OtherKind("绩效目标批复表", "批复", "(?:绩效|目标|指标)批复(?:下达|情况)?表"),
    OtherKind("绩效目标调整表", "调整", "目标调整(?:申请|审批|备案)*表"),
    OtherKind("绩效指标库", "指标库", "指标库(?:明细)?表?"),
    OtherKind("绩效评价评分表", "评价", "绩效评价(?:指标)?(?:体系)?[及和]?(?:评分|打分)表"),
)
"""Kinds that are known by name and not yet handled; what a title says is looked up here first."""

_LONGEST_TITLE = 60  # 2020年度⟨项目的全称⟩项目(绩效)自评表


_LAST_FIRST = ALL_KINDS[::-1]  # a department's form ends like a project's too


def kind_named(text: str) -> FormKind | OtherKind | None:
    """The kind that a title names, or None when the text is no title.

    >>> kind_named("财政项目支出绩效自评表").word, kind_named("请填写自评表后报送财务科")
    ('自评表', None)
    >>> kind_named("2025年度部门整体支出绩效自评表（示例）").word
    '部门整体支出绩效自评表'
    """
    if len(text) > _LONGEST_TITLE or not ("表" in text or "库" in text):
        return None
    name = re.sub(r"\([^()]*\)$", "", terms.fold(text))
    other = next((kind for kind in OTHER_KINDS if _is_title(kind, name)), None)
    return other or next((k for k in _LAST_FIRST if name.endswith(k.title_words)), None)


def _is_title(kind: OtherKind, name: str) -> bool:
    return kind.sign in name and re.search(f"(?:{kind.title})$", name) is not None


def named(name: str) -> FormKind:
    """The kind of a name as data has it; raises LookupError for a name of none."""
    return next(kind for kind in ALL_KINDS if kind.name == name)
