"""Notes as clerks write them: nobody who wrote cause and measure may be accused."""

from __future__ import annotations

import pytest

from workbooks.prose.deviation_notes import (
    claims_completed,
    claims_missed,
    is_filler,
    only_causes,
    only_measures,
)
from workbooks.reading.from_texts import published_forms

BOTH = (
    "加装台数减少，受益户数相应减少；下年度开工后补足。",
    "一项制度未修订，今年修订。",
    "因场地维修取消两场培训，下一年度将提前落实备用场地。",
    "受疫情影响，线下活动减少，后续将采取线上线下结合的方式开展。",
    "由于项目招标流标，合同签订较晚，支付进度滞后。今后将提前启动采购程序，加快资金支付。",
    "部分企业未按时提交材料；下一步加强宣传辅导，督促企业及时申报。",
    "原因：人员变动频繁。改进措施：做好人员储备和业务交接。",
    "系统升级导致数据缺失，已联系运维单位修复，并建立定期备份机制。",
    "设备故障停用一个月。我中心将加强日常巡检，确保设备正常运行。",
    "年初指标值设定偏高，明年将结合实际合理设定指标值。",
    "群众对业务流程不熟悉，满意度偏低，不断优化服务流程，提高群众满意度。",
    "因供应商产能不足，有30套设备未到货，已督促供应商于明年一季度前交付。",
    "问卷回收率低。后续拟增加线上问卷渠道。",
    "政策调整后申报企业减少，下年度将根据实际情况调整目标值。",
    "受理量下降，以后年度编制预算时科学测算。",
    "系统故障导致数据缺失，已联系运维单位，并建立了备份机制。",
    "项目跨年实施，剩余工程计划于2025年6月底前完工。",
    "缺陷消费品宣传力度不够，进一步加强缺陷消费品召回宣传。",
    "因机构改革职能划转，部分任务移交其他单位。改进：合理编制绩效目标。",
    "由于未来两年规划尚未批复，暂缓实施，待批复后尽快启动。",
    "检测样品抽取不足，主要原因是抽样点停业，将在下一季度补抽。",
    "工作人员紧张，个别案卷归档不及时，今后注重过程管理，及时归档。",
    "审批环节较多，资金下达较晚，我局将积极与财政部门沟通，争取资金早下达。",
)
ONLY_CAUSES = (
    "根据市局系统信息化改革进度，部分改革要求涉及信息开发，还未完成上线，所以市局改革方案未能100%落实。",
    "因场地维修，有两场培训没有办成。",
    "受疫情影响，线下培训次数减少。",
    "由于项目招标流标，合同签订较晚，年底前未支付尾款。",
    "因政策调整，部分项目取消。",
    "因流程优化，工作量减少。",
    "设备故障停用一个月，影响了检测数量。",
    "申请企业减少，实际受理量低于年初目标。",
    "年初指标值设定过高，实际无法完成。",
    "供应商未按合同约定时间交货。",
    "受天气影响，全年完成了八场。",
    "机构调整，人员变动较大，工作衔接不畅。",
    "问卷回收数量不足，部分群众不了解政策。",
    "原计划于10月举办的培训因讲师行程冲突取消。",
    "财政资金下达时间较晚，项目未能及时实施。",
    "由于经费压减，只开展了三次检查。",
    "系统尚在建设中，功能没有全部上线。",
    "2024年受台风天气影响，工期延误。",
    "部分档案整理不规范，目录不一致。",
    "工程变更导致验收推迟。",
    "完成率偏低，主要是合同执行期跨年。",
)
ONLY_MEASURES = (
    "下一年度将加强组织协调，按计划办完全部培训。",
    "进一步加强与培训机构的沟通，督促其按合同履约。",
    "今后将合理设定绩效目标，提高预算编制水平。",
    "后续将持续优化预约模块功能，提高使用率。",
    "下一步我单位将加大宣传力度，扩大政策知晓面。",
    "改进措施：加强日常巡检，做好设备维护。",
    "加强过程管理，及时归档。",
    "继续做好服务，提升群众满意度。",
    "明年将根据实际情况调整目标值。",
    "我局将积极与财政部门沟通，争取资金早下达。",
)
NEITHER = (
    "按合同约定执行，详情见合同第三条。",
    "培训改为线上组织，效果良好。",
    "供货方改了日子，我方同意。",
    "年底统计口径与年初一致，以实际数为准。",
)


@pytest.mark.parametrize("note", BOTH)
def test_cause_and_measure_are_both_seen(note: str) -> None:
    assert not only_causes(note)
    assert not only_measures(note)


@pytest.mark.parametrize("note", ONLY_CAUSES)
def test_a_missing_measure_is_seen(note: str) -> None:
    assert only_causes(note)
    assert not only_measures(note)


@pytest.mark.parametrize("note", ONLY_MEASURES)
def test_a_missing_cause_is_seen(note: str) -> None:
    assert only_measures(note)
    assert not only_causes(note)


@pytest.mark.parametrize("note", NEITHER)
def test_other_words_are_not_accused(note: str) -> None:
    assert not only_causes(note)
    assert not only_measures(note)


def test_published_notes() -> None:
    rows = [row for form in published_forms() for row in form.indicators if row.note.text]

    assert len(rows) == 6
    assert [r.name.text for r in rows if only_causes(r.note.text)] == ["行政许可改革方案落实率"]
    assert not [r for r in rows if only_measures(r.note.text)]
    assert not [r for r in rows if claims_completed(r.note.text)]


@pytest.mark.parametrize(
    "note", ["无", " 无。", "-", "——", "。。", "N/A", "n/a", "详见报告！", "/"]
)
def test_filler(note: str) -> None:
    assert is_filler(note)


@pytest.mark.parametrize(
    "note", ["", "  ", "无法采购", "无人报名", "略有不足", "设备故障", "见习人员离职"]
)
def test_not_filler(note: str) -> None:
    assert not is_filler(note)


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("全年任务已超额完成。", "超额完成"),
        ("已全部完成，效果良好。", "已全部完成"),
        ("均已完成年度目标。", "均已完成年度目标"),
        ("除一项外均已完成。", None),
        ("已完成目标的85%。", None),
        ("力争明年已完成目标。", None),
        ("未能全部完成。", None),
        ("已完成招标，正在签订合同。", None),
        ("培训已全部完成，但人数较少。", None),
    ],
)
def test_claims_of_completion(note: str, words: str | None) -> None:
    assert claims_completed(note) == words


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("因场地维修，未完成全部培训。", "未完成"),
        ("未达到年度目标，下一步加强组织。", "未达到"),
        ("没有完成年初计划。", "没有完成"),
        ("未完成的两场已补办。", None),
        ("避免出现未完成的情况。", None),
        ("不存在未完成事项。", None),
        ("上半年未完成，下半年已完成。", None),
    ],
)
def test_claims_of_failure(note: str, words: str | None) -> None:
    assert claims_missed(note) == words
