"""The one base of the errors that are messages to a reviewer."""


class EvidenceError(Exception):
    """Every error that is a message to a reviewer; the command line prints it and leaves with 1."""
