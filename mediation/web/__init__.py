"""The pages: a view parses what was typed, calls one act in one transaction and redirects; `pages` lists them."""
