"""Responses, residual disease and lines of therapy, made comparable."""
