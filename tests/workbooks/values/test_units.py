"""Which units are the same."""

from __future__ import annotations

import pytest

from workbooks.values.units import same_unit

SAME = """
天 日 · 天 自然日 · 工作日 个工作日 · 小时 个小时 · 月 个月 · 年 年度 · 周 个星期 · 季度 个季度
人 名 · 人 位 · 场 场次 · % 百分比 · 公里 千米 · 公里 km · 千克 公斤 · 吨 t · °C 摄氏度
元/人/年 元/年/人 · 元/人/年 元/人·年 · 元/人/年 元/(人·年) · 次/周 次/每周 · 次/周 次/星期
台套 台(套) · 平方米 ㎡ · 百分点 个百分点 · 元 元 · 次/月 次/个月
次 次/年 · 元/人 元/人/年 · 家(次) 家次 · 家(次) 家 · 人(次) 人次 · 册(份) 册 · 册(份) 份
km KM · kg KG
"""
OTHERS = """
人 人次 · 人 户 · 天 工作日 · 天 小时 · 天 月 · % ‰ · % 百分点 · 元 万元 · 元 元/人 · 次 次/月
家(次) 次 · 家(次) 户 · 册(份) 本
次/月 次/年 · 个 家 · 件 份 · 册 本 · 条 篇 · 公里 米 · 亩 公顷 · 分 分钟 · 场 次 · 人/场 场/人
"""


def pairs(text: str) -> list[tuple[str, str]]:
    found = [part.split() for part in text.replace("\n", " · ").split(" · ")]
    return [(one, other) for one, other in filter(None, found)]


@pytest.mark.parametrize(("one", "other"), pairs(SAME))
def test_same(one: str, other: str) -> None:
    assert same_unit(one, other)
    assert same_unit(other, one)


@pytest.mark.parametrize(("one", "other"), pairs(OTHERS))
def test_different(one: str, other: str) -> None:
    assert not same_unit(one, other)
    assert not same_unit(other, one)


@pytest.mark.parametrize("unit", ["", "人", "元/人/年", "%"])
def test_a_unit_that_is_not_written_differs_from_none(unit: str) -> None:
    assert same_unit("", unit)
    assert same_unit(unit, "")
