"""What an indicator measures, as far as its name tells; where unsure, nothing is claimed of it.

The words are lists of what is surely known: 合格率 cannot pass 100 %, 床位使用率 can, and of a rate
that no list has nothing is said at all. Remarks in brackets, titles and quotations do not count.
"""

from __future__ import annotations

from workbooks.forms import Category, Indicator, State, Subcategory
from workbooks.values import terms
from workbooks.values.memory import remembered
from workbooks.values.regex import regex
from workbooks.values.relations import Relation
from workbooks.values.target import Target

_ASIDE = regex(r"\([^()]*\)|《[^《》]*》|[“\"][^“”\"]*[”\"]|「[^「」]*」")


@remembered
def core(name: str) -> str:
    """A name without its remarks.

    >>> core("现场核查工作纪律满意率（特种食品）"), core("培训合格率指标")
    ('现场核查工作纪律满意率', '培训合格率')
    """
    return _ASIDE.sub("", terms.clean(name)).removesuffix("指标")


_GOOD = (
    "满意|合格|达标|及时|准确|正确|准时|按时|按期|好评|优良|优秀|完好|投妥|妥投|办结|回复|答复|到位|知晓"
    "|落实|规范|合规|整改|兑现|按时完成|按期完成|及时完成"
)
_BAD = (
    "不合格|差错|错误|出错|失误|投诉|举报|信访|差评|不满意|损毁|损坏|破损|毁损|丢失|遗失|故障|事故|事故发生|故障发生"
    "|违规|违法|违纪|逾期|延误|超期|超时|返工|返修|退件|漏检|漏报|漏发|错发|错报|流失|辍学|空置|闲置|返贫"
)
_NEUTRAL = "覆盖|公开|响应|处置|验收通过|接通|到课|出勤|参训|驳回|归档|巩固|优质|合法|一致|有效"
_BOUNDED = regex(
    rf"(?:{_GOOD}|{_BAD}|{_NEUTRAL})率$|满意度$|知晓度$|完好度$|完好程度$|一致性$"
    "|(?<![对之同环])占比$"
)
_UNBOUNDED = regex("同比|环比|较|资金|投资|收入|产值|税收")


@remembered
def is_bounded_rate(name: str) -> bool:
    """Whether a name is of a share of a whole, which cannot pass 100 %; 完成率 and 使用率 can.

    >>> is_bounded_rate("培训合格率"), is_bounded_rate("任务完成率"), is_bounded_rate("增长率")
    (True, False, False)
    """
    return bool(_BOUNDED.search(core(name))) and not _UNBOUNDED.search(core(name))


_IN_PERCENT = regex(
    rf"(?:{_GOOD}|{_BAD}|{_NEUTRAL}|完成|达成|使用|利用|增长|提升|提高|下降|降低|减少|节约)率$|满意度$|知晓度$"
)


@remembered
def is_percentage(name: str) -> bool:
    """Whether what a name measures is written in %; 频率, 效率 and 死亡率 need not be.

    >>> is_percentage("参训人员满意度"), is_percentage("推送频率"), is_percentage("满意度（%）")
    (True, False, False)
    """
    return bool(_IN_PERCENT.search(core(name))) and "%" not in terms.clean(name)


_ADVERSE = regex(
    rf"(?<![零无免未防控低])(?:{_BAD})率$"
    "|(?<![零无免未防控低])(?:差评|差错|事故|安全事故|责任事故|安全生产事故)(?:发生)?(?:数|数量|次数|起数|件数)$"
)
_FAVOURABLE = regex(rf"(?:{_GOOD}|完成)率$|满意度$")
_NEGATED = regex("[不未非欠][^不未非欠]{1,6}$")
_DEALT_WITH = regex(
    "处理|受理|查处|调查|办理|化解|处置|排查|发现|检出|下降|降低|减少|压降|排除|预防|控制|检查|模拟|演练"
)
_REDUCED = regex("下降|降低|减少|压降|延期|核减")


@remembered
def is_adverse(name: str) -> bool:
    """Whether less of it is surely better: 差错率, 投诉举报率, 差评数; not 投诉处理率, 零投诉率.

    >>> is_adverse("审核工作差错率"), is_adverse("投诉处理率"), is_adverse("有效驳回率")
    (True, False, False)
    """
    return bool(_ADVERSE.search(core(name))) and not _DEALT_WITH.search(core(name))


@remembered
def is_favourable(name: str) -> bool:
    """Whether more of it is surely better: 满意度, 合格率, 完成率; not 不合格率, 未完成率.

    >>> is_favourable("差评回复率"), is_favourable("抽查不合格率"), is_favourable("有效驳回率")
    (True, False, False)
    """
    said = core(name)
    against = _NEGATED.search(said) or _REDUCED.search(said)
    return bool(_FAVOURABLE.search(said)) and not against


_UPWARDS = (Relation.AT_LEAST, Relation.MORE_THAN)
_DOWNWARDS = (Relation.AT_MOST, Relation.LESS_THAN)


def wrong_way(name: str, relation: Relation) -> str | None:
    """Which way a target's sign contradicts its name: down is better, or up is; None if neither.

    >>> wrong_way("审核工作差错率", Relation.AT_LEAST), wrong_way("满意度", Relation.AT_MOST)
    ('down', 'up')
    >>> wrong_way("审核工作差错率", Relation.AT_MOST) is None
    True
    """
    if relation in _UPWARDS and is_adverse(name):
        return "down"
    return "up" if relation in _DOWNWARDS and is_favourable(name) else None


def contradiction(name: str, target: Target) -> str | None:
    """As `wrong_way`, for a target: =5% of complaints is no aim either, while =0 is one.

    Nothing is claimed of a decrease or another difference: 差错率 下降≥5% is as it should be.

    >>> from workbooks.values.target import read_target
    >>> contradiction("群众投诉率", read_target("=5%"))
    'down'
    >>> contradiction("群众投诉率", read_target("=0(%)")) is None
    True
    """
    if target.difference:
        return None
    if target.relation is Relation.EQUAL and target.value and is_adverse(name):
        return "down"
    return wrong_way(name, target.relation)


_EXECUTION = regex(
    "(?:预算|资金|经费|支出)(?:支出|资金|使用)?执行(?:进度|完成)?率$|预算(?:支出)?(?:完成|支出)率$"
    "|^执行率$|预算执行进度$"
)
_OF_OTHERS = regex("单位|部门|全市|全区|全县|全省|各|转移支付|下级|乡镇")


@remembered
def is_execution_rate(name: str) -> bool:
    """Whether a name is the 预算执行率 of the project itself, which the form scores anyway.

    >>> is_execution_rate("项目预算执行率"), is_execution_rate("各预算单位预算执行率")
    (True, False)
    """
    said = core(name)
    if "执行" not in said and "预算" not in said:
        return False  # as nearly always
    return bool(_EXECUTION.search(said)) and not _OF_OTHERS.search(said)


_JOINING = frozenset("及和与、且")
_AND = f"(?:以及|[{''.join(sorted(_JOINING))}])"
_RATE = rf"(?:(?:{_GOOD}|{_BAD}|{_NEUTRAL}|完成)率|满意度|知晓度)"
_COUNT = "(?:数量|人数|次数|场次|人次|件数|份数|册数|户数|课时数)"
_ASPECT = "(?:数量|质量|时效|成本)"
_TWO = regex(
    rf"{_RATE}{_AND}[^、和及与]{{0,12}}{_RATE}$|{_COUNT}{_AND}[^、和及与]{{0,12}}{_COUNT}$"
    rf"|{_ASPECT}{_AND}{_ASPECT}$"
)


@remembered
def joins_two_ideas(name: str) -> bool:
    """Whether a name joins two things, each of which is measured by itself.

    >>> joins_two_ideas("培训合格率和及时率"), joins_two_ideas("专家研判及其他技术支撑")
    (True, False)
    """
    said = core(name)
    return not _JOINING.isdisjoint(said) and bool(_TWO.search(said))


_TOGETHER = regex(
    "总成本|总费用|总投资|总支出|总额|合计|控制数|^(?:项目|年度|全年)(?:成本|费用|支出)"
)
_EACH = regex("均|单价|单位|每|单次|单场|单个|单件|标准(?!化)|/|一次性|补贴额|定额|其中")


def is_cost_of_one(name: str) -> bool:
    """Whether a cost is that of one person, time or piece, and not to be added up.

    >>> is_cost_of_one("技术会商专家人均次分析成本"), is_cost_of_one("档案管理成本")
    (True, False)
    """
    return bool(_EACH.search(terms.clean(name)))


def is_cost_of_all(name: str) -> bool:
    """Whether a cost is the sum of the others.

    >>> is_cost_of_all("项目总成本"), is_cost_of_all("档案管理成本")
    (True, False)
    """
    return bool(_TOGETHER.search(core(name)))


_SAVED = regex("节约|节省|节支|降低|减少|下降|结余|压减|收益|收入")


def is_saving(name: str) -> bool:
    """Whether a name in the cost category is what is saved or earned, and not a cost.

    >>> is_saving("成本节约额"), is_saving("培训费用")
    (True, False)
    """
    return bool(_SAVED.search(core(name)))


_STANDARD = regex("标准|最低|补贴|补助|津贴|工资|待遇|保障")


def is_standard(name: str) -> bool:
    """Whether a cost is what somebody is paid, where more is not worse.

    >>> is_standard("补贴标准"), is_standard("最低工资保障标准"), is_standard("档案管理成本")
    (True, True, False)
    """
    return bool(_STANDARD.search(core(name)))


_PAYMENT = regex(
    "(?:项目|财政|专项|年度|本年|全年)*(?:资金|经费|款项|预算)(?:支付|拨付|支出|使用|执行)"
    "(?:数|数量|金额|额|数额|总额)?"
    "|(?:支付|拨付|支出)(?:项目|财政|专项)*(?:资金|经费|款项)?(?:数量|金额|数额|总额)"
)


@remembered
def is_payment(name: str) -> bool:
    """Whether a name is of the money that the whole project paid.

    >>> is_payment("资金支付数量"), is_payment("支付资金总额"), is_payment("补贴资金发放金额")
    (True, True, False)
    """
    return _PAYMENT.fullmatch(core(name)) is not None


_PRAISE = regex("明显|显著|成效|提升|提高|改善|增强|促进|持续|推动|带动|加强|优化|长效|良好|影响")
_COUNTED = regex(
    "[率幅额值比]|度$|[满知晓完进速浓程幅]度|数量|人数|人次|次数|[总产流用]量|占|收入|面积|时间|覆盖|合格|达标"
)


@remembered
def is_hollow(name: str) -> bool:
    """Whether a name praises, and names nothing of which there could be a percentage.

    >>> is_hollow("社会效益明显"), is_hollow("政策知晓率提升"), is_hollow("培训合格率")
    (True, False, False)
    """
    said = core(name)
    return bool(_PRAISE.search(said)) and not _COUNTED.search(said)


_OUTPUTS = frozenset({Subcategory.QUANTITY, Subcategory.QUALITY, Subcategory.TIMELINESS})
_BENEFITS = frozenset(
    {Subcategory.ECONOMIC, Subcategory.SOCIAL, Subcategory.ECOLOGICAL, Subcategory.SUSTAINABILITY}
)
_COSTS = frozenset(
    {Subcategory.ECONOMIC_COST, Subcategory.SOCIAL_COST, Subcategory.ECOLOGICAL_COST}
)

_SATISFACTION = regex("(?<!不)满意[度率]$")
_IN_TIME = regex(
    "(?:及时|准时|按时|按期|按时完成|按期完成|及时完成|按期办结|按时办结)[率性度]$"
    "|(?:办结|处理|办理|受理|送达|响应|完成|审批|回复|答复|审核|发放|拨付|支付|交付|竣工|完工|印发|报送)"
    "(?:时间|时限|期限)$"
)
_COST = regex("(?:成本|成本控制数|成本控制率|成本控制额)$")
_NO_COST = regex("降低|节约|节省|减少|下降|核算|监审|调查|测算")
_QUALITY = regex("(?<!不)(?:合格|优良|优秀|准确)率$|差错率$")

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
