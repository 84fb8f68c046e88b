"""Risk of bias as traffic lights and as a summary."""
