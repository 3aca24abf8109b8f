"""Which harm weighs most."""

from mediation.domain.harm import HARMS, UNKNOWN, rank
from tests.checkout import ROOT


def test_danger_weighs_more_than_children_groups_and_rights():
    order = [rank("escalation.unsafe", ()), rank("escalation.silent", ("protected_minor",)), rank("escalation.group", ()),
             rank("escalation.limitation", ())]

    assert order == sorted(order) == list(range(4))


def test_a_flag_of_danger_lends_its_weight_to_any_escalation_of_the_case():
    assert rank("escalation.silent", ("group", "unsafe")) == rank("escalation.unsafe", ())
    assert rank("escalation.silent", ("group",)) > rank("escalation.limitation", ())


def test_a_rule_the_list_does_not_name_comes_last():
    assert rank("escalation.unheard_of", ()) == UNKNOWN


def test_every_escalation_rule_has_its_place():
    text = "\n".join(path.read_text("utf-8") for path in (ROOT / "rules" / "escalation").glob("*.yaml"))
    rules = {line.removeprefix("id: ").strip() for line in text.splitlines() if line.startswith("id: ")}

    assert rules <= {rule for harm in HARMS for rule in harm.rules}
