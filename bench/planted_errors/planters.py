"""Every error that is planted, with the check that is meant to find it."""

from bench.planted_errors.particular_errors import (
    antigen_denied,
    claim_denominator_changed,
    date_shifted,
    denominator_below_events,
    denominator_changed,
    entry_repeated,
    first_author_changed,
    interval_changed,
    patient_duplicated,
    protocol_of_later_years,
    reference_swapped,
    transplant_date_shifted,
    year_changed,
)
from bench.planted_errors.plant import Planter, anywhere, digits_swapped, replaced, substituted

PERCENT_ROWS = (
    "numerator_basis == 'reported' and percent_as_reported != '' and unit == '' and not "
    "events.isna() and not n.isna()"
)


INTERVAL_ROWS = (
    "low_as_reported != '' and percent_as_reported != '' and unit == '' and not events.isna() "
    "and not n.isna()"
)


FLOW_ROWS = (
    "is_mrd == 'yes' and method == 'flow_cytometry' and comparator == 'equal' and "
    "sensitivity_as_reported == ''"
)


HARM_ROWS = (
    "occurred == 'yes' and phase == 'on_index' and document_id != 'lattupally_letter' and "
    "not locator.str.contains('Abstract|Summary|Message')"
)


TURNED_TO_ABSENT = "direction == 'present' and measure == 'cr_or_cri'"


RATIO_ROWS = "low_as_reported != '' and effect_measure != 'risk_difference'"


MARROW_ROWS = (
    "compartment == 'marrow' and is_mrd == 'no' and method in ['morphology', "
    "'flow_cytometry'] and marker not in ['CD22'] and response not in ['cr', 'pr']"
)


def planters(supported: frozenset[str]) -> tuple[Planter, ...]:
    """Every planter; ``supported`` are the claims whose citation can be swapped."""
    return (
        Planter(
            "unit slip",
            "laboratory_implausible",
            substituted("laboratory", "value_as_reported", r"\s*g/dL$", " g/L"),
        ),
        Planter(
            "unit slip",
            "laboratory_implausible",
            substituted("laboratory", "value_as_reported", r"/μL$", " × 10^9/L"),
        ),
        Planter(
            "unit slip",
            "laboratory_implausible",
            substituted("laboratory", "value_as_reported", r"^(\d\d[\d.]*)%$", r"\1"),
        ),
        Planter(
            "unit slip",
            "unit_missing",
            substituted("laboratory", "value_as_reported", r"\s*(?:g/dL|g/L|/[lL])$", ""),
        ),
        Planter(
            "unit slip",
            "radiation_impossible",
            substituted("doses", "dose_as_reported", r"cGy", "Gy"),
        ),
        Planter(
            "unit slip",
            "dose_above_limit",
            substituted(
                "doses", "dose_as_reported", r"mg/m²$", "mg/kg", "agent != 'inotuzumab_ozogamicin'"
            ),
        ),
        Planter(
            "unit slip",
            "dose_above_limit",
            substituted(
                "doses", "dose_as_reported", r"mg/m²$", "g/m²", "agent != 'inotuzumab_ozogamicin'"
            ),
        ),
        Planter(
            "unit slip",
            "dose_above_limit",
            substituted("doses", "dose_as_reported", r"^(\d+) mg$", r"\1 g"),
        ),
        Planter(
            "unit slip",
            "absolute_dose",
            substituted(
                "doses",
                "dose_as_reported",
                r"mg/m(?:²|\^2)$",
                "mg",
                "agent == 'inotuzumab_ozogamicin'",
            ),
        ),
        Planter(
            "swapped digits",
            "percent_of_count",
            digits_swapped("outcomes", "percent_as_reported", PERCENT_ROWS),
        ),
        Planter(
            "swapped digits",
            "proportion_interval",
            digits_swapped("outcomes", "low_as_reported", INTERVAL_ROWS),
        ),
        Planter(
            "swapped digits",
            "proportion_interval",
            digits_swapped("outcomes", "high_as_reported", INTERVAL_ROWS),
        ),
        Planter(
            "swapped digits",
            "ratio_off_centre",
            digits_swapped("effects", "low_as_reported", RATIO_ROWS),
        ),
        Planter(
            "swapped digits",
            "ratio_off_centre",
            digits_swapped("effects", "high_as_reported", RATIO_ROWS),
        ),
        Planter(
            "swapped digits",
            "dose_off_label",
            digits_swapped(
                "doses",
                "dose_as_reported",
                (
                    "agent == 'inotuzumab_ozogamicin' and given == 'given' and "
                    "dose_as_reported.str.contains('m')"
                ),
            ),
        ),
        Planter("shifted dates", "order_of_events", date_shifted),
        Planter("shifted dates", "interval_recomputed", interval_changed),
        Planter("shifted dates", "transplant_dated_twice", transplant_date_shifted),
        Planter("changed denominators", "percent_of_count", denominator_changed),
        Planter("changed denominators", "events_within_n", denominator_below_events),
        Planter("changed denominators", "claim_percent_of_count", claim_denominator_changed),
        Planter("swapped citations", "claim_not_supported", reference_swapped(supported)),
        Planter(
            "turned directions",
            "claim_not_supported",
            replaced("claims_of_direction", "direction", "lower", "direction == 'higher'"),
        ),
        Planter(
            "turned directions",
            "claim_not_supported",
            replaced("claims_of_direction", "direction", "absent", TURNED_TO_ABSENT),
        ),
        Planter("swapped citations", "reference_twice", entry_repeated),
        Planter("swapped citations", "first_author_wrong", first_author_changed),
        Planter("swapped citations", "year_wrong", year_changed),
        Planter(
            "dropped negations",
            "statement_without_answer",
            replaced(
                "events", "occurred", "not_reported", "occurred == 'no' and term_as_reported != ''"
            ),
        ),
        Planter(
            "dropped negations",
            "answer_without_statement",
            anywhere(
                replaced(
                    "events",
                    "occurred",
                    "no",
                    "occurred == 'not_reported' and term_as_reported == ''",
                )
            ),
        ),
        Planter(
            "dropped negations",
            "characteristic_silent",
            replaced(
                "characteristics",
                "value",
                "not_reported",
                "value in ['no', 'negative'] and basis != 'not_reported'",
            ),
        ),
        Planter(
            "dropped negations",
            "characteristic_silent",
            replaced(
                "characteristics",
                "value",
                "no",
                (
                    "value == 'not_reported' and basis == 'not_reported' and "
                    "item.str.startswith('prior')"
                ),
            ),
        ),
        Planter(
            "changed responses",
            "remission_with_blasts",
            replaced(
                "assessments",
                "response",
                "cr",
                MARROW_ROWS
                + " and result_as_reported.str.contains('^(?:[1-9][0-9])(?:[.][0-9]+)?%')",
            ),
        ),
        Planter("duplicated patients", "same_patient", patient_duplicated),
        Planter("lost antigens", "antigen_lost", antigen_denied),
        Planter("anachronisms", "protocol_before_it_began", protocol_of_later_years),
        Planter(
            "hidden causes",
            "given_together",
            replaced(
                "therapies",
                "therapy_class",
                "steroid",
                "agents == 'ursodeoxycholic_acid' and document_id != 'lattupally_letter'",
            ),
        ),
        Planter(
            "hidden causes",
            "level_below_method",
            substituted("assessments", "result_as_reported", r"^\d.*$", "3×10^-5", FLOW_ROWS),
        ),
        Planter(
            "off the label",
            "cycles_before_transplant",
            replaced("characteristics", "value", "5", "item == 'index_cycles'"),
        ),
        Planter(
            "harms left out",
            "harm_not_in_abstract",
            replaced("events", "grade_as_reported", "grade 4", HARM_ROWS),
        ),
        Planter(
            "swapped citations",
            "author_by_given_name",
            replaced(
                "claims",
                "author_named_as_reported",
                "Hagop",
                "author_named_as_reported == 'INO-VATE'",
            ),
        ),
        Planter(
            "rounded p values",
            "p_reported_as_zero",
            substituted("effects", "p_as_reported", r"^.*\d.*$", "0.000"),
        ),
        Planter(
            "rounded p values",
            "p_reported_as_zero",
            substituted("claims", "p_as_reported", r"^.*\d.*$", "p = 0.00"),
        ),
    )
