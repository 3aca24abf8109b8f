"""The law of wage talks: places with their periods (`place`), teams, clauses, offers, votes, costing; all pure."""
