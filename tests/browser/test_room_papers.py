"""What the two stories of the mediation room issue between them."""

from mediation.office import papers
from tests.browser.room_papers import GROUP_LEAVES, GUARD_LEAVES, SAYS


def test_the_two_stories_leave_out_no_kind_of_paper_of_a_case():
    assert GROUP_LEAVES | GUARD_LEAVES == {"agreement", *papers.KINDS} == set(SAYS)
