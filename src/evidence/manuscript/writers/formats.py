"""The formats of a manuscript, and what each needs that the others do not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from evidence.manuscript.document.figure_block import Figure, image, typst_image
from evidence.manuscript.document.nodes import Inlines, Node, inlines, raw, styled, typst_inlines
from evidence.manuscript.tools import run_pandoc, to_pdf
from evidence.manuscript.writers.word_finish import TURNED, UPRIGHT, finished
from evidence.manuscript.writers.word_reference import reference_document

CITED = ("--citeproc", "--bibliography", "references.json", "--csl", "numbered.csl")


@dataclass(frozen=True)
class Format:
    """One format: the ending of its file, where its figures are, and how it is written.

    Parameters
    ----------
    figures : path of a figure with ``{}`` for its name. picture : the node that shows it.
    text : the text of a cell as nodes. footnotes : sets paragraphs below a table as its footnotes.
    authors : whether authors have affiliations of their own in it; else they are one line.
    keys : whether each number says its key.
    turned : raw blocks before and after tables on a page that lies on its side.
    write : what takes the document, the folder with its figures, the name of the file and the
        titles of its tables with their alternative text, and returns the file.
    """

    ending: str
    figures: str
    write: Callable[[str, Path, str, Mapping[str, str]], bytes]
    picture: Callable[[Figure, str], Node] = image
    text: Callable[[str], Inlines] = inlines
    footnotes: Callable[[list[Node]], list[Node]] = list
    authors: bool = True
    keys: bool = False
    turned: tuple[Node, ...] = ()


def _word(document: str, folder: Path, name: str, descriptions: Mapping[str, str]) -> bytes:
    reference = folder / f"{name}.reference"
    reference.write_bytes(reference_document())
    options = ("--from", "json", "--to", "docx", "--reference-doc", str(reference))
    return finished(
        run_pandoc(*options, *CITED, "--output", "-", text=document, folder=folder), descriptions
    )


def _data(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


def _html(document: str, folder: Path, name: str, descriptions: Mapping[str, str]) -> bytes:
    (folder / f"{name}.css").write_text(_data("paper.css"), "utf-8")
    options = ("--from", "json", "--to", "html5", "--standalone", "--embed-resources")
    return run_pandoc(*options, *CITED, "--css", f"{name}.css", text=document, folder=folder)


def _jats(document: str, folder: Path, name: str, descriptions: Mapping[str, str]) -> bytes:
    options = ("--from", "json", "--to", "jats_publishing", "--standalone")
    return run_pandoc(*options, *CITED, text=document, folder=folder)


def _pdf(document: str, folder: Path, name: str, descriptions: Mapping[str, str]) -> bytes:
    (folder / f"{name}.template").write_text(_data("paper.typ.template"), "utf-8")
    options = ("--from", "json", "--to", "typst", "--standalone", "--template", f"{name}.template")
    markup = run_pandoc(*options, *CITED, text=document, folder=folder)
    return to_pdf(markup.decode(), folder / f"{name}.typ")


def _styled(notes: list[Node]) -> list[Node]:
    return [styled(notes, "Table Footnote", "footnote")]


def _typst_notes(notes: list[Node]) -> list[Node]:
    return [raw("typst", "#footnote-text["), *notes, raw("typst", "]")]


FORMATS = {
    "docx": Format(
        "docx",
        "figures/{}.png",
        _word,
        footnotes=_styled,
        authors=False,
        turned=(raw("openxml", UPRIGHT), raw("openxml", TURNED)),
    ),
    "pdf": Format(
        "pdf",
        "figures/{}.svg",
        _pdf,
        picture=typst_image,
        text=typst_inlines,
        footnotes=_typst_notes,
        turned=(raw("typst", "#page(flipped: true)["), raw("typst", "]")),
    ),
    "html": Format("html", "figures/{}.svg", _html, footnotes=_styled, authors=False, keys=True),
    "jats": Format("xml", "../figures/{}.png", _jats),
}
