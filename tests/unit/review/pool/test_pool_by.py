"""`evidence pool --by`: a file with many meta-analyses in, a file with one row for each out."""

import pandas as pd
import pytest
from typer.testing import CliRunner

import evidence as ev
from evidence.analysis import groups
from evidence.cli import app

TABLE = "topic,study,xi,ni\n=a,A,1,10\n=a,B,4,20\nb,C,0,9\nb,D,0,8\nc,E,3,9\n"


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "trials.csv"
    path.write_text(TABLE)
    return path


def pooled(path, *options):
    return CliRunner().invoke(
        app, ["pool", str(path), "--measure", "PLO", "--by", "topic", *options]
    )


def test_the_file_holds_what_the_function_returns(path, tmp_path):
    output = tmp_path / "out" / "pooled.csv"
    result = pooled(path, "--model", "glmm", "--output", str(output))
    assert result.output == f"3 meta-analyses in {output}, 1 without an estimate\n"
    found, expected = pd.read_csv(output), ev.pool(path, "PLO", by="topic", model="glmm")
    pd.testing.assert_frame_equal(found, expected, check_dtype=False, rtol=1e-11)
    assert [single.name for single in output.parent.iterdir()] == ["pooled.csv"]


def test_without_a_file_it_is_printed(path):
    lines = pooled(path).output.splitlines()
    assert lines[0].startswith("topic,measure,k,estimate,ci_low")
    assert [line.split(",")[0] for line in lines[1:]] == ["=a", "b", "c"]


def test_processes_write_the_same_bytes(path, tmp_path):
    written = [tmp_path / f"{workers}.csv" for workers in (1, 2)]
    for workers, output in enumerate(written, start=1):
        assert pooled(path, "--workers", str(workers), "--output", str(output)).exit_code == 0
    assert written[0].read_bytes() == written[1].read_bytes()


def test_parts_stay_beside_the_output_until_it_is_written(path, tmp_path, monkeypatch):
    output = tmp_path / "pooled.csv"
    monkeypatch.setattr("evidence.review.pool.pool_by.write_file", _no_space)
    assert pooled(path, "--output", str(output)).exit_code == 1
    (part,) = (tmp_path / ".pooled.csv.parts").iterdir()
    monkeypatch.undo()
    monkeypatch.setattr(groups, "pool_part", None.__class__)  # not to be called again
    assert pooled(path, "--output", str(output)).exit_code == 0
    assert output.exists() and not part.exists()


def _no_space(*arguments):
    raise ev.SynthesisError("no space")


def test_parquet_in_and_out(path, tmp_path):
    pytest.importorskip("pyarrow", reason="evidencekit[parquet] not installed")
    table, output = tmp_path / "trials.parquet", tmp_path / "pooled.parquet"
    pd.read_csv(path).to_parquet(table)
    assert pooled(table, "--output", str(output)).exit_code == 0
    pd.testing.assert_frame_equal(
        pd.read_parquet(output), ev.pool(path, "PLO", by="topic"), check_dtype=False
    )


@pytest.mark.parametrize(
    "options, words",
    [
        (("--by", "topics"), "trials.csv: no column 'topics'; found: topic, study, xi, ni"),
        (("--as-r",), "--json and --as-r are for one meta-analysis"),
        (("--workers", "2", "--scheduler", "tcp://x"), "--workers and --scheduler found"),
    ],
)
def test_what_cannot_be_is_refused(path, options, words):
    result = pooled(path, *options)
    assert (result.exit_code, words in result.output) == (1, True), result.output


def test_options_of_many_need_the_column(path):
    words = ["pool", str(path), "--measure", "PLO", "--workers", "2"]
    assert "--by" in CliRunner().invoke(app, words).output


def test_what_is_not_installed_is_named(path, tmp_path, monkeypatch):
    monkeypatch.setattr("evidence.review.pool.pool_by.find_spec", lambda name: None)
    assert "evidencekit[parquet]" in pooled(path, "--output", "pooled.parquet").output
    assert "evidencekit[cluster]" in pooled(path, "--scheduler", "tcp://127.0.0.1:1").output
