"""A session as it is stored, for the forms that several may have open at once: its plan, who came, whether recorded."""

from __future__ import annotations

from flask_babel import gettext

from mediation.office.sittings.records import SittingPage
from mediation.web import sittings_form
from mediation.web.editing import CHANGED, Difference, differences, refuse_outdated, seal
from mediation.web.sittings_words import ATTENDANCE, FIELD_NAMES, FORMS, PUBLIC, RECORDINGS
from mediation.web.typed import Typed

CAME = "came."
AT = {"plan": "on", "came": "attendance", "recording": "recording"}
"""The forms, and the field at which it is said that others were faster."""


def stored(page: SittingPage) -> Typed:
    """Return what the forms of a session's page show when nothing was typed."""
    row = page.row.sitting
    typed = sittings_form.planned(row)
    typed.values |= recorded(page).values
    for one in page.attending:
        typed.values |= {
            f"{CAME}{one.party.id}.state": one.state, f"{CAME}{one.party.id}.people": one.people,
            f"{CAME}{one.party.id}.why": one.why,
        }  # fmt: skip
    return typed


def recorded(page: SittingPage) -> Typed:
    """Return whether a session is recorded and public, as it is stored."""
    row = page.row.sitting
    return Typed({"recording": row.recording, "in_public": "yes" if row.in_public else "no"})


def refuse_faster(typed: Typed, page: SittingPage, form: str) -> None:
    """Raise Outdated if somebody else stored the form `form` since it was opened."""
    refuse_outdated(typed, _part(stored(page), page, form), AT[form])


def seals(typed: Typed, page: SittingPage) -> dict[str, str]:
    """Return what each form says of the version that it shows: one that is shown again keeps what it said."""
    found = {form: seal(_part(stored(page), page, form)) for form in AT}
    if typed.problems and not _faster(typed) and typed("seen"):
        found[_form_of(typed)] = typed("seen")
    return found


def versions(typed: Typed, page: SittingPage) -> tuple[Difference, ...]:
    """Return both versions of what differs, where somebody else was faster."""
    if not _faster(typed):
        return ()
    form = _form_of(typed)
    mine, theirs = _part(typed, page, form), _part(stored(page), page, form)
    theirs.labels = {name: gettext(text) for name, text in FIELD_NAMES.items()}
    state = theirs.labels["attendance"]
    for one in page.attending:
        said = {"state": state, "people": gettext("谁来"), "why": gettext("说明")}
        theirs.labels |= {f"{CAME}{one.party.id}.{name}": f"{one.party.name} · {text}" for name, text in said.items()}
    return differences(mine, theirs, _words(page))


def _faster(typed: Typed) -> bool:
    return any(one.message == CHANGED for one in typed.problems)


def _form_of(typed: Typed) -> str:
    return next((form for form, name in AT.items() if name in typed.values), "came")


def _part(typed: Typed, page: SittingPage, form: str) -> Typed:
    """Return the fields of one form alone."""
    if form == "came":
        return Typed({name: text for name, text in typed.values.items() if name.startswith(CAME)})
    own = (sittings_form.planned(page.row.sitting) if form == "plan" else recorded(page)).values
    return Typed({name: text for name, text in typed.values.items() if name in own})


def _words(page: SittingPage) -> dict[str, str]:
    """Return the words of what the forms say by codes and ids."""
    codes = {code: gettext(text) for code, text in {**FORMS, **ATTENDANCE, **RECORDINGS, **PUBLIC}.items()}
    people = {one.id: one.display_name or one.name for one in page.choices.staff}
    return codes | people | {one.id: one.name for one in page.choices.rooms}
