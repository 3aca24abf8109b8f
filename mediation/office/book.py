"""One case as stored, with what belongs to it."""

from dataclasses import dataclass

from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.party import Party


@dataclass
class Book:
    """One case with its parties and claims, as stored."""

    case: Case
    parties: list[Party]
    claims: list[Claim]
