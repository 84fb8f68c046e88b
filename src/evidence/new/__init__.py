"""A new review: its dictionary, and every file that it begins with."""
