"""Tests of sessions, their notes and offers."""
