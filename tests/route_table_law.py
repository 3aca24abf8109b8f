"""What the routes of law as data answer, as tests/route_table.py explains it."""

LAW_ROUTES = {
    "GET /cases/<case_id>/clocks": "ssssss ++++00 ++++00 ++0000 000+00 +0+000 +00000 ------ ------",
    "POST /cases/<case_id>/clocks": "ssssss uuuu00 uuuu00 uu0000 000u00 -0u000 ------ ------ ------",
    "POST /cases/<case_id>/clocks/<entry_id>/resume": "ssssss cccc00 cccc00 cc0000 000c00 -0c000 ------ ------ ------",
    "POST /cases/<case_id>/clocks/<entry_id>/withdraw": "ssssss uuuu00 uuuu00 uu0000 000u00 -0u000 ------ ------ ------",
    "POST /cases/<case_id>/dates/<deadline_id>/met": "ssssss 000000 000000 000000 000000 000000 ------ ------ ------",
    "GET /cases/<case_id>/why": "ssssss ++++00 ++++00 ++0000 000+00 +0+000 +00000 ------ ------",
    "POST /cases/<case_id>/why": "ssssss uuuu00 uuuu00 uu0000 000u00 -0u000 ------ ------ ------",
    "GET /cases/<case_id>/why/<result_key>": "ssssss ++++00 ++++00 ++0000 000+00 +0+000 +00000 ------ ------",
}
