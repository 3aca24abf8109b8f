"""Tables, one subject a file; importing this package knows them all."""

from mediation.models import history, session, station, user

__all__ = ["history", "session", "station", "user"]
