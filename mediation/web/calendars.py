"""Calendars as text: a FeedContent in the language of its address, by RFC 5545."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import icalendar
from flask_babel import force_locale

from mediation.domain.worktime import ZONE
from mediation.office.records.roster import FeedContent, FeedEvent
from mediation.web.language import LOCALES
from mediation.web.show import say

PRODUCT = "-//mediation//duty roster//ZH"
REFRESH = timedelta(hours=1)
ZONE_FROM = date(2020, 1, 1)
ZONE_UNTIL = date(2038, 1, 1)


def written(content: FeedContent) -> bytes:
    """Return the calendar; the same content gives the same bytes."""
    with force_locale(LOCALES[content.locale]):
        calendar = icalendar.Calendar()
        calendar.add("version", "2.0")
        calendar.add("prodid", PRODUCT)
        calendar.add("calscale", "GREGORIAN")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", say(content.name))
        calendar.add("x-wr-timezone", ZONE.key)
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add_component(icalendar.Timezone.from_tzid(ZONE.key, first_date=ZONE_FROM, last_date=ZONE_UNTIL))
        for one in content.events:
            calendar.add_component(_event(one, content.place))
        return calendar.to_ical()


def _event(one: FeedEvent, place: str) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"{one.uid}@mediation")
    event.add("dtstamp", one.changed_at)
    event.add("last-modified", one.changed_at)
    event.add("sequence", one.sequence)
    event.add("dtstart", _local(one.begins))
    event.add("dtend", _local(one.ends))
    event.add("summary", say(one.summary))
    if one.details:
        event.add("description", "\n".join(say(line) for line in one.details))
    if isinstance(one.begins, datetime):
        event.add("location", place)
    event.add("status", "CANCELLED" if one.cancelled else "TENTATIVE" if one.tentative else "CONFIRMED")
    event.add("transp", "OPAQUE" if isinstance(one.begins, datetime) and not one.cancelled else "TRANSPARENT")
    return event


def _local(value: datetime | date) -> datetime | date:
    """Return an instant in station time; a day stays a day."""
    return value.astimezone(ZONE) if isinstance(value, datetime) else value
