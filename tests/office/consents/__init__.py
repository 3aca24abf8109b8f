"""Consent, invitations, service of papers, times offered."""
