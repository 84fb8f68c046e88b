"""What is written to disk: whole or not at all, in one form of CSV, by one process at a time."""
