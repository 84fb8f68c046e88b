"""From reported to comparable: numbers, units, dates, doses, patients."""
