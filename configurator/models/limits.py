"""How large a model may be. What is larger is refused while it is read, before it costs memory."""

MOST_BYTES = 10_000_000
MOST_FEATURES = 100_000
MOST_CONSTRAINTS = 400_000
MOST_WORDS = 1_000_000
"""Names in all constraints together; a name after `<=>` counts as EQUIVALENCE, for that is what it costs."""

EQUIVALENCE = 10
