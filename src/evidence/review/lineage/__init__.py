"""The chain from a result back to the rows, and the places, that it was coded from."""
