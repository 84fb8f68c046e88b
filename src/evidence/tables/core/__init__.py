"""What every table shares: cells, labels, number format, references."""
