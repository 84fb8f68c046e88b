"""The columns of the table of responses, also where no evaluation is coded."""

COLUMNS = [
    *("response_id", "patient_id", "document_id", "evaluation", "compartment", "author_term"),
    *("response", "evaluable_at_baseline", "blasts_below_5_percent", "no_extramedullary_disease"),
    *("mrd_below_1_percent", "count_recovery", "phase", "day_low", "day_high", "next_therapy"),
    *("before_next_therapy", "rule", "sources"),
]
