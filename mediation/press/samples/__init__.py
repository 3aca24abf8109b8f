"""Records of an invented dispute and invented talks, one module a kind of document: for the gallery and for tests."""
