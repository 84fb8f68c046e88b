"""Outcomes of haematology in the map of what is reported of each patient."""

from evidence.summary.results.evidence_map import MapItem

CYTOPENIAS = ("neutropenia", "thrombocytopenia", "pancytopenia", "anaemia", "lymphopenia")
EVALUATED = {"evaluation": ("", "0"), "response": ("not_applicable",)}  # not at the baseline
AFTERWARDS = {"timing": ("after_index",)}
ON_OR_AFTER = ("on_index", "after_index")

MAP_ITEMS = {
    # A marrow without enough blasts to respond cannot be judged, nor a negative result of unknown
    # or low sensitivity.
    "Marrow response": MapItem(
        "assessments",
        where={"compartment": ("marrow",), "is_mrd": ("no",)},
        unless=EVALUATED,
        not_assessable={"response_marrow": ("not_evaluable",)},
    ),
    "MRD": MapItem(
        "assessments",
        where={"is_mrd": ("yes",)},
        unless=EVALUATED,
        not_assessable={
            "response_mrd": ("negative_sensitivity_not_stated", "negative_insufficient")
        },
    ),
    "Extramedullary response": MapItem(
        "assessments",
        where={"compartment": ("extramedullary",)},
        unless=EVALUATED,
        asked_only_if="extramedullary",
    ),
    "CNS response": MapItem(
        "assessments", where={"compartment": ("cns",)}, unless=EVALUATED, asked_only_if="cns"
    ),
    "VOD/SOS on {index}": MapItem(
        "events", where={"event": ("vod_sos",), "phase": ("on_index",)}, reported=("occurred",)
    ),
    "VOD/SOS after transplant": MapItem(
        "events",
        where={"event": ("vod_sos",), "phase": ("after_transplant",)},
        reported=("occurred",),
        asked_only_if="transplant_after_index",
    ),
    "Cytopenias": MapItem(
        "events", where={"event": CYTOPENIAS, "phase": ON_OR_AFTER}, reported=("occurred",)
    ),
    "Other adverse events": MapItem(
        "events",
        where={"phase": ON_OR_AFTER},
        unless={"event": (*CYTOPENIAS, "vod_sos")},
        reported=("occurred",),
    ),
    "Transplant afterwards": MapItem(
        "transplants", where=AFTERWARDS, answered_by="transplant_after_index"
    ),
    "Engraftment": MapItem(
        "transplants",
        where=AFTERWARDS,
        reported=("engraftment_as_reported",),
        asked_only_if="transplant_after_index",
    ),
    "GVHD": MapItem(
        "transplants",
        where=AFTERWARDS,
        reported=("acute_gvhd", "chronic_gvhd"),
        asked_only_if="transplant_after_index",
    ),
}
