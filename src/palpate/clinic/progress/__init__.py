"""Scores over time and what they say of relief."""
