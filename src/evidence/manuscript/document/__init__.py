"""A manuscript as nodes of pandoc, with the tables and figures that are put into it."""
