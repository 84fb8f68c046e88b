"""One way to spoil the clean tables for every check: what it must find, on tables in which it finds
nothing.
"""

from tests.unit.audit.spoiling import add, again, put
from tests.unit.audit.spoilt_values import VALUES

SPOILS = VALUES | {
    "interval_recomputed": [put("timeline", 8, when_as_reported="16 months later, in May 1999")],
    "order_of_events": [put("timeline", 1, when_as_reported="5 May 1990")],
    "time_reported_twice": [put("assessments", time_as_reported="1 May 2020")],
    "transplant_dated_twice": [put("transplants", date_as_reported="1 May 2020")],
    "day_convention_open": [put("timeline", 3, day_convention="")],
    "day_counts_differ": [put("timeline", 5, day_convention="day_0")],
    "age_against_dates": [add("characteristics", timing="at_index", value="60")],
    "status_out_of_date": [
        put("follow_up", until_as_reported="currently"),
        put("documents", received_as_reported="1 May 2031"),
    ],
    "follow_up_after_submission": [put("documents", received_as_reported="1 May 2001")],
    "follow_up_without_start": [put("follow_up", counted_from_as_reported="")],
    "follow_up_without_length": [put("follow_up", length_as_reported="")],
    "first_dose_undated": [put("timeline", 2, when_as_reported="")],
    "start_and_end_in_one_year": [
        add("timeline", event="therapy_start", when_as_reported="in 2015", sequence=11),
        add("timeline", event="therapy_end", when_as_reported="since 2015", sequence=12),
    ],
    "publication_order": [put("documents", received_as_reported="1 May 2098")],
    "partial_response_blasts": [put("assessments", response="pr")],
    "remission_with_blasts": [put("assessments", 1, result_as_reported="12% of blasts")],
    "remission_with_mrd": [
        put(
            "assessments", 2, comparator="equal", result_as_reported="1.8%", response="mrd_positive"
        )
    ],
    "therapy_remission_with_mrd": [put("therapies", response="cr", mrd_as_reported="1.8%")],
    "remission_with_growing_disease": [
        add(
            "assessments",
            1,
            compartment="extramedullary",
            method="pet_ct",
            response="progressive_disease",
            result_as_reported="",
        )
    ],
    "remission_present_before": [put("assessments", result_as_reported="3% of blasts")],
    "mrd_contradicted": [
        add(
            "assessments",
            2,
            comparator="equal",
            result_as_reported="2.68×10^-5",
            response="not_reported",
        )
    ],
    "mrd_counted_by_morphology": [
        put(
            "assessments",
            term_as_reported="MRD-positive relapse",
            result_as_reported="3% of blasts",
        )
    ],
    "molecular_by_cells": [put("assessments", term_as_reported="molecular relapse")],
    "terms_differ": [add("assessments", 1, response="no_response", result_as_reported="")],
    "mrd_rose": [
        put(
            "assessments", 2, comparator="equal", result_as_reported="0.1%", response="mrd_positive"
        ),
        add("assessments", 2, sequence=0, timeline_id="report1.i2", result_as_reported="0.001%"),
    ],
    "level_repeated": [
        put(
            "assessments", 2, comparator="equal", result_as_reported="0.1%", response="mrd_positive"
        ),
        add("assessments", 2, sequence=9, timeline_id="report1.i9"),
    ],
    "negative_unqualified": [put("assessments", 2, sensitivity_as_reported="")],
    "response_without_kind": [
        put(
            "assessments",
            1,
            response="response",
            result_as_reported="",
            term_as_reported="excellent response",
        )
    ],
    "relapses_counted": [put("characteristics", 7, value="4")],
    "mild_with_severe_grade": [
        add("events", 2, event="any_adverse_event", grade_as_reported="mild")
    ],
    "event_reported_and_denied": [add("events", occurred="yes")],
    "denied_as_a_whole": [
        add("events", event="any_adverse_event", term_as_reported="no adverse events")
    ],
    "word_against_value": [put("events", 3, grade_as_reported="mild")],
    "answer_without_statement": [put("events", term_as_reported="")],
    "statement_without_answer": [put("events", occurred="not_reported")],
    "characteristic_silent": [put("characteristics", 4, value="not_reported")],
    "vod_not_reported": [put("events", occurred="not_reported", term_as_reported="")],
    "vod_without_details": [put("events", occurred="yes")],
    "essential_not_reported": [put("characteristics", 5, value="not_reported")],
    "specimen_not_reported": [put("laboratory", 3, analyte="blasts_specimen_not_stated")],
    "sign_missing": [put("characteristics", 9, as_reported="CD19+, CD22")],
    "phenotype_turned": [add("characteristics", 9, as_reported="CD19-, CD22+")],
    "karyotype_malformed": [put("characteristics", 8, as_reported="53XY")],
    "claim_not_supported": [put("claims", value_as_reported="12.0%")],
    "claim_of_other_measure": [put("claims", measure="cr")],
    "author_wrong": [put("claims", author_named_as_reported="Wiley")],
    "antigen_lost": [
        add("assessments", 1, marker="CD22", comparator="equal", result_as_reported="64%"),
        add(
            "assessments",
            1,
            sequence=9,
            marker="CD22",
            comparator="not_detected",
            term_as_reported="CD22 negative",
        ),
    ],
    "given_together": [
        put("therapies", 1, response="cr", response_as_reported="remission"),
        put("therapies", 2, role="concomitant", therapy_class="steroid", as_reported="steroids"),
    ],
    "level_below_method": [
        put(
            "assessments",
            2,
            comparator="equal",
            result_as_reported="2.68×10^-5",
            sensitivity_as_reported="",
            response="mrd_positive",
        )
    ],
    "cycles_before_transplant": [put("characteristics", 6, value="4", as_reported="4")],
    "protocol_before_it_began": [
        put("therapies", 0, phase="first_line", protocol="PROTOCOL 2080"),
        put("protocol_starts", named="PROTOCOL", first_enrolment="May 2080"),
    ],
    "harm_not_in_abstract": [put("events", 0, locator="Abstract ¶1")],
    "author_by_given_name": [
        put("claims", author_named_as_reported="Trilby"),
        put("author_given_names", given_name="Trilby", family_name="Trialist1"),
    ],
    "author_misprinted": [put("claims", author_named_as_reported="Trilaist1 et al.")],
    "figure_without_reference": [put("claims", reference_as_reported="")],
    "reference_twice": [add("citations", reference_number=2)],
    "first_author_wrong": [put("citations", first_author_as_reported="Stock")],
    "year_wrong": [put("citations", year_as_reported="2012")],
    "cited_before_published": [put("citations", year_as_reported="2100")],
    "title_before_its_subject": [put("documents", 1, title="Inotuzumab and SARS-CoV-2")],
    "volume_in_two_years": [
        put("documents", 3, container_title="Journal of Trials 1", volume="1", year="2011")
    ],
    "reference_incomplete": [put("documents", 1, volume="")],
    "mark_without_reference": [put("citation_contexts", reference_as_reported="[811]")],
    "cited_out_of_order": [
        add("citations", reference_number=2),
        put("citation_contexts", reference_number=2),
        add("citation_contexts", reference_number=1),
    ],
    "cited_off_subject": [put("documents", 1, title="Cytokines in influenza")],
    "cited_for_opposite": [
        put("claims", population_as_reported="Ph-negative"),
        put("documents", 1, title="Inotuzumab in Ph-positive leukaemia"),
    ],
    "cited_for_other_protocol": [
        put("citation_contexts", subject="protocol", cited_for="trial AALL15P1"),
        put("documents", 1, title="Results of Interfant-06"),
    ],
    "cited_for_other_transplant": [
        put("citation_contexts", subject="protocol"),
        put("documents", 1, title="Autologous transplantation in lymphoma"),
    ],
    "family_pooled_twice": [add("pool_rows")],
    "trial_in_two_families": [put("studies", 1, trial_identifier="NCT00000001")],
    "same_patient": [again],
    "case_in_a_series": [
        put(
            "documents",
            1,
            kind="observational",
            authors_as_reported="Reporter1 A; Helper1 B; Other C",
        )
    ],
}
