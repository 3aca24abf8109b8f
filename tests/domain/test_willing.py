"""What a side says by what its parties said, and which papers must be handed to whom."""

import pytest

from mediation.domain.serving import Issued, Owed, owed
from mediation.domain.willing import of_side


@pytest.mark.parametrize(
    ("answers", "stated", "said"),
    [
        ([True, True], None, True),
        ([True, None], True, None),  # the facts of the case speak for nobody once one has answered for itself
        ([True, False], True, False),
        ([None, False], True, False),
        ([None, None], True, True),
        ([None], False, False),
        ([], None, None),
    ],
)
def test_a_side_agrees_when_all_did_and_refuses_when_one_does(
    answers: list[bool | None], stated: bool | None, said: bool | None
) -> None:
    assert of_side(answers, stated) is said


def test_each_party_gets_its_own_notice_of_rights_and_the_newest_of_every_other_paper() -> None:
    parties = [("worker", "applicant"), ("firm", "respondent")]
    issued = [
        Issued("end2", "termination_notice"), Issued("end1", "termination_notice"), Issued("no", "non_acceptance_notice"),
        Issued("rights", "rights_notice", "worker"), Issued("receipt", "service_receipt"),
    ]  # fmt: skip

    assert owed(parties, issued, {("worker", "end1"), ("firm", "end2")}) == [
        Owed("worker", "rights_notice", "rights"), Owed("worker", "termination_notice", "end2"),
        Owed("worker", "non_acceptance_notice", "no"), Owed("firm", "rights_notice"),
    ]  # fmt: skip
    over = owed(parties, issued, {("worker", "no"), ("worker", "end2"), ("firm", "end2")}, mediating=False)
    assert over == []
