"""A form composed of eight faults that reviewers of real projects wrote down."""

from __future__ import annotations

from tests.cases import Case, cases, lines_of, outcome_of, read_texts

CASE = """# 评审机构的发现

## 八处

| 栏目 | 填写 |
|---|---|
| 年度 | 2025 |
| 实际完成情况 | 项目资金因手续未办完，年底前没有支付，其余工作已按计划办完。 |

| 项目资金 | 年初预算数 | 全年预算数 | 全年执行数 | 分数 | 执行率(%) | 得分 |
|---|---|---|---|---|---|---|
| 年度资金总额 | 132.81 | 132.81 | 0.10 | 10.00 | 0.08 | 0.01 |
| 其中：当年财政拨款 | 132.81 | 132.81 | 0.10 | - | 0.08 | - |

指标表只有这些行：

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 资金支付数量 | ≥100(万元) | 100(万元) | 10 | 10 | |
| 产出指标 | 数量指标 | 服务人数 | ≥100(人) | 748(人) | 10 | 10 | 因新办法增加，下年调整。 |
| 产出指标 | 质量指标 | 完成率 | ≥95(%) | 95(%) | 10 | 10 | |
| 产出指标 | 时效指标 | 完成时间 | 2025年8月7日前 | 2026年1月16日 | 10 | 10 | |
| 产出指标 | 成本指标 | 项目成本 | ≥17.4(万元) | 17.4(万元) | 10 | 10 | |
| 效益指标 | 社会效益指标 | 社会效益明显 | ≥95(%) | 95(%) | 20 | 20 | |
| 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90(%) | 未收到投诉 | 20 | 20 | |

应得：无
"""


def told() -> list[str]:
    (case,) = cases(CASE)
    assert isinstance(case, Case)
    return [
        line
        for line in lines_of(read_texts(case.texts), outcome_of(case.texts))
        if not line.startswith("未检查")
    ]


FAULTS = {
    "results far above spending": "试行 警告 R511 E6",
    "payment as quantity": "试行 警告 I316 C13",
    "its amount against 全年执行数": "试行 警告 B212 E13",
    "late date with full marks": "错误 R504 G16",
    "cost with ≥": "警告 D904 D17",
    "cost above executed": "试行 警告 B213 E17",
    "hollow indicator": "试行 警告 I317 D18",
    "satisfaction without figure": "试行 警告 I320 E19",
}
COMPANIONS = {"错误 I302 E19", "提示 B211 E6"}
"""True as well: words beside ≥90(%), and the money that was not spent."""


def test_every_fault_is_told_at_its_cell_and_nothing_else() -> None:
    lines = [line.split("：")[0] for line in told()]

    assert set(lines) - COMPANIONS == set(FAULTS.values())
    assert len(lines) == len(FAULTS) + len(COMPANIONS)
