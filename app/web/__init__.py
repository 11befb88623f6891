"""The web shell: look, pages, forms, headers and refusals."""
