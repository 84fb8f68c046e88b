"""Pooling the studies of a table, for the command ``evidence pool``."""
