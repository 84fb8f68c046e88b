"""The files of a review that belong into its archive."""

from pathlib import Path

from evidence.coded.settings import read_settings

# Folders and files of a review, in the order in which a reader meets them; what is not there is
# left out. docs holds the tables of the manuscript, the dictionary and the decisions.
PARTS = (
    *("README.md", "CITATION.cff", "LICENSE", "CHANGELOG.md", "review.toml"),
    *("data", "figures", "notebooks", "docs", "manuscript", "site"),
)
LEFT_OUT = ("__pycache__", "site-packages")


def members(root: Path) -> list[Path]:
    """Paths of the files, relative to the review; hidden and temporary files are left out."""
    module = read_settings(root).module
    parts = [root / name for name in (*PARTS, *([module] if module else []))]
    found = [path for part in parts for path in _files(part)]
    return sorted(path.relative_to(root) for path in found)


def _files(part: Path) -> list[Path]:
    if part.is_file():
        return [part]
    return [
        path
        for path in part.rglob("*")
        if path.is_file() and not path.is_symlink() and _belongs(path.relative_to(part))
    ]


def _belongs(path: Path) -> bool:
    return not any(name.startswith(".") or name in LEFT_OUT for name in path.parts)
