"""From reported to comparable: numbers, units, dates, responses, MRD, doses."""
