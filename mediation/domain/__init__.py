"""What the law and the station say, as pure Python: no web, no database, no clock, no environment.

A `casefile` becomes `facts`, facts stand in a `situation`, the `rulebook` and its `engine` decide it (`decision`,
`results`), `workdays` and `clocks` count its dates, `claims` its sums; `explain` reads the same rules a second time to
say why.
"""
