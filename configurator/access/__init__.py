"""Who may do what: roles, permissions, approval limits. Pure policy, written as tables."""
