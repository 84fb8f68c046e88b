"""Haematology: residual disease, compartments, responses, transplants and their complications."""

import tomllib
from importlib.resources import files

from evidence.audit.core.check import checks_in
from evidence.coded.needed import columns_needed_by
from evidence.domains.definitions import Definitions
from evidence.domains.derived_table import case_columns_in, derived_tables_in
from evidence.domains.haematology import case_columns, derived_tables
from evidence.domains.haematology.harmonise.check_readable import SCALES
from evidence.domains.haematology.map_items import MAP_ITEMS
from evidence.domains.haematology.summary.mrd import mrd_rows
from evidence.domains.haematology.summary.sequence_words import treatment_sequence
from evidence.domains.haematology.summary.swimmer_words import swimmer
from evidence.domains.haematology.summary.timeline_words import patient_timelines
from evidence.domains.haematology.tables.line_list_responses import line_list_responses
from evidence.domains.haematology.tables.response_terms import response_terms, response_vocabulary

COMPARTMENT_RESPONSES = (
    "response_integrated",
    "response_marrow",
    "response_mrd",
    "response_cns",
    "response_extramedullary",
)
DEFINITIONS = Definitions(
    name="haematology",
    checks=checks_in("evidence.domains.haematology.audit"),
    views=tomllib.loads(files(__name__).joinpath("views.toml").read_text(encoding="utf-8")),
    code_lists=dict.fromkeys(COMPARTMENT_RESPONSES, "responses"),
    abbreviations={word: word.upper() for word in ("cns", "mrd", "hsct", "vod", "sos")},
    needed_columns=columns_needed_by("evidence.domains.haematology"),
    audited={"label_limits": "limits of the label", "transplants": "stem-cell transplants"},
    needed_codes={
        "label_limits": (
            *("cycles", "cycles_before_transplant", "doses_in_a_cycle", "days_between_doses"),
        )
    },
    manuscript_tables={
        "line_list_responses": line_list_responses,
        "response_terms": response_terms,
        "response_vocabulary": response_vocabulary,
    },
    figure_kinds={"mrd_trajectories": "evidence.domains.haematology.figures.mrd"},
    figure_rows={
        "mrd_trajectories": mrd_rows,
        "patient_timelines": patient_timelines,
        "swimmer": swimmer,
        "treatment_sequence": treatment_sequence,
    },
    derived_tables=derived_tables_in(derived_tables.__name__),
    case_columns=case_columns_in(case_columns.__name__),
    map_items=MAP_ITEMS,
    scales=SCALES,
)
