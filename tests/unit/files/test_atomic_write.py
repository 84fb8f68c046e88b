"""Files are written whole or not at all, and a refusal names the file."""

import os
import resource
import shutil
import stat

import pytest

from evidence.files.atomic_write import WriteProblem, staging_folder, write_all, write_file


def contents(folder):
    return {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}


@pytest.fixture
def small_file_limit():
    """A process that may not write files above 1000 bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_file_is_written_with_the_folders_above_it(tmp_path):
    path = write_file(tmp_path / "new" / "folder" / "page.md", "α\n")
    assert path.read_bytes() == "α\n".encode()
    assert os.listdir(path.parent) == ["page.md"]


def test_a_file_that_grows_too_large_leaves_the_old_ones(tmp_path, small_file_limit):
    write_all(tmp_path, {"a.csv": "good", "b.csv": "good"})
    with pytest.raises(WriteProblem, match=r"b\.csv: cannot be written: File too large$"):
        write_all(tmp_path, {"a.csv": "better", "b.csv": "x" * 1001})
    assert contents(tmp_path) == {"a.csv": "good", "b.csv": "good"}


def test_a_full_disk_is_named_with_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(WriteProblem, match=r"page\.md: cannot be written: No space left"):
        write_file(tmp_path / "page.md", "text")
    assert contents(tmp_path) == {}


def full(path, content):
    raise OSError(28, os.strerror(28))


def test_a_file_where_a_folder_should_be_is_named(tmp_path):
    (tmp_path / "figures").write_text("a file")
    with pytest.raises(WriteProblem, match=r"figures: cannot be written: File exists"):
        write_file(tmp_path / "figures" / "a.svg", "<svg/>")


def test_a_folder_where_a_file_should_be_is_named(tmp_path):
    (tmp_path / "page.md").mkdir()
    with pytest.raises(WriteProblem, match=r"page\.md: cannot be written: Is a directory"):
        write_file(tmp_path / "page.md", "text")
    assert os.listdir(tmp_path) == ["page.md"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_named(tmp_path):
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    with pytest.raises(WriteProblem, match=r"page\.md: cannot be written: Permission denied"):
        write_file(tmp_path / "page.md", "text")
    tmp_path.chmod(stat.S_IRWXU)


def test_what_is_interrupted_leaves_the_last_good_files(tmp_path):
    (tmp_path / "table.csv").write_text("good")
    with (
        pytest.raises(KeyboardInterrupt),
        staging_folder(tmp_path, obsolete=lambda name: True) as aside,
    ):
        (aside / "table.csv").write_text("half")
        raise KeyboardInterrupt
    assert contents(tmp_path) == {"table.csv": "good"}
    assert os.listdir(tmp_path) == ["table.csv"]


def test_what_a_killed_process_left_is_removed_and_obsolete_files_go(tmp_path):
    (tmp_path / ".writing-old").mkdir()
    (tmp_path / ".writing-12-page.md").write_text("half")
    (tmp_path / "obsolete.csv").write_text("of a table that is no more")
    (tmp_path / "README.md").write_text("by hand")
    with staging_folder(tmp_path, obsolete=lambda name: name != "README.md") as aside:
        (aside / "new.csv").write_text("new")
    assert sorted(os.listdir(tmp_path)) == ["README.md", "new.csv"]


def test_a_refusal_in_a_staging_folder_names_the_final_file(tmp_path, small_file_limit):
    expected = rf"^{tmp_path}/a\.csv: cannot be written"
    with pytest.raises(WriteProblem, match=expected), staging_folder(tmp_path) as aside:
        write_file(aside / "a.csv", "x" * 1001)
    assert os.listdir(tmp_path) == []


def test_a_staging_folder_that_cannot_be_put_in_place_is_named(tmp_path):
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(WriteProblem, match=r"a\.csv: cannot be written"):
        stage(tmp_path)
    shutil.rmtree(tmp_path / "a.csv")
    stage(tmp_path)
    assert contents(tmp_path) == {"a.csv": "1"}


def stage(folder):
    with staging_folder(folder) as aside:
        write_file(aside / "a.csv", "1")
