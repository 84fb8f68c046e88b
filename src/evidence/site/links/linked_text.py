"""Text of the review as HTML: Markdown rendered, values escaped, numbers linked to their chains."""

import re
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape

from evidence.site.links.chains import Chains
from evidence.site.links.find_rows import NUMBER, Place, tokens_of

ADDRESS = re.compile(r"https?://[^\s;,]+")
Link = Callable[[str], Markup]


def plain(words: str) -> Markup:
    """Words with nothing linked."""
    return escape(words)


def address_link(address: str) -> Markup:
    """An address as a link that shows its host; only http and https become links.

    >>> address_link("https://doi.org/10.1/x")
    Markup('<a href="https://doi.org/10.1/x" rel="noreferrer">doi.org</a>')
    >>> address_link("javascript:alert(1)")
    Markup('javascript:alert(1)')
    """
    if not ADDRESS.fullmatch(address):
        return escape(address)
    host = urlsplit(address).netloc
    return Markup('<a href="{}" rel="noreferrer">{}</a>').format(address, host)


def linker(chains: Chains, words: str, sources: Sequence[str], typed: Sequence[str] = ()) -> Link:
    """A function that links the numbers of a text to the cells they show."""
    places = chains.origins.places(tokens_of(words, typed), sources) if sources else {}
    return lambda text: with_links(text, places, chains)


def with_links(text: str, places: dict[str, Place], chains: Chains) -> Markup:
    """A piece of text with its numbers linked."""
    parts, end = [], 0
    for found in NUMBER.finditer(text):
        place = places.get(found.group())
        if place:
            parts += [escape(text[end : found.start()]), chains.link(found.group(), place)]
            end = found.end()
    return Markup("").join([*parts, escape(text[end:])])


def cell(text: str, link: Link = plain) -> Markup:
    """A cell of a table: lines kept, addresses and numbers linked.

    >>> cell("<b>3</b>")
    Markup('&lt;b&gt;3&lt;/b&gt;')
    """
    return Markup("<br>").join(Markup(" ").join(_words(line, link)) for line in text.split("\n"))


def _words(line: str, link: Link) -> list[Markup]:
    """The parts of a line between addresses, and the addresses."""
    parts, end = [], 0
    for found in ADDRESS.finditer(line):
        parts += [link(line[end : found.start()].strip()), address_link(found.group())]
        end = found.end()
    rest = line[end:].strip() if parts else line
    return [part for part in (*parts, link(rest)) if part]


class _Renderer(RendererHTML):
    """Writes HTML; text outside links goes through a function."""

    def __init__(self, link: Link) -> None:
        super().__init__()
        self._link = link

    def text(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A piece of text; numbers inside a link are not linked again."""
        make = plain if tokens[idx].meta.get("linked") else self._link
        return str(make(tokens[idx].content))


def rendered(markdown: str, link: Link = plain, pages: Sequence[str] = ()) -> Markup:
    """Markdown as HTML. Markup in it stays text; a link leads to a page of the site or to an
    address of the web, any other is dropped and its words stay.

    Parameters
    ----------
    link : makes a text HTML. pages : the notebooks that have a page in the site.
    """
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    renderer = _Renderer(link)
    tokens = reader.parse(markdown)
    for block in tokens:
        if block.children:
            _mend_links(block.children, pages)
    return Markup(renderer.render(tokens, reader.options, {}))


def _mend_links(tokens: list[Token], pages: Sequence[str]) -> None:
    """Turn links between notebooks into links between pages, and drop links that lead nowhere."""
    inside: list[bool] = []  # of the links that are open, whether each is kept
    for token in tokens:
        kind = token.type
        if kind == "link_open":
            address = target(str(token.attrGet("href")), pages)
            token.attrSet("href", address)
            inside.append(bool(address))
        token.meta["linked"] = any(inside)
        if kind in ("link_open", "link_close") and not inside[-1]:
            token.type, token.content = "text", ""
        if kind == "link_close":
            inside.pop()


def target(address: str, pages: Sequence[str]) -> str:
    """Where a link of a notebook leads in the site; nothing where it leads out of it.

    >>> target("05_trial.ipynb", ["05_trial"]), target("../src/x.py", []), target("https://a.b", [])
    ('05_trial.html', '', 'https://a.b')
    """
    if ADDRESS.fullmatch(address):
        return address
    path = address.partition("#")[0]
    name = path.rpartition("/")[2].removesuffix(".ipynb")
    if path.endswith(".ipynb") and name in pages:
        return f"{name}.html"
    return "figures.html" if path.endswith("figures/README.md") else ""
