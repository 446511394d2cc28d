"""Clinics, the people who work in them, who may see what, and who saw what."""
