"""The pages: one blueprint, a module per subject, and the presenters that turn core values into what a page shows."""
