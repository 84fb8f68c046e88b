"""The metadata of the archive: RO-Crate 1.2 (https://w3id.org/ro/crate/1.2)."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from evidence.bundle.citation import Citation

FILE = "ro-crate-metadata.json"
SPECIFICATION = "https://w3id.org/ro/crate/1.2"
# IANA's media types by the ending of a file; others have none in the metadata.
MEDIA = {
    "cff": "text/yaml",
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "ipynb": "application/x-ipynb+json",
    "json": "application/json",
    "md": "text/markdown",
    "pdf": "application/pdf",
    "png": "image/png",
    "py": "text/x-python",
    "svg": "image/svg+xml",
    "toml": "application/toml",
    "txt": "text/plain",
    "xml": "application/xml",
}
CODE = {"py", "ipynb"}
FOLDERS = {
    "data": "Coded tables, code lists, two readings and derived tables, with their dictionary",
    "docs": "Tables of the manuscript, references, data dictionary and decisions",
    "figures": "Figures, each with the data drawn and its words",
    "manuscript": "The paper and its supplement",
    "notebooks": "Notebooks, one question each, executed",
    "site": "The page of the review",
}


def crate(title: str, citation: Citation, contents: Mapping[str, bytes]) -> bytes:
    """The metadata file of an archive.

    Parameters
    ----------
    title : of the review. contents : path to what the file holds.
    """
    graph = [
        _descriptor(),
        _root(title, citation, list(contents)),
        *_folders(list(contents)),
        *(_file(path, content, citation) for path, content in contents.items()),
        *_context(citation),
    ]
    document = {"@context": f"{SPECIFICATION}/context", "@graph": graph}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _reference(identifier: str) -> dict[str, str]:
    return {"@id": identifier}


def _descriptor() -> dict[str, Any]:
    return {
        "@id": FILE,
        "@type": "CreativeWork",
        "about": _reference("./"),
        "conformsTo": _reference(SPECIFICATION),
    }


def _root(title: str, citation: Citation, paths: list[str]) -> dict[str, Any]:
    """The archive as a whole, with its folders and the files beside them."""
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": citation.title,
        "description": title or citation.title,
        "datePublished": citation.date,
        "license": [_reference(_licence(name)) for name in citation.licences],
        "author": [_reference(_author(name)) for name in citation.authors],
        "hasPart": _parts("", paths),
    }


def _parts(folder: str, paths: list[str]) -> list[dict[str, str]]:
    """The files of a folder and the folders in it, once each."""
    inside = [path.removeprefix(folder) for path in paths if path.startswith(folder)]
    names = (name.partition("/") for name in inside)
    return [
        _reference(quote(part))
        for part in dict.fromkeys(f"{folder}{first}{slash}" for first, slash, _ in names)
    ]


def _folders(paths: list[str]) -> list[dict[str, Any]]:
    above = [path.split("/")[:-1] for path in paths]
    folders = sorted({"/".join(p[: n + 1]) for p in above for n in range(len(p))})
    return [
        {
            "@id": quote(f"{folder}/"),
            "@type": "Dataset",
            "name": folder,
            **({"description": FOLDERS[folder]} if folder in FOLDERS else {}),
            "hasPart": _parts(f"{folder}/", paths),
        }
        for folder in folders
    ]


def _file(path: str, content: bytes, citation: Citation) -> dict[str, Any]:
    ending = path.rpartition(".")[2]
    code = [name for name in citation.licences if (name == "MIT") == (ending in CODE)]
    return {
        "@id": quote(path),
        "@type": "File",
        "name": path,
        **({"encodingFormat": MEDIA[ending]} if ending in MEDIA else {}),
        "contentSize": str(len(content)),
        "sha256": hashlib.sha256(content).hexdigest(),
        "license": [_reference(_licence(name)) for name in code or citation.licences],
    }


def _licence(name: str) -> str:
    return f"https://spdx.org/licenses/{name}"


def _author(name: str) -> str:
    return f"#{quote(name)}"


def _context(citation: Citation) -> list[dict[str, Any]]:
    """Licences and authors."""
    return [
        *(
            {"@id": _licence(name), "@type": "CreativeWork", "name": name, "description": name}
            for name in citation.licences
        ),
        *({"@id": _author(name), "@type": _kind(name), "name": name} for name in citation.authors),
    ]


def _kind(author: str) -> str:
    """A person has a family name and a given name."""
    return "Person" if ", " in author else "Organization"
