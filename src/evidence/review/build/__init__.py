"""From coded tables to derived tables, figures, manuscript tables and executed notebooks."""
