"""What the commands audit, figures and verify print."""
