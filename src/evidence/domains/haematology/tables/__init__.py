"""Tables of the manuscript that belong to haematology."""
