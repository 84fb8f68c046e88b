"""The tables of the manuscript, one module each."""
