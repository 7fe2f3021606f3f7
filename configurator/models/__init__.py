"""Feature models that others wrote: UVL and DIMACS files → feature models → models for the solver, names kept.

`reading.load_model` reads a file, `translating.translate` makes the solver's model, `analysing.analyse` finds what the
model makes impossible or unavoidable, `asking.Inquiry` answers choices with consequences, reasons and ways out.
"""
