"""Parties, the chain of employers, one page of a person, splits."""
