"""The people of a case: parties and who acts for them, the chain of employers, one page of a person or a firm.

What the other parts of the mediation room use:
    parties(session, case_id) -> tuple[PartyLine, ...]            with representatives and signs of the chain
    representatives_of(session, party_id, on) -> list[AgentLine]  in force on the day; `.may("settle")`, `.may("sign")`
"""

from mediation.office.people.lines import AgentLine, PartyLine, SignLine, parties, representatives_of

__all__ = ["AgentLine", "PartyLine", "SignLine", "parties", "representatives_of"]
