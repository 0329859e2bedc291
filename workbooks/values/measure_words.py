"""The words around amounts: operators, endings, units, as clerks type them."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


AT_LEAST_WORDS = _words(
    """
    ≥ ≧ ⩾ ≮ >= ≥= => 大于等于 大于或等于 等于或大于 大于(等于) 高于或等于 至少 最少
    最低 起码 不低于或等于 达到 达 提高到 提高至 提升到 提升至 增加到 增加至 增长到
    增长至 增至 下限 下限: 下限为 下限是
    """
)
AT_MOST_WORDS = _words(
    """
    ≤ ≦ ⩽ ≯ <= ≤= =< 小于等于 小于或等于 等于或小于 小于(等于) 低于或等于 至多 最多
    最高 最长 控制在 控制到 降低到 降低至 下降到 下降至 减少到 减少至 降到 降至 压减到
    压减至 上限 上限: 上限为 上限是
    """
)
EQUAL_WORDS = ("=", "==", "═", "等于")
MORE_THAN_WORDS = (">", "大于", "超过", "高于", "多于")
LESS_THAN_WORDS = ("<", "小于", "少于", "低于")
NEGATIONS = ("不", "不得", "不能", "不应", "不可", "不宜", "不准", "不会")
NOT_MORE_THAN_WORDS = tuple(
    no + word for no in NEGATIONS for word in (*MORE_THAN_WORDS[1:], "突破")
)
NOT_LESS_THAN_WORDS = tuple(no + word for no in NEGATIONS for word in LESS_THAN_WORDS[1:])

LEVEL_WORDS = frozenset({"达到", "达", "控制在", "控制到", "保持在", "维持在", "稳定在"})
"""Operators whose direction an ending decides: 控制在5%以内, 达到95%以上, 保持在90%以上."""

REACHED_WORDS = frozenset({"达到", "达"}) | {
    word for word in AT_LEAST_WORDS + AT_MOST_WORDS if word.endswith(("到", "至")) and len(word) > 1
} - {"控制到"}
"""What states a fact in 实际完成值 (达到95%), unlike ≥ or 不少于, which belong to a target."""

UP_ENDINGS = ("及以上", "或以上", "和以上", "以上", "之上")
DOWN_ENDINGS = ("及以内", "及以下", "或以下", "和以下", "以内", "以下", "之内", "之下")
"""After an amount, which they include, as 民法典 defines 以上, 以下 and 以内."""

FAULT_WORDS = _words(
    """
    投诉 有效投诉 重大投诉 信访 上访 举报 事故 安全事故 重大安全事故 责任事故
    安全责任事故 伤亡 死亡 差错 失误 泄密 违纪 违规 违法 纠纷 舆情 案件 故障 发生 返工
    重大事故 安全生产事故 违法违规
    """
)
"""零投诉 means: none of these may happen. 零距离 and 零跑腿 are words."""

SLOGANS = _words("容忍 距离 跑腿 跑动 门槛 接触 障碍 等待 见面 基础 缺陷")
"""With 零 or 0 before them they are slogans, and no amount: 0容忍."""

UNITS = _words(
    """
    个百分点 百分点 个工作日 工作日 个工作天 个自然日 自然日 个小时 小时 分钟 秒钟 秒
    个月 个季度 季度 个星期 星期 周 天 日 年 月 元 角 人次 人天 人日 人 名 位 家次 家
    户次 户 次 场次 场 期 届 班次 班 课时 学时 学分 件次 件 份 册 本 套 台次 台套 台 部
    辆次 辆 架 艘 条次 条 项次 项 起 宗 例次 例 篇 幅 张 页 字 块 片 面 座 栋 幢 间 处
    所 种 批次 批 组 队 支 只 头 羽 尾 株 棵 盏 根 扇 桶 瓶 袋 箱 包 盒 平方公里
    平方千米 平方米 立方米 公顷 亩 公里 千米 米 厘米 毫米 吨 千克 公斤 克 升 毫升
    千瓦时 千瓦 度 分 倍 门 首 集 枚 把 张次 床 副 双 颗 朵 村 社区 街道 镇 点位 站
    人·次 标段 车次 趟 轮 遍 口 孔 段 个 款 kg g mg km m cm mm t L mL ml h min s kW kWh MW kV
    GB TB MB dB °C Mbps
    """
)
"""Units that may stand bare after a number; what follows one of them is what was counted."""

COUNTED = frozenset(
    _words(
        """
        次 场 个 件 份 项 人 家 篇 台 条 本 册 名 户 起 人次 场次 批次 天 小时 个工作日
        工作日 个月 个小时 日 周 例 座 处 间 辆 所 支 张 元 % ‰ 平方米 公里 米 亩
        """
    )
)
"""Units after which a bare Chinese numeral is an amount: 三次, not 三级, 一期 or 一流."""

SAME_UNITS = (
    ("天", "日", "自然日", "日历天", "日历日"), ("工作日", "工作天"), ("小时", "h", "时"),
    ("分钟", "min"), ("秒", "秒钟", "s"), ("月", "月度"), ("年", "年度"), ("周", "星期"),
    ("季度", "季"), ("人", "名", "位"), ("人次", "人·次"), ("场", "场次"), ("台", "台套", "台(套)"),
    ("%", "百分比"), ("公里", "千米", "km"), ("米", "m"), ("平方米", "平米", "㎡"),
    ("立方米", "立方"), ("平方公里", "平方千米"), ("千克", "公斤", "kg"), ("吨", "t"),
    ("克", "g"), ("升", "L"), ("毫升", "mL", "ml"), ("千瓦时", "kWh"), ("千瓦", "kW"),
    ("元", "元人民币", "人民币元"), ("°C", "摄氏度"),
)  # fmt: skip
"""Different names of one unit. 人 and 人次, 天 and 工作日, 个 and 家 are not the same."""

TIME_UNITS = frozenset({"天", "工作日", "小时", "分钟", "秒", "月", "年", "周", "季度"})
MONEY_UNITS = frozenset({"元", "角"})
SIZE_UNITS = frozenset({"平方公里", "平方米", "立方米", "公顷", "亩", "公里", "米", "厘米", "毫米"})
"""How long or large a thing is: 屋面 1860 平方米 is no count of what is done."""
