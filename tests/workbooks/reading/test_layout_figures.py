"""What some cells of local forms say, typed by hand from their tables in layouts/, cell by cell.

The readings beside the forms are written by the reader itself; these are not, and must never be.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.workbooks.layouts import forms
from workbooks.forms import Cell
from workbooks.reading.read_form import Reading, read_grid

LOCAL = dict(forms())

FIGURES = {
    "anhui/1": (
        ("C3", "project_name", "河道堤防维护经费"),
        ("H4", "implementing_unit", "示例管理处"),
        ("E6", "funding.total.annual_budget", "120"),
        ("H6", "funding.total.rate", "0.99"),
        ("F7", "funding.parts.0.executed", "98.8"),
        ("F11", "actual_outcome", "堤防日常维护已完成，全年安全度汛。"),
        ("E16", "indicators.1.target", "98%以上"),
        ("I19", "indicators.4.note", "个别路段扬尘，今后加强洒水。"),
        ("H20", "total_score", "99.4"),
    ),
    "declaration/2": (
        ("D3", "project_name", "信息系统运维"),
        ("H4", "implementing_unit", "示例中心"),
        ("E5", "funding.project.0.amount", "3000000"),
        ("H6", "funding.annual.1.amount", "1000000"),
        ("C10", "overall_goal", "系统三年稳定运行。"),
        ("G10", "annual_goal", "系统全年稳定运行。"),
        ("G14", "indicators.2.target", "≥99.9(%)"),
        ("D13", "indicators.1.subcategory", "数量指标"),
        ("I12", "indicators.0.points", "10"),
    ),
    "monitoring/1": (
        ("D5", "project_name", "宣传片制作经费"),
        ("A2", "fiscal_year", "（ 2019年度）"),
        ("K8", "funding.total.executed", "0"),
        ("P9", "funding.parts.0.forecast", "190"),
        ("E18", "indicators.0.target", "20集"),
        ("F30", "indicators.12.actual", "一般"),
        ("G18", "indicators.0.forecast", "100%"),
        ("N24", "indicators.6.possibility", "✔"),
    ),
    "monitoring/2": (
        ("B2", "project_name", "档案数字化"),
        ("B7", "funding.total.initial_budget", "85"),
        ("F7", "funding.total.annual_budget", "80"),
        ("H7", "funding.total.executed", "46"),
        ("C11", "indicators.1.actual", "0.4万条"),
        ("D11", "indicators.1.forecast", "1.8万条"),
        ("F11", "indicators.1.possibility", "有可能"),
        ("I11", "indicators.1.causes.0", "外包招标流标一次。"),
        ("H11", "indicators.1.note", "制度建设;项目管理"),
    ),
    "monitoring/3": (
        ("B4", "implementing_unit", "示例研究所"),
        ("J6", "funding.total.rate", "0.55"),
        ("L7", "funding.parts.0.forecast", "118"),
        ("B8", "overall_goal", "保障实验室全年安全运行，设备完好率不低于 95%。"),
        ("E14", "indicators.4.actual", "2个"),
        ("G14", "indicators.4.causes.0", "是"),
        ("I14", "indicators.4.causes.2", "是"),
        ("M14", "indicators.4.note", "两个课题延期立项，10月前补办手续。"),
    ),
    "department/1": (
        ("C3", "project_name", "示例镇人民政府"),
        ("A2", "fiscal_year", "（2024年度）"),
        ("D5", "funding.total.annual_budget", "1000"),
        ("E5", "funding.total.executed", "980"),
        ("E7", "funding.parts.1.executed", "390"),
        ("F9", "actual_outcome", "各项工作按计划办完。"),
        ("F12", "indicators.1.actual", "1266人"),
        ("H14", "total_score", "99.8"),
    ),
    "department/2": (
        ("C2", "project_name", "示例区城市管理局"),
        ("E4", "funding.total.annual_budget", "250"),
        ("I4", "funding.total.rate", "0.9"),
        ("F6", "expected_goal", "收运垃圾14万吨。"),
        ("F8", "indicators.0.target", "≥14(万吨)"),
        ("E9", "indicators.1.target", "=100(%)"),
        ("I8", "indicators.0.points", "60"),
        ("K2", "total_score", "99"),
    ),
    "department_declaration/2": (
        ("B3", "project_name", "示例县某某中心"),
        ("A2", "fiscal_year", "（2025年度）"),
        ("B4", "annual_goal", "保障各项业务正常运转。"),
        ("B6", "funding.annual.0.amount", "640"),
        ("C7", "funding.annual.1.amount", "600"),
        ("D7", "funding.annual.2.amount", "40"),
        ("E9", "indicators.0.target", "≥12(场)"),
        ("B12", "indicators.3.subcategory", "服务对象满意度指标"),
    ),
    "hubei/1": (
        ("A1", "fiscal_year", "2020年度业务培训项目（绩效）自评表"),
        ("F4", "implementing_unit", "示例局"),
        ("D9", "funding.total.annual_budget", "100"),
        ("F9", "funding.total.rate", "0.95"),
        ("A8", "funding.total.points", "20"),
        ("G9", "funding.total.score", "19"),
        ("A10", "indicators.2.block", "40"),
        ("E11", "indicators.0.target", "≥10场"),
        ("G15", "indicators.3.actual", "90%"),
        ("H17", "total_score", "97"),
    ),
    "hunan/1": (
        ("C2", "project_name", "村级公共服务专项"),
        ("C3", "supervising_department", "示例县示例局"),
        ("D5", "funding.total.annual_budget", "300"),
        ("C6", "funding.parts.0.name", "其中：中央、省、市补助县级资金"),
        ("E7", "funding.parts.1.executed", "85"),
        ("E9", "actual_outcome", "30个村已全部完成。"),
        ("F12", "indicators.1.actual", "93%"),
        ("G12", "indicators.1.note", "两村设备损坏，已安排更换。"),
    ),
    "national/2": (
        ("E6", "project_name", "食堂补助"),
        ("H6", "funding.money_unit", "单位：元"),
        ("I13", "funding.total.annual_budget", "200000"),
        ("E13", "funding.total.score", "9"),
        ("D15", "funding.parts.1.name", "食堂经营收入"),
        ("G17", "actual_outcome", "食堂已办好。"),
        ("J8", "indicators.0.actual", "1200人次"),
        ("L10", "indicators.2.note", "菜式少，今后每周更换。"),
        ("H11", "total_score", "98"),
    ),
    "ningxia/1": (
        ("C3", "project_name", "城市公园绿化养护"),
        ("G4", "implementing_unit", "示例所"),
        ("C5", "total_score", "96"),
        ("E7", "funding.total.annual_budget", "480"),
        ("A14", "indicators.3.category", "项目管理（25分）"),
        ("H15", "indicators.3.note", "一项制度未修订，今年修订。"),
        ("E16", "indicators.4.target", "≥266万平方米"),
        ("D16", "indicators.4.points", "20"),
        ("G19", "indicators.7.score", "14"),
    ),
    "shanxi/2": (
        ("D4", "project_name", "市场监测专项"),
        ("I5", "implementing_unit", "示例站"),
        ("F7", "funding.total.annual_budget", "33.6"),
        ("I7", "funding.total.rate", "1"),
        ("G12", "actual_outcome", "监测已做好。"),
        ("C14", "indicators.3.category", "产出指标"),
        ("I17", "indicators.3.score", "2.4"),
        ("J17", "indicators.3.note", "两场改为线上，今后提前落实场地。"),
        ("C37", "rating", "优"),
    ),
    "sichuan/1": (
        ("G3", "implementing_unit", "示例中心"),
        ("D5", "funding.total.annual_budget", "45"),
        ("I5", "funding.total.note", "培训改为线上，节约场地费。"),
        ("B8", "funding.parts.2.name", "单位资金"),
        ("E13", "indicators.0.target", "≥1500(人次)"),
        ("H13", "indicators.0.points", "30"),
        ("I18", "total_score", "93"),
        ("B21", "improvement_note", "今后以线上为主。"),
    ),
    "sichuan_linkage/2": (
        ("B2", "fiscal_year", "（2023年度）"),
        ("C3", "project_name", "示例村蓄水池"),
        ("H4", "implementing_unit", "示例村"),
        ("F6", "funding.total.executed", "38"),
        ("F8", "funding.parts.1.executed", "2"),
        ("F11", "actual_outcome", "建成蓄水池5口。"),
        ("F14", "indicators.1.points", "30"),
        ("H15", "indicators.2.actual", "1.8万元"),
        ("I17", "total_score", "98.5"),
    ),
    "yunnan/1": (
        ("I4", "implementing_unit", "示例中心"),
        ("F6", "funding.total.executed", "1152000"),
        ("D6", "funding.total.initial_budget", ""),
        ("B11", "expected_goal", "按时办结各类许可。"),
        ("E14", "indicators.0.target", "≧15(件)"),
        ("A14", "indicators.2.category", "产出指标"),
        ("J17", "indicators.3.note", "窗口少，今后增设窗口。"),
        ("I18", "indicators.4.score", "8.4"),
        ("J20", "rating", "优"),
    ),
}


def cell_at(form: Any, path: str) -> Cell[Any]:
    for name in path.split("."):
        form = form[int(name)] if name.isdigit() else getattr(form, name)
    assert isinstance(form, Cell)
    return form


@pytest.mark.parametrize("name", FIGURES)
def test_cells_say_what_somebody_else_read(name: str) -> None:
    (one,) = read_grid(LOCAL[name])
    assert isinstance(one, Reading)

    for where, path, expected in FIGURES[name]:
        cell = cell_at(one.form, path)
        said = Decimal(expected) if isinstance(cell.value, Decimal) else expected
        found = cell.value if isinstance(cell.value, Decimal) else cell.text
        assert (cell.address, path, found) == (where, path, said)


def test_every_place_has_its_figures() -> None:
    assert {name.split("/")[0] for name in FIGURES} == {name.split("/")[0] for name in LOCAL}
    assert all(len(figures) >= 8 for figures in FIGURES.values())
