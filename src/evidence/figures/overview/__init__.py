"""Figures of a whole review: evidence map, citations, claims, PRISMA flow, timelines."""
