"""The pages of docs/ that are written by `make docs`, in seconds.

Slow pages have commands of their own: audit_planted.md (`make planted`), benchmarks.md and
coverage.md (`make bench`).
"""

from docs.make import api_page, architecture_page, audit_page, gallery_page

# name of the page -> function from the project's folder to its text
PAGES = {
    "api.md": api_page.page,
    "architecture.md": architecture_page.page,
    "audit.md": audit_page.page,
    "guide/gallery.md": gallery_page.page,
}
