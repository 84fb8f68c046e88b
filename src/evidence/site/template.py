"""Pages of the site as HTML, by templates that escape every value."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from evidence.files.escape import printable
from evidence.site.links.chains import Chain, Chains
from evidence.site.notebooks import Grid


@dataclass(frozen=True)
class Site:
    """What every page shows: the title, the pages, the version."""

    title: str
    navigation: tuple[tuple[str, str], ...]
    version: str = ""


@dataclass(frozen=True)
class Section:
    """A part of a page under a heading."""

    heading: str
    grids: tuple[Grid, ...] = ()
    words: str = ""
    links: tuple[tuple[str, str], ...] = field(default=())
    anchor: str = ""


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("evidence.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def _chain(chain: Chain, same: str) -> Markup:
    """A chain as HTML, which several pages show; ``same`` has the same coded rows already."""
    return Markup(_environment().get_template("chain.html").render(one=chain, same=same))


def page(
    template: str, site: Site, name: str, title: str, chains: Chains | None = None, **values: Any
) -> bytes:
    """A page as bytes.

    Parameters
    ----------
    template : of the folder templates. name : the file of the page. chains : of its numbers.
    values : what the template shows besides.
    """
    made = _environment().get_template(template)
    shown = chains.all if chains else []
    given = [(anchor, _chain(chain, same)) for anchor, chain, same in shown]
    html = made.render(site=site, name=name, title=title, chains=given, **values)
    return printable(html).encode()
