"""The figures of the monthly report: what each is called, what it counts, what it is a share of.

`office.figures_cohorts` says the same as conditions of a query. A case merged into another is counted nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mediation.domain.refusals import N_

TREND_MONTHS: Final = 13


@dataclass(frozen=True)
class Definition:
    """One figure. `unit`: cases | people | answers | fen | percent | days.

    A share has `part` and `whole`, keys of other figures; `over` says the whole in words. `cases` is the key of the
    count whose cases the figure is about; for a count, its own.
    """

    key: str
    title: str
    meaning: str
    unit: str = "cases"
    cases: str = ""
    part: str = ""
    whole: str = ""
    over: str = ""


def _share(key: str, title: str, part: str, whole: str, over: str) -> Definition:
    return Definition(key, title, N_("分子、分母均为下列件数"), "percent", part, part, whole, over)


SECTIONS: Final[tuple[tuple[str, tuple[Definition, ...]], ...]] = (
    (
        N_("申请与受理"),
        (
            Definition("applications", N_("申请件数"), N_("期内收到的申请；已并入别案的不重复计")),
            Definition("accepted", N_("受理件数"), N_("期内受理的案件，不论何时申请")),
            Definition("accepted_of_received", N_("期内申请中已受理"), N_("期内收到、至期末已受理的申请")),
            _share("acceptance_rate", N_("受理率"), "accepted_of_received", "applications", N_("分母：期内申请件数")),
            Definition("people", N_("涉及人数"), N_("期内申请涉及的劳动者人数之和"), "people", "applications"),
            Definition("group", N_("群体性件数"), N_("期内申请中按规则标记为群体争议的")),
            Definition("open_at_end", N_("期末在办"), N_("期末（本期未满的，至今日）已收到、尚未结案的案件")),
        ),
    ),
    (
        N_("调解结果"),
        (
            Definition("closed", N_("结案件数"), N_("期内结案的案件，不论何时申请")),
            Definition("settled_all", N_("调解成功件数"), N_("期内结案、达成或部分达成协议的")),
            _share("success_of_closed", N_("成功率（按结案）"), "settled_all", "closed", N_("分母：期内结案件数")),
            Definition(
                "settled_of_accepted", N_("期内受理中已成功"), N_("期内受理、至期末已达成或部分达成协议并结案的")
            ),
            _share(
                "success_of_accepted",
                N_("成功率（按受理）"),
                "settled_of_accepted",
                "accepted",
                N_("分母：期内受理件数"),
            ),
            Definition(
                "people_settled", N_("成功案件涉及人数"), N_("调解成功案件的劳动者人数之和"), "people", "settled_all"
            ),
            Definition(
                "mean_days",
                N_("平均办理天数"),
                N_("期内结案的案件，自收到申请至结案的日历天数，平均"),
                "days",
                "closed",
            ),
            Definition(
                "median_days",
                N_("办理天数中位数"),
                N_("期内结案的案件，自收到申请至结案的日历天数，中位数"),
                "days",
                "closed",
            ),
            Definition("overdue", N_("超期件数"), N_("调解期限的最后一日在期内、当日仍未办结的")),
        ),
    ),
    (
        N_("金额"),
        (
            Definition(
                "claimed", N_("涉及金额"), N_("期内申请所请求的金额之和；未载明金额的请求不计"), "fen", "with_amount"
            ),
            Definition("with_amount", N_("载明金额的申请"), N_("期内申请中至少一项请求载明金额的")),
            Definition("no_amount", N_("未载明金额的申请"), N_("期内申请中没有一项请求载明金额的")),
            Definition("agreed", N_("协议生效的案件"), N_("期内有调解协议生效的案件；已被更正的协议不计")),
            Definition(
                "agreed_sum",
                N_("协议金额"),
                N_("期内生效的调解协议约定支付的金额之和；已被更正的协议不计"),
                "fen",
                "agreed",
            ),
            Definition("paid_cases", N_("有款项到账的案件"), N_("期内登记有款项到账的案件")),
            Definition(
                "paid_sum",
                N_("到账金额"),
                N_("期内到账的款项之和，不论何时到期；更正后的协议重复载明的，计一次"),
                "fen",
                "paid_cases",
            ),
        ),
    ),
    (
        N_("履行与确认"),
        (
            Definition("due_cases", N_("有款项到期的案件"), N_("已生效协议的款项在期内到期的案件；已被更正的协议不计")),
            Definition("performed", N_("按约付清的案件"), N_("期内到期的款项至期末全部到账的案件")),
            _share(
                "performance_rate", N_("履行率（按案件）"), "performed", "due_cases", N_("分母：期内有款项到期的案件")
            ),
            Definition("due_sum", N_("到期金额"), N_("期内到期的款项之和"), "fen", "due_cases"),
            Definition(
                "due_paid_sum", N_("到期款项中已到账"), N_("期内到期、至期末已到账的款项之和"), "fen", "due_cases"
            ),
            Definition("arbitration", N_("提交仲裁审查"), N_("期内把协议提交仲裁委员会审查的案件")),
            Definition("court", N_("提交司法确认"), N_("期内把协议提交法院确认的案件")),
            Definition("payment_order", N_("申请支付令"), N_("期内登记依据协议向法院申请支付令的案件")),
        ),
    ),
    (
        N_("满意度"),
        (
            Definition("answered", N_("作出满意度回答的案件"), N_("期内有当事人回答满意度的案件")),
            Definition(
                "answers",
                N_("满意度回答"),
                N_("期内作出的回答；一方一案只答一次，没有回答的不计"),
                "answers",
                "answered",
            ),
            Definition("answered_well", N_("有当事人满意的案件"), N_("期内至少一方回答很满意或者满意的案件")),
            Definition(
                "answers_well", N_("满意的回答"), N_("期内回答很满意或者满意的"), "answers", "answered_well"
            ),
            _share("satisfaction_rate", N_("满意率"), "answers_well", "answers", N_("分母：期内的满意度回答")),
        ),
    ),
    (
        N_("预警"),
        (
            Definition("escalated", N_("升级督办的案件"), N_("期内发生过升级督办的案件")),
            Definition("cluster", N_("同一单位多案"), N_("期内申请中按规则标记为同一单位多案的")),
        ),
    ),
)
DEFINITIONS: Final = {one.key: one for _, section in SECTIONS for one in section}


@dataclass(frozen=True)
class Split:
    """One table by which a count is taken apart. `words` is the table of words for its codes, "" for names.

    `whole`: every case has exactly one part, so that the parts add up to `of`. `shares`: each part is said in per cent
    of the whole as well.
    """

    key: str
    title: str
    of: str
    meaning: str
    words: str = ""
    whole: bool = False
    shares: bool = False

    @property
    def unit(self) -> str:
        """What the parts count: cases, or what `of` counts."""
        return DEFINITIONS[self.of].unit


SPLITS: Final = (
    Split("outcome", N_("结案方式"), "closed", N_("期内结案的案件"), "outcome", whole=True),
    Split("duration", N_("办理天数"), "closed", N_("期内结案的案件，自收到申请至结案"), "duration", whole=True),
    Split("type", N_("请求种类"), "applications", N_("期内申请；一案有几种请求的，各计一次"), "claim"),
    Split("channel", N_("案件来源"), "applications", N_("期内申请"), "channel", whole=True),
    Split("desk", N_("主办窗口"), "applications", N_("期内申请，按现在的主办窗口"), "desk", whole=True),
    Split("industry", N_("行业"), "applications", N_("期内申请，按被申请单位的行业"), ""),
    Split("employer", N_("案件最多的单位"), "applications", N_("期内申请，按被申请单位，最多十家"), ""),
    Split(
        "satisfaction",
        N_("满意度回答"),
        "answers",
        N_("期内的回答，按分数；同一案件几方答同一分数的，案件列一次"),
        "score",
        whole=True,
        shares=True,
    ),
)
TREND: Final = ("applications", "accepted", "closed", "settled_all", "agreed_sum", "paid_sum")
NOT_RECORDED: Final = (N_("书面或口头申请"), N_("法律援助转介"))
"""Figures that are asked for, but that nothing in the case book tells: shown as not recorded, never as 0."""
