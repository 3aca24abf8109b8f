"""Tests of the pages about sessions and offers."""
