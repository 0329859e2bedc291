"""Under which 二级指标 an indicator belongs, as far as its name surely tells."""

from __future__ import annotations

import re

from workbooks.forms import Category, Indicator, State, Subcategory
from workbooks.prose.indicator_names import core
from workbooks.values.memory import remembered

_OUTPUTS = frozenset({Subcategory.QUANTITY, Subcategory.QUALITY, Subcategory.TIMELINESS})
_BENEFITS = frozenset(
    {Subcategory.ECONOMIC, Subcategory.SOCIAL, Subcategory.ECOLOGICAL, Subcategory.SUSTAINABILITY}
)
_COSTS = frozenset(
    {Subcategory.ECONOMIC_COST, Subcategory.SOCIAL_COST, Subcategory.ECOLOGICAL_COST}
)

_SATISFACTION = re.compile("(?<!不)满意[度率]$")
_IN_TIME = re.compile(
    "(?:及时|准时|按时|按期|按时完成|按期完成|及时完成|按期办结|按时办结)[率性度]$"
    "|(?:办结|处理|办理|受理|送达|响应|完成|审批|回复|答复|审核|发放|拨付|支付|交付|竣工|完工|印发|报送)"
    "(?:时间|时限|期限)$"
)
_COST = re.compile("(?:成本|成本控制数|成本控制率|成本控制额)$")
_NO_COST = re.compile("降低|节约|节省|减少|下降|核算|监审|调查|测算")
_QUALITY = re.compile("(?<!不)(?:合格|优良|优秀|准确)率$|差错率$")

SATISFACTION = Subcategory.SERVICE_RECIPIENTS.value


def rightful_place(row: Indicator) -> str | None:
    """The 二级指标 that a row should stand under; None where it may stand where it does.

    Only the eleven printed 二级指标 are judged: what a local form calls by another name may hold
    anything.
    """
    if row.subcategory.state is not State.READ or row.category.value is Category.SATISFACTION:
        return None
    told, wrong = _told_by(row.name.text)
    return told if row.subcategory.value in wrong else None


@remembered
def _told_by(name: str) -> tuple[str, frozenset[Subcategory]]:
    """The place that a name tells of, and the places under which it surely does not belong."""
    said = core(name)
    if _SATISFACTION.search(said):
        return SATISFACTION, _OUTPUTS | _BENEFITS | _COSTS
    if _IN_TIME.search(said):
        return Subcategory.TIMELINESS.value, _OUTPUTS - {Subcategory.TIMELINESS}
    if _COST.search(said) and not _NO_COST.search(said):
        return Category.COST.value, _OUTPUTS
    if _QUALITY.search(said):
        return Subcategory.QUALITY.value, frozenset({Subcategory.QUANTITY})
    return "", frozenset()
