"""Reading a client's own words by rules: concepts, phrases, negation, time, place, people."""

from palpate.screening._text._reader import Mention, Reading, aged_finding, read_text

__all__ = ["Mention", "Reading", "aged_finding", "read_text"]
