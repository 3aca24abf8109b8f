"""Mutation testing: small faults put into a module one at a time, each of which some test must notice.

`make mutants` runs it (`__main__`). What survives is argued in kept.txt, or it fails.
"""
