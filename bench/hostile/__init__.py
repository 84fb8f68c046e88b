"""Malformed input on every command: each must end in one message that names the place."""
