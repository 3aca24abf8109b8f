"""What the routes of the mediation room answer, as tests/route_table.py explains it."""

ROOM_OF_A_CASE = {"evidence_id": "evidence"}
ROOM_ARGUMENTS: dict[str, str] = {"case_paper": "closing_report", "sample_kind": "nothing"}
ROOM_FORMS = {
    "POST /cases/<case_id>/evidence/bundle": {"bundle_for": "nobody"},
}
ROOM_ROUTES = {
    "GET /cases/<case_id>/evidence": "ssssss ++++00 ++++00 ++0000 000+00 +0+000 +00000 ------ ------",
    "POST /cases/<case_id>/evidence": "ssssss uuuu00 uuuu00 uu0000 000u00 -0u000 ------ ------ ------",
    "POST /cases/<case_id>/evidence/bundle": "ssssss 000000 000000 000000 000000 000000 000000 ------ ------",
    "GET /cases/<case_id>/evidence/bundle.pdf": "ssssss 000000 000000 000000 000000 000000 000000 ------ ------",
    "GET /evidence/<evidence_id>": "ssssss ++++00 ++++00 ++0000 000+00 00+000 +00000 ------ ------",
    "POST /evidence/<evidence_id>": "ssssss uuuu00 uuuu00 uu0000 000u00 00u000 ------ ------ ------",
    "POST /evidence/<evidence_id>/withdraw": "ssssss uuuu00 uuuu00 uu0000 000u00 00u000 ------ ------ ------",
    "GET /evidence/<evidence_id>/file": "ssssss ++++00 ++++00 ++0000 000+00 00+000 +00000 ------ ------",
    "GET /evidence/<evidence_id>/picture": "ssssss ++++00 ++++00 ++0000 000+00 00+000 +00000 ------ ------",
    "GET /evidence/<evidence_id>/small": "ssssss 000000 000000 000000 000000 000000 000000 ------ ------",
    "GET /cases/<case_id>/papers": "ssssss ++++00 ++++00 ++0000 000+00 00+000 ------ ------ ------",
    "GET /cases/<case_id>/papers/<case_paper>.pdf": "ssssss uuuu00 uuuu00 uu0000 000u00 00u000 ------ ------ ------",
    "POST /cases/<case_id>/papers/<case_paper>": "ssssss uuuu00 uuuu00 uu0000 000u00 00u000 ------ ------ ------",
    "POST /cases/<case_id>/papers/bound": "ssssss ++++00 ++++00 ++0000 000+00 00+000 ------ ------ ------",
    "GET /cases/<case_id>/papers/file.pdf": "ssssss 000000 000000 000000 000000 000000 ------ ------ ------",
    "POST /cases/<case_id>/papers/package": "ssssss uuuu00 uuuu00 uu0000 000u00 00u000 ------ ------ ------",
    "GET /papers": "s + + + + + + - -",
    "GET /papers/<sample_kind>.pdf": "s 0 0 0 0 0 0 - -",
}
