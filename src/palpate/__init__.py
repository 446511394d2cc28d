"""Palpate: the workbench of the neuromuscular massage therapist."""

__version__ = "0.1.0"
