"""Documents for the customer: a quote version's content becomes a PDF, in either language or both.

`rendering.render_proposal` is the one verb; `shelf.packaged_shelf` gives it fonts, pictures and style sheets.
"""
