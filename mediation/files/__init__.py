"""Files that people hand in: what they are by their content, looked into and bound together in confined children."""
