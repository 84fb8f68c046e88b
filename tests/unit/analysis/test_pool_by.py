"""`pool(..., by=)` is a loop of `pool`, whoever works on it and whatever interrupts it."""

import concurrent.futures
import multiprocessing

import numpy as np
import pandas as pd
import pytest

import evidence as ev
from evidence.analysis import groups

CELLS = ("ai", "n1i", "ci", "n2i")


def simulated(n: int, largest: int = 12) -> pd.DataFrame:
    """n meta-analyses of 1 to ``largest`` trials of rare events, with zeros, in mixed order."""
    random = np.random.default_rng(2026)
    topic = np.repeat(np.arange(n), random.integers(1, largest + 1, n))
    sizes = random.integers(8, 200, (2, topic.size))
    risk = random.uniform(0.005, 0.3, n)[topic]
    first = random.binomial(sizes[0], risk * np.exp(random.normal(-0.3, 0.3, topic.size)))
    table = pd.DataFrame(
        {
            "topic": [f"topic {i}" for i in topic],
            "study": [f"Trial {i}" for i in range(topic.size)],
            "ai": first,
            "n1i": sizes[0],
            "ci": random.binomial(sizes[1], risk),
            "n2i": sizes[1],
        }
    )
    return table.sample(frac=1, random_state=1, ignore_index=True)


def loop(table: pd.DataFrame, measure: str, **options) -> pd.DataFrame:
    """The summaries of one `pool` after another; NaN and the reason where it refuses."""
    rows = []
    for name in table["topic"].unique():
        studies = table[table["topic"] == name].drop(columns="topic")
        try:
            row = ev.pool(studies, measure, **options).summary()
        except ev.SynthesisError as error:
            row = pd.DataFrame([{"k": 0, "convention": f"not pooled: {error}"}])
        rows.append(row.assign(topic=name))
    return pd.concat(rows, ignore_index=True)


def agrees(found: pd.DataFrame, expected: pd.DataFrame, tolerance: float = 1e-8) -> None:
    assert found["topic"].tolist() == expected["topic"].tolist()
    assert found["convention"].tolist() == expected["convention"].tolist()
    assert found["k"].tolist() == expected["k"].tolist()
    for name in ("estimate", "ci_low", "ci_high", "p_value", "tau2", "i2_percent",
                 "prediction_low", "prediction_high"):  # fmt: skip
        np.testing.assert_allclose(
            found[name], expected[name].astype(float), tolerance, tolerance, err_msg=name
        )


@pytest.mark.parametrize(
    "measure, options",
    [
        ("RR", {}),
        ("RR", {"zero_policy": "if0all", "tau2_method": "PM"}),
        ("OR", {"zero_policy": "none", "test": "knapp_hartung"}),
        ("RD", {"model": "common", "test": "t", "level": 0.9}),
        ("AS", {"tau2_method": "ML", "test": "knapp_hartung_wider"}),
        ("OR", {"model": "mantel_haenszel"}),
        ("OR", {"model": "peto"}),
        ("OR", {"model": "conditional", "test": "t"}),
    ],
)
def test_groups_are_a_loop_of_pool(measure, options):
    table = simulated(60)
    agrees(ev.pool(table, measure, by="topic", **options), loop(table, measure, **options))


@pytest.mark.parametrize(
    "measure, options",
    [("PLO", {}), ("PFT", {"test": "t"}), ("PLO", {"model": "glmm", "test": "t"}),
     ("PLO", {"model": "beta_binomial"})],
)  # fmt: skip
def test_groups_of_one_arm_are_a_loop_of_pool(measure, options):
    table = simulated(40).rename(columns={"ci": "xi", "n2i": "ni"}).drop(columns=["ai", "n1i"])
    # the likelihoods of counts are searched from other starts in a batch
    agrees(ev.pool(table, measure, by="topic", **options), loop(table, measure, **options), 1e-5)


def test_effects_and_counts_may_be_mixed_and_rows_left_out():
    table = simulated(30).assign(yi=np.nan, vi=np.nan)
    table.loc[::5, ["yi", "vi"]] = 0.2
    table.loc[::5, list(CELLS)] = np.nan
    totals = pd.DataFrame({"topic": ["topic 3"], "study": ["Total"], "ai": [99], "n1i": [999]})
    table = pd.concat([table, totals], ignore_index=True)
    found = ev.pool(table, "RR", by="topic")
    expected = loop(table, "RR")
    empty = r"; column [\w, ]+ empty, left out"  # of a meta-analysis alone, not of the table
    expected["convention"] = expected["convention"].str.replace(empty, "", regex=True)
    agrees(found, expected)
    assert found["convention"].str.contains("effects .* by counts").any()
    assert found["convention"].str.contains("'Total'").sum() == 1


def test_what_cannot_be_pooled_is_missing_with_the_reason():
    table = pd.DataFrame({"topic": list("aabb"), "xi": [0, 0, 3, 4], "ni": [9] * 4})
    found = ev.pool(table, "PLO", by="topic", model="glmm")
    assert np.isnan(found["estimate"][0]) and found["k"][0] == 0
    assert found["convention"][0].startswith("not pooled: ")
    assert found["estimate"][1] == pytest.approx(7 / 18)


def test_impossible_counts_of_all_groups_are_named_at_once():
    table = simulated(5)
    table.loc[[2, 7], "ai"] = 9999
    with pytest.raises(ev.SynthesisError) as raised:
        ev.pool(table, "RR", by="topic")
    for row in (2, 7):
        assert f"topic '{table['topic'][row]}', row {row + 2} ({table['study'][row]})" in str(
            raised.value
        )


def test_rows_of_no_group_and_unknown_columns_are_refused():
    table = simulated(3)
    with pytest.raises(ev.SynthesisError, match="no column 'topics'; found: topic, study"):
        ev.pool(table, "RR", by="topics")
    table.loc[1, "topic"] = None
    with pytest.raises(ev.SynthesisError, match="nothing found in row 3"):
        ev.pool(table, "RR", by="topic")
    with pytest.raises(ev.SynthesisError, match="by="):
        ev.pool(table, "RR", folder="parts")


def test_numbers_name_groups_too():
    table = pd.DataFrame({"topic": [7, 7, 3], "xi": [1, 4, 7], "ni": [10] * 3})
    assert ev.pool(table, "PR", by="topic")["topic"].tolist() == [7, 3]


@pytest.fixture(scope="module")
def many() -> tuple[pd.DataFrame, str]:
    table = simulated(2000)
    return table, ev.pool(table, "RR", by="topic").to_csv()


def test_a_process_pool_gives_the_same_bytes(many):
    spawned = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(2, mp_context=spawned) as executor:
        assert ev.pool(many[0], "RR", by="topic", executor=executor).to_csv() == many[1]


def test_a_dask_cluster_gives_the_same_bytes(many):
    distributed = pytest.importorskip("distributed", reason="evidencekit[cluster] not installed")
    with (
        distributed.LocalCluster(n_workers=2, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        found = ev.pool(many[0], "RR", by="topic", executor=client.get_executor())
    assert found.to_csv() == many[1]


def test_a_killed_run_goes_on_from_the_parts_it_has(many, tmp_path, monkeypatch):
    pooled = groups.pool_part

    def killed_at_the_second(part, options):
        if list(tmp_path.iterdir()):
            raise KeyboardInterrupt
        return pooled(part, options)

    monkeypatch.setattr(groups, "pool_part", killed_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        ev.pool(many[0], "RR", by="topic", folder=tmp_path)
    (first,) = tmp_path.iterdir()
    before = first.stat().st_mtime_ns
    monkeypatch.setattr(groups, "pool_part", pooled)
    assert ev.pool(many[0], "RR", by="topic", folder=tmp_path).to_csv() == many[1]
    assert first.stat().st_mtime_ns == before
    monkeypatch.setattr(groups, "pool_part", killed_at_the_second)  # every part is there
    assert ev.pool(many[0], "RR", by="topic", folder=tmp_path).to_csv() == many[1]


def test_parts_of_other_options_are_not_taken(tmp_path):
    table = simulated(3)
    ev.pool(table, "RR", by="topic", folder=tmp_path)
    found = ev.pool(table, "OR", by="topic", folder=tmp_path)
    assert found.equals(ev.pool(table, "OR", by="topic"))
