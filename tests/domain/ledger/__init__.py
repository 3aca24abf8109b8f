"""Tests of reading ledgers."""
