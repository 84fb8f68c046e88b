"""``evidence migrate``: the names of this version in a review's data."""

from typing import Annotated

import typer

from evidence.review.commands.project_option import ProjectOption, project_at


def migrate(
    index: Annotated[
        str,
        typer.Option(
            help="Word for the index therapy in the codes of version 1, as in on_WORD; "
            "short of [index] in review.toml by default."
        ),
    ] = "",
    project: ProjectOption = None,
) -> None:
    """Raise dictionary, code lists and coded tables to this version's names, all or nothing."""
    found = project_at(project)
    from evidence.coded.settings import read_settings
    from evidence.files.lock import sole_writer
    from evidence.review.migrate.migrate import migrate as raise_data

    word = index or read_settings(found.root).sections.get("index", {}).get("short", "")
    with sole_writer(found.lock, "evidence migrate"):
        print("\n".join(raise_data(found.data, word).lines()))
