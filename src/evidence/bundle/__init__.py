"""A review as one archive to deposit."""
