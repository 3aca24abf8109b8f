"""What the pages of consent, service and times are made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from mediation.domain.refusals import Problem
from mediation.domain.serving import NEXT, Owed
from mediation.models.consent import Consent, Invitation, Service
from mediation.models.document import Document
from mediation.models.party import Party
from mediation.models.sitting import Room, Sitting, SittingSlot
from mediation.models.user import User
from mediation.office.consents.sharing import Lacking
from mediation.office.evidence.lines import EvidenceLine
from mediation.office.records import CaseHeader, DeadlineRecord


@dataclass(frozen=True)
class InvitationLine:
    """One invitation with what may become of it."""

    row: Invitation
    made_by: str

    @property
    def next(self) -> tuple[str, ...]:
        """Give the states it may pass into."""
        return NEXT.get(self.row.state, ())


@dataclass(frozen=True)
class PartyAnswers:
    """One party: what it says to mediation now and said before, to what else, how it was invited.

    `stated` is what the facts of the case say of its side, where no party of it has answered for itself.
    """

    party: Party
    now: Consent | None
    before: tuple[Consent, ...]
    others: Mapping[str, Consent]
    stated: bool | None
    invitations: tuple[InvitationLine, ...]
    days_failed: int
    channel: str
    may_invite: bool
    agents: tuple[str, ...]

    @property
    def open_invitation(self) -> bool:
        """Tell whether an invitation waits for its result."""
        return any(one.row.state in ("made", "sent") for one in self.invitations)


@dataclass(frozen=True)
class ConsentsPage:
    """What the parties of a case said; the clocks that run by it; what must follow a refusal."""

    header: CaseHeader
    parties: tuple[PartyAnswers, ...]
    sides: Mapping[str, bool | None]
    people: Mapping[str, str]
    clocks: tuple[DeadlineRecord, ...]
    limitation: tuple[DeadlineRecord, ...]
    refused: bool
    accepted: bool
    notice: Document | None
    sittings: tuple[Sitting, ...]
    evidence: tuple[EvidenceLine, ...]
    gateway: bool
    owed: int
    open: bool
    needed_days: int
    called_off: tuple[int, ...] = ()
    to_stop: tuple[tuple[Sitting, list[Problem]], ...] = ()  # recorded or public now, without the consent of all there
    unshared: tuple[Lacking, ...] = ()
    desks: tuple[str, ...] = ()


@dataclass(frozen=True)
class ServiceLine:
    """One proof of service with its paper; `receipt` is the issued proof (送达回证)."""

    row: Service
    document: Document | None
    noted_by: str
    receipt: Document | None


@dataclass(frozen=True)
class PartyServices:
    """One party: what it has still to get, what it got, which papers may be handed to it."""

    party: Party
    owed: tuple[Owed, ...]
    done: tuple[ServiceLine, ...]
    papers: tuple[Document, ...]


@dataclass(frozen=True)
class ServicesPage:
    """What was handed to whom, and what is still to be."""

    header: CaseHeader
    parties: tuple[PartyServices, ...]
    documents: Mapping[str, Document]
    evidence: tuple[EvidenceLine, ...]
    owed: int


@dataclass(frozen=True)
class SlotLine:
    """One offered time as it stands now."""

    row: SittingSlot
    state: str
    room: str


@dataclass(frozen=True)
class Arranging:
    """One planned session with the times offered for it; without a time of its own it is still being arranged."""

    sitting: Sitting
    mediator: str
    slots: tuple[SlotLine, ...]

    @property
    def waiting(self) -> bool:
        """Tell whether a time is on offer or was accepted by one side."""
        return self.sitting.starts_at is None and any(one.state in ("offered", "accepted") for one in self.slots)


@dataclass(frozen=True)
class TimesPage:
    """The sessions of a case that are being arranged, and the form for more times."""

    header: CaseHeader
    arranging: tuple[Arranging, ...]
    staff: tuple[User, ...]
    rooms: tuple[Room, ...]
    may: bool
    owed: int
    now: datetime
