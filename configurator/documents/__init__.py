"""Documents for the customer: a quote version's content becomes a proposal in PDF, in Chinese, English or both.

`rendering.render_proposal` is the one verb; `shelf.packaged_shelf` gives it fonts, pictures and style sheets.
"""
