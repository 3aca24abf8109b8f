"""Which firm the signs point to: by how much, on what, and whom the law adds to it."""

import pytest

from mediation.domain.chain import CLEAR_BY, Firm, Ground, Join, Sign, read


def firm(name: str, *kinds: str, role: str = "", proven: bool = False) -> Firm:
    signs = tuple(Sign(kind.removeprefix("-"), not kind.startswith("-"), proven) for kind in kinds)
    return Firm(name, name, role, signs)


def joined(*firms: Firm, ground: Ground | None = None) -> list[tuple[tuple[str, ...], str]]:
    return [(one.roles, one.law[:12]) for one in read(firms, ground).joins]


def test_a_badge_alone_points_to_nobody_and_a_contract_on_file_does() -> None:
    badge, paper = firm("外包", "badge"), firm("实业", "contract", "payslip", proven=True)

    assert read([badge]).state == "open"
    found = read([badge, paper])
    assert (found.state, found.key, found.ranked) == ("points", "实业", ("实业", "外包"))
    assert found.missing == ("insurance", "management")
    assert not found.unproven


@pytest.mark.parametrize(("ahead", "state"), [(CLEAR_BY, "points"), (CLEAR_BY - 1, "open")])
def test_a_firm_is_named_from_the_clear_lead_on(ahead: int, state: str) -> None:
    one = firm("甲", "contract", *["witness"] * ahead)
    other = firm("乙", "contract")

    assert read([one, other]).state == state


def test_what_speaks_against_counts_below_nothing_and_a_firm_without_signs_is_no_answer() -> None:
    assert read([firm("甲", "-contract"), firm("乙")]).state == "open"
    assert read([firm("甲"), firm("乙")]).state == "nothing"
    assert read([]).state == "nothing"


def test_what_was_only_told_is_said_to_be_so_and_its_proof_counts_twice() -> None:
    assert read([firm("甲", "contract")]).unproven
    assert Sign("contract", proven=True).weight == 2 * Sign("contract").weight
    assert Sign("contract", speaks_for=False).weight == -Sign("contract").weight


def test_each_kind_of_chain_asks_in_whom_its_article_names() -> None:
    assert joined(firm("派遣", role="agency"))[0][0] == ("user_firm",)
    assert joined(firm("用工", role="user_firm"))[0][0] == ("agency",)
    assert joined(firm("派遣", role="agency"), firm("用工", role="user_firm")) == []
    assert joined(firm("某", "dispatch_agreement"))[0][0] == ("agency", "user_firm")
    assert joined(firm("包工", role="subcontractor"))[0][0] == ("contractor",)
    assert joined(firm("包工", role="subcontractor"), firm("总包", role="general_contractor")) == []
    assert joined(firm("某"), ground=Ground(construction=True))[0][0] == ("general_contractor",)
    assert joined(firm("某"), ground=Ground(closed=True))[0][0] == ("investor",)


def test_firms_that_share_what_one_employer_does_may_be_mixed_unless_a_role_explains_it() -> None:
    signs, pays = firm("甲", "contract"), firm("乙", "payslip", "insurance_record")

    assert [one.roles for one in read([signs, pays]).joins] == [("affiliate",)]
    assert isinstance(read([signs, pays]).joins[0], Join)
    explained = [firm("甲", "contract", role="agency"), firm("乙", "payslip", role="user_firm")]
    assert read(explained).joins == ()
    assert read([firm("甲", "contract", "payslip"), firm("乙", "payslip")]).joins == ()
