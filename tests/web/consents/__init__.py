"""The pages of consent, invitations, service and times."""
