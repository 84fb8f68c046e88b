"""Write the generated pages of docs/ and their pictures: ``python -m docs.make``."""

from pathlib import Path

from docs.make.gallery_page import draw_pictures
from docs.make.pages import PAGES

ROOT = Path(__file__).parents[2]

for name, page in PAGES.items():
    (ROOT / "docs" / name).write_text(page(ROOT), encoding="utf-8")
draw_pictures(ROOT)
