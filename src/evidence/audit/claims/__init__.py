"""Statements about other studies, compared with the results coded for those studies."""
