"""The case book of a joint mediation station; README.md has the map of the rooms and the way imports point."""
