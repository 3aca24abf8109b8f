"""What every route answers to every role: written by hand, held against the application by tests/test_matrix.py.

People stand in the order of PEOPLE; for routes about a case each has one sign for each of TARGETS (tests/world.py):
+ done · 0 not found · - forbidden · c not in a state for it · u refused · s sign in first · b bad request
"""

PEOPLE = (
    "anonymous", "mediator", "supervisor", "union", "judicial_office", "police", "lawyer", "admin", "auditor",
)  # fmt: skip
TARGETS = ("A1", "A2", "A3", "A4", "B1", "none")
DESK_OF = {"A1": "union", "A2": "union", "A3": "police", "A4": "judicial_office", "B1": "union", "none": "none"}
OF_A_CASE = {
    "case_id": "case", "party_id": "party", "settlement_id": "settlement", "document_id": "document",
    "escalation_id": "escalation", "pair_id": "pair", "reassignment_id": "reassignment",
}  # fmt: skip
ARGUMENTS = {"session_id": "none", "notice_id": "none", "delivery_id": "none", "view_id": "none"}
FORMS = {
    "POST /password": {"old": "x", "new": "x", "again": "y"},
    "POST /cases/<case_id>/parties/<party_id>/unmask": {"column": "id_number", "reason": "contact"},
    "POST /cases/<case_id>/withdraw-unsafe": {"reason": "x"},
    "POST /cases/<case_id>/facts": {"reason": "x", "do": "save"},
    "POST /referrals/<referral_id>/return": {"reason": "other", "note": "x"},
    "POST /settlements/<settlement_id>": {"do": "save"},
    "POST /settlements/<settlement_id>/effective": {"on": "2026-11-16"},
}
PUBLIC = ("GET /sign-in", "POST /sign-in", "GET /verify/<code>", "POST /language")
ROUTES = {
    "GET /sign-in": "+ + + + + + + + +",
    "POST /sign-in": "s s s s s s s s s",
    "POST /sign-out": "s + + + + + + + +",
    "GET /password": "s + + + + + + + +",
    "POST /password": "s u u u u u u u u",
    "GET /sessions": "s + + + + + + + +",
    "POST /sessions/<session_id>/end": "ssssss 000000 000000 000000 000000 000000 000000 000000 000000",
    "GET /": "s + + + + + + + +",
    "GET /notices": "s + + + + + + + +",
    "POST /notices/<notice_id>/open": "ssssss 000000 000000 000000 000000 000000 000000 000000 000000",
    "POST /notices/<notice_id>/read": "ssssss 000000 000000 000000 000000 000000 000000 000000 000000",
    "POST /notices/read": "s + + + + + + + +",
    "GET /notices/settings": "s + + + + + + + +",
    "POST /notices/settings": "s + + + + + + + +",
    "POST /notices/address": "s u u u u u u u u",
    "POST /notices/address/confirm": "s c c c c c c c c",
    "POST /notices/address/forget": "s c c c c c c c c",
    "GET /channels": "s - - - - - - + -",
    "POST /channels/mail": "s - - - - - - u -",
    "POST /channels/mail/test": "s - - - - - - + -",
    "POST /channels/webhook": "s - - - - - - u -",
    "POST /channels/webhook/secret": "s - - - - - - + -",
    "POST /channels/webhook/test": "s - - - - - - + -",
    "GET /deliveries": "s - + - - - - + -",
    "POST /deliveries/<delivery_id>/resend": "ssssss ------ 000000 ------ ------ ------ ------ 000000 ------",
    "GET /cases": "s + + + + + + - -",
    "GET /search": "s + + + + + + - -",
    "POST /search": "s + + + + + + - -",
    "GET /cases/<case_id>": "ssssss ++++00 ++++00 ++0000 000+00 +0+000 +00000 ------ ------",
    "POST /cases/<case_id>/parties/<party_id>/unmask": "ssssss ++++00 ++++00 ++0000 000+00 -0+000 ------ ------ ------",
    "POST /cases/<case_id>/contact": "ssssss ++++00 ++++00 ++0000 000+00 +0+000 +00000 ------ ------",
    "POST /cases/<case_id>/withdraw-unsafe": "ssssss ------ ------ --0000 000-00 c0c000 ------ ------ ------",
    "GET /cases/<case_id>/facts": "ssssss ++++00 ++++00 ++0000 000+00 -0+000 ------ ------ ------",
    "POST /cases/<case_id>/facts": "ssssss uuuu00 uuuu00 uu0000 000u00 -0u000 ------ ------ ------",
    "GET /documents/<document_id>": "ssssss ++++00 ++++00 ++0000 000+00 00+000 +00000 ------ ------",
    "GET /verify/<code>": "+++++0 +++++0 +++++0 +++++0 +++++0 +++++0 +++++0 +++++0 +++++0",
    "GET /inbox": "s - - + + + + - -",
    "POST /referrals/<referral_id>/accept": "ssssss ------ ------ +c0000 000+00 -0c000 -00000 ------ ------",
    "GET /referrals/<referral_id>/return": "ssssss ------ ------ ++0000 000+00 -0+000 -00000 ------ ------",
    "POST /referrals/<referral_id>/return": "ssssss ------ ------ ++0000 000+00 -0u000 -00000 ------ ------",
    "GET /supervision": "s - + - - - - - -",
    "GET /escalations/<escalation_id>": "ssssss ------ ++++00 ------ ------ ------ ------ ------ ------",
    "POST /escalations/<escalation_id>/acknowledge": "ssssss ------ ++++00 --0000 000-00 -0-000 -00000 ------ ------",
    "POST /escalations/<escalation_id>/assign": "ssssss ------ uuuu00 ------ ------ ------ ------ ------ ------",
    "POST /supervision/views": "s - u - - - - - -",
    "POST /supervision/views/<view_id>/delete": "ssssss ------ 000000 ------ ------ ------ ------ ------ ------",
    "GET /supervision/referrals": "s - + - - - - - -",
    "POST /supervision/referrals": "s - u - - - - - -",
    "POST /supervision/reassignments/<reassignment_id>/undo": "ssssss ------ c00000 ------ ------ ------ ------ ------ ------",
    "GET /supervision/employers": "s - + - - - - - -",
    "GET /supervision/findings": "s - + - - - - - -",
    "GET /duplicates": "s + + - - - - - -",
    "POST /duplicates/<pair_id>/same": "ssssss c00000 c00000 ------ ------ ------ ------ ------ ------",
    "POST /duplicates/<pair_id>/different": "ssssss +00000 +00000 ------ ------ ------ ------ ------ ------",
    "POST /duplicates/<pair_id>/reopen": "ssssss c00000 c00000 ------ ------ ------ ------ ------ ------",
    "GET /intake": "s + + - - - - - -",
    "POST /intake": "s u u - - - - - -",
    "POST /language": "+ + + + + + + + +",
    "GET /rules/status": "s - + - - - - + -",
    "POST /cases/<case_id>/settlement": "ssssss ++++00 ++++00 ++0000 000+00 -0+000 ------ ------ ------",
    "GET /settlements/<settlement_id>": "ssssss ++++00 ++++00 ++0000 000+00 00+000 ------ ------ ------",
    "POST /settlements/<settlement_id>": "ssssss ++++00 ++++00 ++0000 000+00 00+000 ------ ------ ------",
    "GET /settlements/<settlement_id>/preview": "ssssss uuuu00 uuuu00 uu0000 000u00 00u000 ------ ------ ------",
    "POST /settlements/<settlement_id>/issue": "ssssss uuuu00 uuuu00 uu0000 000u00 00u000 ------ ------ ------",
    "POST /settlements/<settlement_id>/effective": "ssssss cccc00 cccc00 cc0000 000c00 00c000 ------ ------ ------",
}
