"""Indicator names as bodies really print them, and what may and may not be claimed of them."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from workbooks.forms import ABSENT, Indicator
from workbooks.prose.indicator_names import (
    is_adverse,
    is_bounded_rate,
    is_cost_of_all,
    is_cost_of_one,
    is_execution_rate,
    is_favourable,
    is_percentage,
    is_saving,
    joins_two_ideas,
    rightful_place,
    wrong_way,
)
from workbooks.reading import cell_readers
from workbooks.reading.from_texts import published_forms
from workbooks.values.relations import Relation

Table = tuple[Callable[[str], bool], str, str]

TABLES: tuple[Table, ...] = (
    (
        is_bounded_rate,
        """培训合格率 参训人员满意度 证书邮寄投妥率 行政许可档案装订质量抽查不合格率 政策知晓率
        时效达标率 差评回复率 现场核查工作纪律满意率（特种食品） 行政许可档案目录一致性
        行政许可审核类型标准化覆盖率 证书保存完好程度 项目按期完成率
        热线接通率 工程验收合格率指标""",
        """缺陷消费品专家库专家数量增长率 招商任务完成率 病床使用率 设备利用率 公众号推送频率
        资金到位率 投资回报率 合格率同比提升 毛入学率 资产负债率 工作效率 存款利率 容积率
        贷款不良率 财政资金覆盖率 培训人数 信息发布规范性""",
    ),
    (
        is_percentage,
        """培训合格率 参训人员满意度 任务完成率 营业收入增长率 设备使用率 政策知晓度 能耗下降率
        邮寄妥投率 费用节约率 公众号用户满意度（线上） 咨询回复率""",
        """公众号推送频率 孕产妇死亡率 工作效率 人民币汇率 图像分辨率 满意度（%） 婴儿死亡率
        培训场次 容积率 传染病发病率 证书采购数量""",
    ),
    (
        is_adverse,
        """审核工作差错率 装订质量抽查不合格率 召回管理工作投诉举报率 档案保管损毁率 群众不满意率
        好差评系统差评数 安全事故发生次数 系统故障率 许可逾期率 资金违规率 公租房空置率
        义务教育辍学率 责任事故起数""",
        """投诉处理率 有效驳回率 零投诉率 无差错率 投诉办结率 差错率下降率 违法案件查处率
        受理投诉率 培训合格率 事故应急演练次数 故障排除率 防返贫率 举报线索处置率 投诉数量
        问题发现率 未流失率 收到差评处理时限""",
    ),
    (
        is_favourable,
        """培训合格率 参训人员满意度 审核时效达标率 任务完成率 发放及时率 数据准确率
        好差评系统好评率
        行政事务受理差评回复率 政策知晓率 证书完好率 投诉办结率 问题整改率""",
        """抽查不合格率 任务未完成率 发放不及时率 有效驳回率 群众不满意度 审核差错率 未按期完成率
        合格率下降 非达标率 培训场次 满意度降低率 准予许可率 企业数量""",
    ),
    (
        is_execution_rate,
        """预算执行率 项目预算执行率 资金执行率 项目资金执行率 经费执行率 预算资金执行率 预算完成率
        执行率 预算支出执行率 项目预算执行进度 年度预算执行率（%）""",
        """各预算单位预算执行率 市级部门预算执行率 资金拨付及时率 资金到位率 政策执行率
        全市预算执行率
        计划执行率 预算执行规范性 任务完成率 资金使用合规率 乡镇预算执行率 法院判决执行率""",
    ),
    (
        joins_two_ideas,
        """培训合格率和出勤率 培训场次及人次 教材数量、质量 数量及质量 入户知晓率与满意度
        发放准确率及发放及时率 服务人数和次数 宣传册数量和发放份数 档案完好率、归档率
        参训人员满意度和知晓率 差错率及投诉率""",
        """行政许可技术审核工作（检验检测、特种设备及广告审查）有效驳回率
        年缺陷产品专家研判及其他技术支撑 质量和安全监管次数
        行政许可档案装订数量（检验检测与特种设备）
        利率和汇率风险覆盖率 培训及考核合格率 受理和审核及时率 “数量和质量”双提升满意度
        中小学和幼儿园覆盖率 设备采购与安装数量 食品、药品抽检合格率 研讨会及宣贯会场次
        培训人数和课时完成率""",
    ),
    (
        is_cost_of_one,
        """技术会商专家人均次分析成本 教材单价 生均补助 每场培训费用 单位成本 户均补贴 单次检测费用
        补助标准 日均租金 专家费（元/人） 亩均成本""",
        """行政许可档案管理成本 培训费用 微信公众号运维成本 邮电成本 呼叫系统升级成本
        特殊食品科普宣传小视频制作投放成本 标准化建设成本 证书套印采购成本 设备购置费
        场地租赁费 课题研究费用""",
    ),
    (
        is_cost_of_all,
        """项目总成本 总成本控制数 年度成本 培训总费用 成本合计 工程总投资 项目支出总额 全年费用
        项目成本 项目费用控制 年度总支出""",
        """行政许可档案管理成本 培训费用 邮电成本 证书套印采购成本 设备购置费 场地租赁费 单价
        公众号内容运营成本 课题费用 专家人均次成本 综合事务成本""",
    ),
    (
        is_saving,
        """成本节约额 节约成本 费用降低额 采购节省资金 能耗下降 收入增加额 压减支出 结余资金
        减少企业成本 培训费节约率 经营收益""",
        """培训费用 教材编印成本 邮电成本 设备购置费 人均成本 项目总成本 场地租赁费 运维成本
        专家费 聘用成本控制数 课题费用""",
    ),
)

NAMES = [
    (function, name, claimed)
    for function, yes, no in TABLES
    for names, claimed in ((yes, True), (no, False))
    for name in names.split()
]


@pytest.mark.parametrize(
    ("function", "name", "claimed"), NAMES, ids=[f"{f.__name__}-{n}" for f, n, _ in NAMES]
)
def test_name(function: Callable[[str], bool], name: str, claimed: bool) -> None:
    assert function(name) is claimed


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table[0].__name__)
def test_there_are_enough_names(table: Table) -> None:
    assert min(len(names.split()) for names in table[1:]) > 10


def test_no_name_is_both_good_and_bad() -> None:
    names = {name for _, name, _ in NAMES}

    assert [name for name in names if is_adverse(name) and is_favourable(name)] == []


def test_no_published_target_goes_the_wrong_way() -> None:
    rows = itertools.chain.from_iterable(form.indicators for form in published_forms())

    assert {wrong_way(r.name.text, r.target.value.relation) for r in rows if r.target.value} == {
        None
    }


@pytest.mark.parametrize("relation", [Relation.EQUAL, Relation.BETWEEN, Relation.DESCRIBED])
def test_only_a_direction_can_be_wrong(relation: Relation) -> None:
    assert wrong_way("审核工作差错率", relation) is None
    assert wrong_way("参训人员满意度", relation) is None


def row(category: str, subcategory: str, name: str) -> Indicator:
    return Indicator(
        cell_readers.typed_cell(category, cell_readers.category),
        cell_readers.typed_cell(subcategory, cell_readers.subcategory),
        cell_readers.typed_cell(name, cell_readers.words),
        *[ABSENT] * 5,
    )


@pytest.mark.parametrize(
    ("category", "subcategory", "names", "place"),
    [
        ("产出指标", "数量指标", "学员满意度 群众满意率", "服务对象满意度指标"),
        ("产出指标", "质量指标", "培训满意度", "服务对象满意度指标"),
        ("效益指标", "社会效益指标", "服务企业满意度", "服务对象满意度指标"),
        ("产出指标", "质量指标", "发放及时率 处理时限 项目按期完成率 受理及时性", "时效指标"),
        ("产出指标", "数量指标", "证书送达时间 资金拨付及时率 按时办结率", "时效指标"),
        ("产出指标", "数量指标", "教材编印成本 人均成本 运维成本控制数", "成本指标"),
        ("产出指标", "数量指标", "培训合格率 工程优良率 审核差错率", "质量指标"),
        ("产出指标", "数量指标", "公众号运维工作完成率 培训场次 专家数量增长率 覆盖率", None),
        ("产出指标", "质量指标", "设备质保期限 系统稳定运行时间 行政许可达标率 不满意率", None),
        ("产出指标", "时效指标", "时效达标率 呼叫系统稳定运行时间 公众号推送频率 处理时限", None),
        ("产出指标", "成本指标", "教材编印成本 人均成本", None),
        ("效益指标", "社会效益指标", "咨询回复率 降低企业成本 响应时间 辅助咨询及时率", None),
        ("效益指标", "可持续影响指标", "行政许可档案保管损毁率 档案维护持续时间", None),
        ("效益指标", "服务对象满意度指标", "参训人员满意度", None),
        ("满意度指标", "服务对象满意度指标", "召回管理工作投诉举报率 好差评系统差评数", None),
        ("满意度指标", "社会效益指标", "参训人员满意度", None),
        ("产出指标", "本地类别", "学员满意度 发放及时率 教材编印成本", None),
    ],
)
def test_place(category: str, subcategory: str, names: str, place: str | None) -> None:
    assert {rightful_place(row(category, subcategory, name)) for name in names.split()} == {place}


def test_no_published_indicator_is_misplaced() -> None:
    rows = itertools.chain.from_iterable(form.indicators for form in published_forms())

    assert {rightful_place(r) for r in rows} == {None}
