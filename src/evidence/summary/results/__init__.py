"""Results of the review: cases counted, trials tabulated, proportions pooled."""
