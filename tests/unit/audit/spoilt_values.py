"""What spoils the clean tables for the checks of numbers, intervals, units and doses."""

from tests.unit.audit.spoiling import add, new, put

VALUES = {
    "percent_of_count": [put("outcomes", percent_as_reported="12.3")],
    "claim_percent_of_count": [
        put(
            "claims",
            value_as_reported="about 20%",
            numerator_as_reported="5",
            denominator_as_reported="32",
        )
    ],
    "percent_has_count": [
        put("outcomes", numerator_basis="not_stated", events=None, n=34, percent_as_reported="64")
    ],
    "events_within_n": [put("outcomes", events=150)],
    "claim_events_within_n": [
        put("claims", numerator_as_reported="9", denominator_as_reported="7")
    ],
    "part_exceeds_whole": [
        add(
            "outcomes",
            measure="mrd_negative_of_responders",
            analysis_set="responders",
            events=110,
            n=115,
        )
    ],
    "parts_add_up": [
        add("outcomes", measure="cr", events=50),
        add("outcomes", measure="cri", events=30),
    ],
    "denominator_within_parent": [
        add(
            "outcomes",
            measure="mrd_negative_of_responders",
            analysis_set="responders",
            events=60,
            n=100,
        )
    ],
    "characteristic_reported_twice": [add("characteristics", 6, value="4")],
    "laboratory_reported_twice": [add("laboratory", value_as_reported="7.1 g/dL")],
    "outcome_reported_twice": [add("outcomes", events=72)],
    "status_reported_twice": [add("follow_up", on_index="yes")],
    "ratio_off_centre": [put("effects", estimate_as_reported="0.900")],
    "estimate_outside_interval": [put("effects", estimate_as_reported="2.000")],
    "ratio_against_p": [put("effects", p_as_reported="0.4")],
    "p_reported_as_zero": [put("effects", p_as_reported="0.000")],
    "proportion_interval": [put("outcomes", low_as_reported="10.0")],
    "proportion_level": [put("outcomes", level_percent=90.0)],
    "prediction_within_interval": [
        new(
            "published_pools",
            published_pool_id="lao_2025.m2",
            document_id="lao_2025",
            measure="cr",
            low_as_reported="58.6",
            high_as_reported="82.5",
            prediction_low_as_reported="3.3",
            prediction_high_as_reported="76.9",
            locator="abstract",
        )
    ],
    "significance_at_boundary": [
        put(
            "effects",
            level_percent=97.5,
            estimate_as_reported="0.77",
            low_as_reported="0.58",
            high_as_reported="1.03",
            p_as_reported="0.04",
        )
    ],
    "claim_of_significance": [
        put(
            "effects",
            level_percent=97.5,
            estimate_as_reported="0.77",
            low_as_reported="0.58",
            high_as_reported="1.03",
            p_as_reported="0.04",
        ),
        put(
            "claims",
            measure="overall_survival",
            value_as_reported="0.77",
            comparator_value_as_reported="",
        ),
        new(
            "claims_of_significance",
            significance_id="report1.g1",
            claim_id="report1.c1",
            document_id="report1",
            word_as_reported="significantly longer",
        ),
    ],
    "laboratory_implausible": [put("laboratory", value_as_reported="79 g/dL")],
    "unit_missing": [put("laboratory", 1, value_as_reported="0.9×10^9")],
    "thousands_by_dot": [put("laboratory", 1, value_as_reported="168.000/μL")],
    "decimal_marks_mixed": [put("doses", dose_as_reported="1,3 mg")],
    "ratio_in_copies": [
        put("assessments", 2, method="bcr_abl1_pcr", result_as_reported="0.03 copies")
    ],
    "superscript_lost": [put("assessments", 2, result_as_reported="10-3")],
    "share_above_one": [put("assessments", result_as_reported="164% of blasts")],
    "radiation_impossible": [put("doses", 4, dose_as_reported="1200 Gy")],
    "dose_above_limit": [put("doses", 3, dose_as_reported="200 mg/kg")],
    "absolute_dose": [put("doses", dose_as_reported="1.3 mg")],
    "cells_not_named": [put("doses", 3, dose_as_reported="1×10^6 /kg")],
    "dose_not_reported": [put("doses", dose_as_reported="")],
    "age_implausible": [put("characteristics", value="170")],
    "dose_off_label": [put("doses", dose_as_reported="1.8 mg/m²")],
    "day_off_label": [put("doses", 1, day_of_cycle=18)],
    "cycle_total": [put("doses", dose_as_reported="1.8 mg/m²")],
    "doses_in_cycle": [put("doses", administrations=2)],
    "cycles_above_label": [put("characteristics", 6, value="9")],
    "doses_too_close": [put("doses", 1, day_of_cycle=4)],
    "planned_not_given": [
        put("doses", 2, given="planned"),
        add("doses", 0, given="planned"),
        add("doses", 1, given="planned"),
    ],
    "cycle_contradicted": [add("doses", cycle=3)],
    "ambiguous_frequency": [put("doses", day_as_reported="bi-weekly")],
}
