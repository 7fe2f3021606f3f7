"""Use cases: open a unit of work, call the core, save, and leave a trace in the audit trail."""
