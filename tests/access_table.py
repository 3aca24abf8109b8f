"""What access must answer, written by hand: the tables that tests/test_access.py holds the code against.

People, in this order: mediator, supervisor, union officer, police officer, duty lawyer, admin, auditor, and an
officer without a desk. Letters, the relations in which the act is open to them:
L own desk leads · A own desk assists · C own desk isn't on the case · G own desk led, its referral is over ·
F case of another station · N nothing known but the own station · U nothing known · R only the role is asked.
An escalation is one of level 2 in relation A, of level 1 in the others where a case is known.
"""

PEOPLE = (
    ("mediator", None),
    ("supervisor", None),
    ("desk_officer", "union"),
    ("desk_officer", "police"),
    ("duty_lawyer", "law_firm"),
    ("admin", None),
    ("auditor", None),
    ("desk_officer", None),
)

ACTS = {
    "case.log": "LACGNR   LACGNR   -        -        -        -        -        -",
    "case.read": "LACGNR   LACGNR   LAR      LAR      LAR      -        -        R",
    "case.edit": "LACGNR   LACGNR   LR       LR       -        -        -        R",
    "party.edit": "LACGNR   LACGNR   LR       LR       -        -        -        R",
    "case.split": "LACGNR   LACGNR   -        -        -        -        -        -",
    "case.unmask": "LACGNR   LACGNR   LR       LR       -        -        -        R",
    "referral.accept": "-        -        LAGR     LAGR     LAGR     -        -        R",
    "referral.return": "-        -        LAGR     LAGR     LAGR     -        -        R",
    "unsafe.withdraw": "-        -        R        LAR      -        -        -        R",
    "settlement.draft": "LACGNR   LACGNR   LR       LR       -        -        -        R",
    "settlement.issue": "LACGNR   LACGNR   LR       LR       -        -        -        R",
    "proof.issue": "LACGNR   LACGNR   LR       LR       -        -        -        R",
    "paper.issue": "LACGNR   LACGNR   LR       LR       -        -        -        R",
    "consent.note": "LACGNR   LACGNR   LR       LR       -        -        -        R",
    "paper.samples": "LACGFNUR LACGFNUR LACGFNUR LACGFNUR LACGFNUR -        -        LACGFNUR",
    "signature.collect": "LACGNR   LACGNR   LR       LR       -        -        -        R",
    "floor.second": "LACGNR   LACGNR   LR       LR       -        -        -        R",
    "station.certificate": "-        -        -        -        -        LACGNR   -        -",
    "claim.read": "LACGNR   LACGNR   LAR      LAR      LAR      -        -        R",
    "claim.compute": "LACGNR   LACGNR   LR       LR       -        -        -        R",
    "clock.note": "LACGNR   LACGNR   LR       LR       -        -        -        R",
    "case.close": "LACGNR   LACGNR   LR       LR       -        -        -        R",
    "case.reopen": "-        LACGNR   -        -        -        -        -        -",
    "performance.note": "LACGNR   LACGNR   LR       LR       -        -        -        R",
    "confirmation.note": "LACGNR   LACGNR   LR       LR       -        -        -        R",
    "route.note": "LACGNR   LACGNR   LR       LR       -        -        -        R",
    "visit.note": "LACGNR   LACGNR   LR       LR       -        -        -        R",
    "figures.read": "-        LACGNR   -        -        -        -        -        -",
    "document.read": "LACGNR   LACGNR   LAR      LAR      LAR      -        -        R",
    "board.read": "LACGFNUR LACGFNUR LACGFNUR LACGFNUR LACGFNUR -        -        LACGFNUR",
    "inbox.read": "-        -        LACGFNUR LACGFNUR LACGFNUR -        -        LACGFNUR",
    "history.read": "-        LACGNR   -        -        -        -        LACGNR   -",
    "rulebook.read": "LACGFNUR LACGFNUR LACGFNUR LACGFNUR LACGFNUR LACGFNUR LACGFNUR LACGFNUR",
    "rules.status": "-        LACGFNUR -        -        -        LACGFNUR -        -",
    "rules.versions": "-        LACGFNUR -        -        -        LACGFNUR LACGFNUR -",
    "rules.draft": "-        LACGFNUR -        -        -        -        -        -",
    "rules.confirm": "-        LACGFNUR -        -        -        LACGFNUR -        -",
    "rules.publish": "-        LACGFNUR -        -        -        -        -        -",
    "user.manage": "-        -        -        -        -        LACGNR   -        -",
    "audit.verify": "-        -        -        -        -        LACGFNUR LACGFNUR -",
    "escalation.acknowledge": "-        LACGNR   LR       LR       LR       -        -        R",
    "escalation.assign": "-        LACGNR   -        -        -        -        -        -",
    "account.own": "LAGR     LAGR     LAGR     LAGR     LAGR     LAGR     LAGR     LAGR",
    "docket.read": "LACGNR   LACGNR   -        -        LACGNR   -        -        -",
    "docket.arrange": "LACGNR   LACGNR   -        -        LACGNR   -        -        -",
    "slot.hold":      "LACGNR   LACGNR   -        -        -        -        -        -",
    "conflict.answer": "-        -        -        -        LACGNR   -        -        -",
    "conflict.settle": "-        LACGNR   -        -        -        -        -        -",
    "firm.clients": "-        -        -        -        LACGNR   -        -        -",
    "expert.call":   "LACGNR   LACGNR   -        -        LAR      -        -        -",
    "expert.answer": "-        -        -        -        LAGR     -        -        -",
    "expert.manage": "-        LACGNR   -        -        -        -        -        -",
    "opinion.write": "-        -        -        -        LAR      -        -        -",
    "evidence.ask": "-        -        -        -        LAR      -        -        -",
    "evidence.add": "LACGNR   LACGNR   LR       LR       -        -        -        R",
    "evidence.read": "LACGNR   LACGNR   LAR      LAR      LAR      -        -        R",
    "evidence.withdraw": "LACGNR   LACGNR   LR       LR       -        -        -        R",
    "sitting.plan": "LACGNR   LACGNR   LR       LR       -        -        -        R",
    "sitting.hold": "LACGNR   LACGNR   LR       LR       -        -        -        R",
    "note.write": "LACGNR   LACGNR   LR       LR       -        -        -        R",
    "offer.note": "LACGNR   LACGNR   LR       LR       -        -        -        R",
    "group.edit": "LACGNR   LACGNR   LR       LR       -        -        -        R",
    "group.consent": "LACGNR   LACGNR   LR       LR       -        -        -        R",
    "room.manage": "-        LACGNR   -        -        -        LACGNR   -        -",
    "question.ask": "-        -        -        -        LAR      -        -        -",
    "request.end": "LACGNR   LACGNR   LAR      LAR      LAR      -        -        R",
    "supervision.read": "-        LACGFNUR -        -        -        -        -        -",
    "referral.reassign": "-        LACGNR   -        -        -        -        -        -",
    "ledger.import": "LACGNR   LACGNR   -        -        -        -        -        -",
    "ledger.export": "-        LACGNR   -        -        -        -        -        -",
    "duplicate.settle": "LACGNR   LACGNR   -        -        -        -        -        -",
    "view.own": "LAGR     LAGR     LAGR     LAGR     LAGR     -        -        LAGR",
    "equality.note": "LACGNR   -        -        -        -        -        -        -",
    "equality.read": "-        LACGNR   -        -        -        -        LACGNR   -",
    "notice.own": "LAGR     LAGR     LAGR     LAGR     LAGR     LAGR     LAGR     LAGR",
    "station.manage": "-        -        -        -        -        LACGNR   -        -",
    "station.propose": "-        -        -        -        -        LACGFNUR -        -",
    "channel.manage": "-        -        -        -        -        LACGNR   -        -",
    "delivery.manage": "-        LACGNR   -        -        -        LACGNR   -        -",
    "roster.read": "LACGNR   LACGNR   LACGNR   LACGNR   LACGNR   -        -        LACGNR",
    "roster.manage": "-        LACGNR   -        -        -        -        -        -",
    "absence.note": "-        LACGNR   -        -        LAGR     -        -        -",
    "swap.ask": "-        -        -        -        LAGR     -        -        -",
    "swap.decide": "-        LACGNR   -        -        -        -        -        -",
    "duty.serve": "-        -        -        -        LAGR     -        -        -",
    "feed.own": "LAGR     LACGNR   LAGR     LAGR     LAGR     -        -        LAGR",
    "complaint.note": "LACGNR   LACGNR   -        -        -        -        -        -",
    "complaint.read": "LACGNR   LACGNR   -        -        -        -        -        -",
    "complaint.assign": "-        LACGNR   -        -        -        -        -        -",
    "complaint.answer": "LAGR     LACGNR   -        -        -        -        -        -",
    "evaluation.read": "-        LACGNR   -        -        -        -        -        -",
    "evaluation.own": "LAGR     -        LAGR     LAGR     LAGR     -        -        LAGR",
    "risk.read": "LACGNR   LACGNR   LAR      LAR      LAR      -        -        R",
    "risk.note": "LACGNR   LACGNR   LAR      LAR      LAR      -        -        R",
    "risk.lift": "LACGNR   LACGNR   LR       LR       -        -        -        R",
    "risk.contacts": "-        LACGNR   -        -        -        -        -        -",
    "willingness.ask": "LACGNR   LACGNR   LR       LR       -        -        -        R",
    "talks.read": "LACGNR   LACGNR   LACGNR   R        -        -        -        R",
    "talks.open": "LACGNR   LACGNR   LACGNR   R        -        -        -        R",
    "talks.edit": "LACGNR   LACGNR   LACGNR   R        -        -        -        R",
    "talks.issue": "LACGNR   LACGNR   LACGNR   R        -        -        -        R",
    "talks.vote": "LACGNR   LACGNR   LACGNR   R        -        -        -        R",
    "talks.outcome": "LACGNR   LACGNR   LACGNR   R        -        -        -        R",
    "talks.figures": "-        LACGNR   -        -        -        -        -        -",
    "practice.play": "LAGR     LAGR     LAGR     LAGR     LAGR     LAGR     LAGR     LAGR",
    "practice.shared": "-        LACGNR   -        -        -        -        -        -",
}

SECTIONS = {
    "wage_papers": "LACGN    LACGN    LA       L        LA       -        -        -",
    "caucus_notes": "LACGN    LACGN    LA       LA       L        -        -        -",
}

# Rows of tests/world.py that a user sees. Cases by name; the other tables of a case follow it unless said otherwise.
CASES = {
    "mediator": "A1 A2 A3 A4 A5",
    "supervisor": "A1 A2 A3 A4 A5",
    "union": "A1 A2",
    "judicial_office": "A4 A5",
    "police": "A1 A3",
    "lawyer": "A1",
    "left": "",
    "admin": "",
    "auditor": "",
    "odd_admin": "",
    "nowhere": "",
    "both": "A1 A2 A3 A4 A5 B1",
    "mediator_b": "B1",
}
WAGE_TABLES = (
    "settlement", "instalment", "document", "document_content", "claim_sheet", "offer", "evidence", "evidence_piece",
    "group_worker", "group_consent", "signature", "floor_check", "route_step", "payment_report", "follow_up",
)  # fmt: skip
TALKS_OF = {
    "mediator": "talks-A", "supervisor": "talks-A", "union": "talks-A", "both": "talks-A talks-B", "mediator_b": "talks-B",
}  # fmt: skip
WAGES = CASES | {"police": "A3"}
PAPERS = {name: f"{seen} {TALKS_OF.get(name, '')}" for name, seen in WAGES.items()}
REFERRALS = CASES | {"mediator_b": "A5 B1"}  # the stray one is a row of that station
HISTORY = {name: f"{seen} {TALKS_OF.get(name, '')}" for name, seen in CASES.items()} | {
    "supervisor": "A1 A2 A3 A4 A5 A talks-A",
    "both": "A1 A2 A3 A4 A5 B1 A B talks-A talks-B",
    "auditor": "A1 A2 A3 A4 A5 A talks-A house",
}
SUMS = {**WAGES, "auditor": WAGES["supervisor"]}
HISTORY = {name: " ".join([lines, *(f"wages-{case}" for case in SUMS[name].split())]) for name, lines in HISTORY.items()}
ESCALATIONS = {
    name: f"{cases} {also}".strip()
    for name, cases, also in (
        (name, cases, {"mediator": "A", "supervisor": "A", "union": "A", "both": "A B", "mediator_b": "B"}.get(name, ""))
        for name, cases in CASES.items()
    )
}
COUNTERS = {"mediator": "A", "supervisor": "A", "both": "A B", "mediator_b": "B"}
SUPERVISORS = {"supervisor": "A", "both": "A B"}
MANAGERS = {**SUPERVISORS, "admin": "A", "odd_admin": "A"}
STAFF = {**COUNTERS, "union": "A", "judicial_office": "A", "police": "A", "lawyer": "A", "left": "A"}
OWN_TABLES = (
    "notice", "notice_choice", "digest_time", "address_proof", "saved_view", "totp_draft", "recovery_code", "form_taken",
)  # fmt: skip
COMPLAINTS = {
    "mediator": "A2 A4", "supervisor": "A1 A3 A4 A5", "both": "A1 A2 A3 A4 A5 B1",
}  # fmt: skip
NOTES = {
    "mediator": "A:mediator:employer", "union": "A:nobody:workers A:union:employer A:police:workers",
    "mediator_b": "B:mediator_b:employer",
}  # fmt: skip
REMARKS = {
    "mediator": "mediator@A", "union": "union@A", "supervisor": "mediator@A union@A", "mediator_b": "mediator_b@B",
    "both": "mediator@A union@A mediator_b@B",
}  # fmt: skip
PRACTICE = {
    "mediator": "mediator@A", "mediator_b": "mediator_b@B", "supervisor": "mediator@A", "both": "mediator@A mediator_b@B",
}  # fmt: skip
"""The runs shared with the supervisors of a station that a user sees; the others each sees alone."""
RULE_READERS = {"supervisor", "nowhere", "both", "admin", "odd_admin", "auditor"}
"""Who sees the versions of the rules, which are the whole house's."""
TALKS = {**COUNTERS, "union": "A"}
STATION_TABLES = {
    "firm": STAFF, "lawyer": STAFF, "duty_pattern": STAFF, "absence": STAFF, "shift": STAFF, "swap": STAFF,
    "feed": COUNTERS,  # made by the mediators of the two stations
    "visit": {**COUNTERS, "lawyer": "A", "left": "A"}, "slot_hold": {**COUNTERS, "lawyer": "A", "left": "A"},
    "expert": STAFF,
    "conflict_check": {"lawyer": "A"}, "firm_client": {"lawyer": "A"},
    "delivery": MANAGERS, "mail_route": MANAGERS, "webhook": MANAGERS,
    "reassignment": SUPERVISORS, "rule_move": SUPERVISORS,
    "duplicate_pair": COUNTERS, "ledger_import": COUNTERS, "ledger_row": COUNTERS, "ledger_columns": COUNTERS,
    "talks": TALKS, "talks_firm": TALKS, "talks_case": TALKS, "talks_member": TALKS, "talks_clock": TALKS,
    "talks_alarm": TALKS, "talks_step": TALKS, "talks_session": TALKS, "talks_ask": TALKS, "talks_offer": TALKS, "wage_table": TALKS,
    "what_if_plan": TALKS, "talks_vote": TALKS, "talks_filing": TALKS, "promise": TALKS, "promise_sign": TALKS,
    "ballot_code": {}, "ballot": {},
    "room": {**STAFF, "admin": "A", "odd_admin": "A"}, "case_split": COUNTERS, "station_certificate": MANAGERS,
    "call_contact": STAFF, "voice_gateway": MANAGERS,
}  # fmt: skip
STATIONS = dict.fromkeys(CASES, "A") | {"nowhere": "", "both": "A B", "mediator_b": "B"}
COLLEAGUES = {
    "A": "mediator supervisor union judicial_office police lawyer left admin auditor odd_admin both",
    "B": "both mediator_b",
}
