"""Invented frames of the swimmer plot and of MRD results, with names as odd as is asked."""

import pandas as pd


def swimmer_rows(names):
    rows = []
    for i, name in enumerate(names):
        rows += [
            {
                "lane": name,
                "row_type": "lane",
                "note": "VOD/SOS on inotuzumab: not reported\nVOD/SOS after HSCT: no",
            },
            {
                "lane": name,
                "row_type": "phase",
                "kind": "index",
                "step": 1,
                "until_step": 3,
                "day_low": 0,
                "day_high": 0,
                "basis": "reported",
            },
            {
                "lane": name,
                "row_type": "phase",
                "kind": "transplant",
                "step": 3,
                "until_step": 5,
                "day_low": 40 + i,
                "day_high": 50 + i,
                "basis": "inferred",
            },
            {
                "lane": name,
                "row_type": "event",
                "kind": "dose",
                "step": 1,
                "day_low": 0,
                "day_high": 0,
                "basis": "reported",
            },
            {"lane": name, "row_type": "event", "kind": "vod_sos", "step": 4},
            {
                "lane": name,
                "row_type": "event",
                "kind": "transplant",
                "step": 3,
                "day_low": 40 + i,
                "day_high": 50 + i,
                "basis": "inferred",
            },
            {"lane": name, "row_type": "response", "kind": "mrd", "result": "reduced", "step": 2},
            {"lane": name, "row_type": "end", "kind": "alive", "step": 5},
        ]
    return pd.DataFrame(rows).assign(sources="timeline:invented")


def swimmer_bare(names):
    return pd.DataFrame(
        [
            {
                "lane": name,
                "row_type": "event",
                "kind": "dose",
                "result": None,
                "step": 1,
                "day_low": None,
                "day_high": None,
                "basis": None,
                "sources": "",
            }
            for name in names
        ]
    ).astype({"day_low": float, "day_high": float})


def mrd_rows(names):
    rows = []
    for name in names:
        rows += [
            {
                "patient": name,
                "panel": "Flow",
                "scale": "share",
                "period": "before",
                "step": 1,
                "state": "level",
                "value": 0.016,
                "label": "1.6%",
            },
            {
                "patient": name,
                "panel": "Flow",
                "scale": "share",
                "period": "during",
                "step": 2,
                "state": "not_detected",
                "sensitivity": 1e-6,
                "label": "10⁻⁶",
            },
            {
                "patient": name,
                "panel": "Ratio",
                "scale": "ratio",
                "period": "during",
                "step": 2,
                "state": "at_or_above",
                "value": 0.003,
                "label": "0.003 copies",
            },
            {
                "patient": name,
                "panel": "Unknown assay",
                "scale": "share",
                "period": "after_transplant",
                "step": 3,
                "state": "term_only",
            },
        ]
    return pd.DataFrame(rows).assign(sources="assessments:invented")


def mrd_bare(names):
    return pd.DataFrame(
        [
            {
                "patient": name,
                "panel": "Method not stated",
                "scale": "share",
                "period": "during",
                "step": 1,
                "state": "not_detected",
                "value": None,
                "sensitivity": None,
                "label": None,
                "sources": "",
            }
            for name in names
        ]
    ).astype({"value": float, "sensitivity": float})
