"""The evidence of a case as pages, forms and papers list it: who gave what, and whom it may be shown to."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain.refusals import N_, Problem, Refused
from mediation.files.kinds import PDF, TAKEN
from mediation.models.case import Case
from mediation.models.evidence import Evidence
from mediation.models.party import Party
from mediation.office import merged
from mediation.office.casebook import facts_of


@dataclass(frozen=True)
class EvidenceLine:
    """One file as it was handed in; `giver` "" is the station itself, `nth` its number in the case.

    `small`: there is a small picture; `active`: a reader may do something by itself on opening it; `mended`: it
    is damaged and what is said of its pages is what could be read; `twin`: the number of an earlier file of its bytes.
    """

    id: str
    nth: int
    title: str
    kind: str
    giver: str
    giver_id: str
    side: str
    given_at: datetime
    mime: str
    pages: int | None
    size: int
    name: str
    proves: str
    dated_on: date | None
    original_seen: bool | None
    shown_to: tuple[str, ...]
    state: str
    noted_by: str
    withdrawn_at: datetime | None
    withdrawn_why: str
    sha256: str
    small: bool
    active: bool
    mended: bool
    twin: int | None = None

    @property
    def form(self) -> str:
        """Give what kind of file it is, as a message of the catalogue."""
        return TAKEN[self.mime].name

    @property
    def picture(self) -> bool:
        """Tell whether it is a picture, which a page may show."""
        return TAKEN[self.mime].picture

    @property
    def bound(self) -> bool:
        """Tell whether its pages go into a bundle; of other files a sheet says where the original is."""
        return self.picture or self.mime == PDF

    def may_see(self, side: str) -> bool:
        """Tell whether a side may be shown it: the giver's own always, another only where that was said."""
        return side in (self.side, *self.shown_to)


def of_case(session: Session, case_id: str, user: Reader) -> list[EvidenceLine]:
    """Return what is kept of the evidence of a case, in its order; raises NotFound and Forbidden."""
    return [one for one in every(session, case_id, user) if one.state == "kept"]


def attachable(session: Session, case_id: str, user: Reader, kinds: Collection[str] = ()) -> list[EvidenceLine]:
    """Return what a form may point at: what is kept, those of `kinds` first; also of cases merged into this one."""
    kept = sorted(of_case(session, case_id, user), key=lambda one: (bool(kinds) and one.kind not in kinds, one.nth))
    return [*kept, *taken_over(session, case_id, user)]


def of_file(session: Session, case_id: str, user: Reader) -> list[EvidenceLine]:
    """Return what is bound of the evidence of a case: what is kept, then what is of cases merged into it."""
    return numbered_on(every(session, case_id, user), taken_over(session, case_id, user))


def numbered_on(own: Collection[EvidenceLine], merged: Iterable[EvidenceLine]) -> list[EvidenceLine]:
    """Return what is kept, then what others bring, numbered on; no number of what was withdrawn is given again."""
    last = max((one.nth for one in own), default=0)
    others = [replace(one, nth=nth) for nth, one in enumerate(merged, last + 1)]
    return [*(one for one in own if one.state == "kept"), *others]


def taken_over(session: Session, case_id: str, user: Reader) -> list[EvidenceLine]:
    """Return what is kept of cases merged into one, of those the user may read; each title says of which case it is."""
    found: list[EvidenceLine] = []
    for other, number in merged.numbers(session, session.get_one(Case, case_id)):
        case = Scope(session, user).get(Case, other)
        if access.may(user, "evidence.read", facts_of(session, case)):
            found += [replace(one, title=f"{one.title}（{number}）") for one in of_case(session, other, user)]
    return found


def attached(session: Session, case_id: str, evidence_id: str, user: Reader, field: str = "evidence_id") -> str | None:
    """Return the id of the piece that a form points at, None for none. Raises Refused for one that isn't kept here."""
    if not evidence_id:
        return None
    ids = [case_id, *(other for other, _ in merged.numbers(session, session.get_one(Case, case_id)))]
    kept = Scope(session, user).select(Evidence).where(
        Evidence.id == evidence_id[:64], col(Evidence.case_id).in_(ids), Evidence.state == "kept"
    )  # fmt: skip
    found = session.exec(kept).first()
    if found is None:
        raise Refused(Problem(N_("所选的证据不在本案，或者已经撤回，请重新选择"), field))
    return found.id


def every(session: Session, case_id: str, user: Reader) -> list[EvidenceLine]:
    """Return the evidence of a case, also what was withdrawn, in its order; raises NotFound and Forbidden."""
    scope = Scope(session, user)
    case = scope.get(Case, case_id)
    access.require(user, "evidence.read", facts_of(session, case))
    query = scope.select(Evidence).where(Evidence.case_id == case.id, Evidence.state != "arriving")
    rows = session.exec(query.order_by(col(Evidence.position), col(Evidence.given_at))).all()
    parties = parties_of(session, case.id)
    people = names(session, rows)
    first: dict[str, int] = {}
    return [line(one, parties, people, first.setdefault(one.sha256, one.position)) for one in rows]


def parties_of(session: Session, case_id: str) -> dict[str, Party]:
    """Return the parties of a case by id, in their order."""
    query = select(Party).where(Party.case_id == case_id).order_by(col(Party.side), col(Party.position))
    return {one.id: one for one in session.exec(query)}


def names(session: Session, rows: Collection[Evidence]) -> dict[str, str]:
    """Return the names of the people who took the files in, by id."""
    from mediation.office.cases import names_of

    return names_of(session, next(iter(rows)).station_id) if rows else {}


def line(row: Evidence, parties: Mapping[str, Party], people: Mapping[str, str], first: int) -> EvidenceLine:
    """Return one row as it is listed; `first` is the number of the first file of its bytes."""
    giver = parties.get(row.party_id or "")
    return EvidenceLine(
        id=row.id, nth=row.position, title=row.title, kind=row.kind, giver=giver.name if giver else "",
        giver_id=row.party_id or "", side=giver.side if giver else "", given_at=row.given_at, mime=row.mime,
        pages=row.pages, size=row.size, name=row.name, proves=row.proves, dated_on=row.dated_on,
        original_seen=row.original_seen, shown_to=tuple(row.shown_to), state=row.state,
        noted_by=people.get(row.noted_by or "", ""), withdrawn_at=row.withdrawn_at, withdrawn_why=row.withdrawn_why,
        sha256=row.sha256, small=bool(row.about.get("small")), active=bool(row.about.get("active")),
        mended=bool(row.about.get("mended")),
        twin=first if first != row.position else None,
    )  # fmt: skip
