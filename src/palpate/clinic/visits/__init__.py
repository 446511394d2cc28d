"""Visit notes: drafted, autosaved, signed, amended."""
