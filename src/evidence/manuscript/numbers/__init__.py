"""Numbers by key, and those that were typed."""
