"""What changed since a revision, and which results moved with it."""
