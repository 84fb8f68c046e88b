"""Figures that examine a meta-analysis: funnel, Baujat, radial, influence, GOSH and others."""
