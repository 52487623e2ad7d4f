"""Who may do what: users, roles, sessions, tokens, limits, and the log of what was done."""
