"""Tables, one subject a file; `every` knows them all."""
