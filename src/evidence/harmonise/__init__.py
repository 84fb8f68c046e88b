"""From printed to comparable: numbers, units, dates, responses, MRD, doses."""
