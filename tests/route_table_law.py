"""What the routes of law as data answer, as tests/route_table.py explains it."""

LAW_ROUTES = {
    "GET /rules/health": "s - + - - - - + -",
    "GET /cases/<case_id>/clocks": "ssssss ++++00 ++++00 ++0000 000+00 +0+000 +00000 ------ ------",
    "POST /cases/<case_id>/clocks": "ssssss uuuu00 uuuu00 uu0000 000u00 -0u000 ------ ------ ------",
    "POST /cases/<case_id>/clocks/<entry_id>/resume": "ssssss cccc00 cccc00 cc0000 000c00 -0c000 ------ ------ ------",
    "POST /cases/<case_id>/clocks/<entry_id>/withdraw": "ssssss uuuu00 uuuu00 uu0000 000u00 -0u000 ------ ------ ------",
    "POST /cases/<case_id>/dates/<deadline_id>/met": "ssssss 000000 000000 000000 000000 000000 ------ ------ ------",
    "GET /cases/<case_id>/why": "ssssss ++++00 ++++00 ++0000 000+00 +0+000 +00000 ------ ------",
    "POST /cases/<case_id>/why": "ssssss uuuu00 uuuu00 uu0000 000u00 -0u000 ------ ------ ------",
    "GET /cases/<case_id>/why/<result_key>": "ssssss ++++00 ++++00 ++0000 000+00 +0+000 +00000 ------ ------",
    "GET /rules/drafts": "s - + - - - - + +",
    "GET /rules/drafts/new/<draft_kind>": "s - + - - - - - -",
    "POST /rules/drafts/new/<draft_kind>": "s - u - - - - - -",
    "POST /rules/drafts/disk": "s - u - - - - - -",
    "GET /rules/drafts/<draft_id>": "s - + - - - - + -",
    "POST /rules/drafts/<draft_id>/rehearse": "s - + - - - - - -",
    "POST /rules/drafts/<draft_id>/confirm": "s - + - - - - + -",
    "POST /rules/drafts/<draft_id>/drop": "s - + - - - - - -",
    "POST /rules/drafts/<draft_id>/renew": "s - u - - - - - -",
    "POST /rules/drafts/<draft_id>/publish": "s - c - - - - - -",
}
