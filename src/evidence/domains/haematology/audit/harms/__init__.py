"""What reports of harms and of genetics leave unanswered."""
