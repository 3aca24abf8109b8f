"""What comes after mediation: endings and their grounds, routes to a title, payments, visits, satisfaction, packets."""
