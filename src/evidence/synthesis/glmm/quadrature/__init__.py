"""Integrals over the random effect: rules of nodes, nodes laid anew, nodes held fixed."""
