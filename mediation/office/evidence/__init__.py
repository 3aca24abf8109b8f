"""Evidence of a case: taken in file by file, sealed piece by piece, shown to whom it may be shown, never deleted.

What the other parts of the mediation room use:
    add(case_id, Upload(name, stream), Details(kind, …), *, by, now) -> id     commits by itself, piece by piece
    of_case(session, case_id, user) -> list[EvidenceLine]                      what is kept, in its order
    attachable(session, case_id, user, kinds=()) -> list[EvidenceLine]         what a form may point at
    attached(session, case_id, evidence_id, user) -> str | None                the checked choice of such a form
    stream(session, evidence_id, user) -> Iterator[bytes]                      the bytes; the caller notes the reading
"""

from mediation.office.evidence.keeping import Details, Upload, add
from mediation.office.evidence.lines import EvidenceLine, attachable, attached, of_case
from mediation.office.evidence.reading import stream

__all__ = ["Details", "EvidenceLine", "Upload", "add", "attachable", "attached", "of_case", "stream"]
