"""One table written as CSV, HTML, LaTeX or Word."""
