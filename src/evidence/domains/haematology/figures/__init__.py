"""Kinds of figure that belong to haematology."""
