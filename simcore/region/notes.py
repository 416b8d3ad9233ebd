"""What the model cannot know, said with every result."""

from __future__ import annotations

from simcore.region.impose import Solution
from simcore.region.instruments import Instrument
from simcore.region.layout import Layout
from simcore.text import Label

ALWAYS = (
    Label(
        "Institutions of one kind in one area share their queues and beds, so waits inside a "
        "kind are a lower bound.",
        "同一区县同类机构合并排队、共用床位，因此同类机构内的等候时间是下限。",
    ),
    Label(
        "No verified counts of beds, physicians or visits by institution are at hand for the "
        "place; densities follow national figures or are assumptions, as the sources say.",
        "缺少当地经核实的分机构床位、医师和诊疗量；密度取全国数据或为假设，见各项来源说明。",
    ),
    Label(
        "The hour-of-day profile of arrivals is an assumption; of the weekdays only the order "
        "is known (Monday and Saturday high, Sunday low).",
        "到达的小时分布为假设；星期分布仅知次序（周一、周六高，周日低）。",
    ),
    Label(
        "Recognised results lower the chance of a test after a referral on average; the model "
        "does not remember whether a given patient was tested.",
        "检查互认以平均概率减少转诊后的检查，模型不记录具体患者是否已做检查。",
    ),
    Label(
        "Who has come waits as long as it takes: nobody leaves a queue. Who misses an appointment "
        "is not seen for that illness.",
        "到诊患者一直等候，不中途离开；预约后未到诊者该次患病不再就诊。",
    ),
    Label(
        "Costs by tier are unverified national figures; deductibles are taken per visit or "
        "admission, without yearly ceilings or critical-illness cover.",
        "分级费用为未核实的全国数据；起付线按次计算，未含年度封顶线和大病保险。",
    ),
)
SMALL = Label(
    "At a reduced scale every resource keeps at least one unit and pools are small: waits "
    "and occupancy are not those of full size.",
    "缩小规模时每种资源至少保留一个单位，资源池变小：等候和使用率与全规模不同。",
)
HOLIDAYS = Label(
    "A holiday is played as a Sunday and a make-up workday as a Monday; visits that a holiday "
    "keeps from being made are not made later, so a year has fewer of them.",
    "节假日按周日、调休上班日按周一运行；节假日减少的就诊不会顺延，因此全年就诊略少。",
)
IMPOSED = Label(
    "The primary share is imposed: {wanted:.0%} needs {value} as {label} (possible: {low} to "
    "{high}). The plan itself, with {own}, gives {without:.1%} in short runs. That says what it "
    "would take, not that it happens.",
    "基层诊疗占比为强制设定：达到 {wanted:.0%} 需{label}为 {value}（可行范围 {low} 至 {high}）；"
    "短程试算中，方案本身（{own}）为 {without:.1%}。这只说明所需条件，不表示必然实现。",
)
OUT_OF_REACH = Label(
    "The primary share is imposed, and {label} alone cannot make it {wanted:.0%}: in short runs "
    "{value}, the end of what is possible ({low} to {high}), gives {realised:.1%}, and the plan "
    "itself, with {own}, {without:.1%}. The end is played.",
    "基层诊疗占比为强制设定，但仅靠{label}无法使其为 {wanted:.0%}：短程试算中，取可行范围"
    "（{low} 至 {high}）的端点 {value} 时为 {realised:.1%}，方案本身（{own}）为 {without:.1%}；"
    "本次按端点运行。",
)


def notes(layout: Layout) -> tuple[Label, ...]:
    """Return the notes that hold for a region as it is laid out."""
    said = list(ALWAYS)
    if layout.scale < 1.0:
        said.append(SMALL)
    if layout.model.calendar.holidays:
        said.append(HOLIDAYS)
    return tuple(said)


def imposed(instrument: Instrument, solution: Solution, wanted: float) -> Label:
    """Return the note on what an imposed share takes.

    solution: of the instrument, found in short runs. wanted: the share.
    """
    text = IMPOSED if solution.reached else OUT_OF_REACH
    shares = {"wanted": wanted, "without": solution.without, "realised": solution.realised}
    values = {"own": instrument.own, "value": solution.value, "low": instrument.low,
              "high": instrument.high}  # fmt: skip

    def said(lang: str) -> str:
        words = {name: instrument.said(value)[lang] for name, value in values.items()}
        return text[lang].format(label=instrument.label[lang], **words, **shares)

    return Label(said("en"), said("zh"))
