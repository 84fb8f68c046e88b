"""What a figure says in words: title, caption, alternative text."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.files.escape import markdown


@dataclass(frozen=True, slots=True)
class Description:
    """The words that go with a figure.

    ``title`` is a headline without a full stop; ``finding`` is the sentence that a reader
    should remember, with its numbers; ``caption`` explains every mark;
    ``alt`` says what chart it is, of what, and where its point lies, for a reader
    who cannot see it. ``long`` may say more; empty, it is the caption and the alt text.

    Raises :class:`ValueError` when one of the first three is empty.

    >>> Description(
    ...     "Two trials", "Squares are risk ratios.", "Forest plot of two trials."
    ... ).long_text
    'Forest plot of two trials. Squares are risk ratios.'
    >>> Description("Two trials", "Squares.", "Forest plot.", finding="Both agree.").full_caption
    'Both agree. Squares.'
    """

    title: str
    caption: str
    alt: str
    long: str = ""
    finding: str = ""

    def __post_init__(self) -> None:
        empty = [name for name in ("title", "caption", "alt") if not getattr(self, name).strip()]
        if empty:
            raise ValueError(f"a figure's description lacks: {', '.join(empty)}")

    @property
    def full_caption(self) -> str:
        """The caption with its finding as the first sentence."""
        return f"{self.finding} {self.caption}".lstrip()

    @property
    def long_text(self) -> str:
        """The long description: what was given, or the alt text followed by the caption."""
        return self.long or f"{self.alt} {self.caption}"


def caption_in_markdown(finding: str, full_caption: str) -> str:
    """Return a caption in Markdown with its finding in bold; its text is taken for no markup.

    >>> caption_in_markdown("Both agree.", "Both agree. Squares are 95% intervals.")
    '**Both agree.** Squares are 95% intervals.'
    """
    rest = markdown(full_caption.removeprefix(finding).strip())
    return f"**{markdown(finding)}** {rest}".rstrip() if finding else rest
