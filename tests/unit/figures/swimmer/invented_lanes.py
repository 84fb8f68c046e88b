"""Swimmer plots of invented lanes, drawn for the tests."""

import pandas as pd

from evidence.figures import swimmer
from evidence.figures.canvas.style import style
from tests.unit.figures.proof_reading import drawn_as


def row(row_type, kind, step=1, low=None, high=None, basis="reported", **more):
    known = low is not None
    return {
        "lane": "A",
        "row_type": row_type,
        "kind": kind,
        "result": None,
        "step": step,
        "until_step": None,
        "day_low": low,
        "day_high": high if high is not None else low,
        "basis": basis if known else "unknown",
        "note": None,
        "sources": "timeline:a",
        **more,
    }


def frame(*rows):
    return pd.DataFrame(rows).astype({"day_low": float, "day_high": float})


WORDS = {
    "index": "drug X",
    "phases": {"car_t": "after cells", "transplant": "after graft"},
    "events": {
        "car_t": "cells",
        "transplant": "graft",
        "vod_sos": "VOD/SOS",
        "relapse": "relapse",
        "other_therapy": "other",
    },
    "sites": {"marrow": "marrow", "mrd": "MRD", "extramedullary": "elsewhere", "cns": "CNS"},
}


def drawn(*rows, **options):
    with style() as figure_style:
        return swimmer.draw(figure_style.figure("double"), frame(*rows), **{**WORDS, **options})


def dose(step, low=None, **more):
    return row("event", "dose", step, low, **more)


def middle(artist):
    if hasattr(artist, "get_markersize") and len(artist.get_xdata()) == 1:
        return artist.get_xdata()[0]
    if hasattr(artist, "get_x"):
        return artist.get_x() + artist.get_width() / 2
    return sum(artist.get_xdata()) / len(artist.get_xdata())


def x_of(figure, gid):
    return [middle(artist) for artist in drawn_as(figure, gid)]


def zero(figure):
    return drawn_as(figure, "time zero")[0].get_xdata()[0]
