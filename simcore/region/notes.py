"""What the model cannot know, said with every result."""

from __future__ import annotations

from simcore.region.layout import Layout
from simcore.scenario.region.policy import PrimaryShare
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
    "The primary share is imposed: to reach {share:.0%} the model has to add a constant of "
    "{constant:+.2f} to the utility of every primary alternative. The larger it is, the harder the "
    "share is to reach.",
    "基层诊疗占比为强制设定：模型须将基层吸引力{move} {size:.2f} 才能达到 {share:.0%}，"
    "数值越大越难实现。",
)


def notes(layout: Layout) -> tuple[Label, ...]:
    """Return the notes that hold for a region as it is laid out."""
    said = list(ALWAYS)
    if layout.scale < 1.0:
        said.append(SMALL)
    if layout.model.calendar.holidays:
        said.append(HOLIDAYS)
    return tuple(said)


def imposed(first_contact: object, constant: float) -> tuple[Label, ...]:
    """Return the note on a constant that an imposed share needs; none where none is imposed."""
    if not isinstance(first_contact, PrimaryShare):
        return ()
    share = first_contact.primary_share
    figures = {
        "share": share, "constant": constant, "size": abs(constant),
        "move": "上调" if constant > 0.0 else "下调",
    }  # fmt: skip
    return (Label(IMPOSED.en.format(**figures), IMPOSED.zh.format(**figures)),)
