"""Clients, their intake, and what the screening said of it."""
