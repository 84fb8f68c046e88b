"""What every check shares: findings, and numbers read from reported text."""
