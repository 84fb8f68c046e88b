"""Checks of haematology: terms against criteria, residual disease, doses against the label."""
