"""What each party agreed to, how it was invited, what was served on it, which times were offered to it.

What the other parts of the mediation room use:
    standing(session, case_id) -> dict[(party_id, about), Consent]     the last answer to each question
    sides.of_case(session, case) -> {side: bool | None}                what each side says to mediation
    sides.align(session, case, now)                                    after parties came or left
    services.served(session, case_id, kind) -> list[Service]           proof that a paper was handed over
"""

from mediation.office.consents.sides import standing

__all__ = ["standing"]
