"""What can be wrong with a score.

ScoreError              names the field, the value and what is allowed
 +-- ScoreExistsError    there is a score of that instrument at that very time
"""

from __future__ import annotations


class ScoreError(ValueError):
    def __init__(self, field: str, value: object, allowed: str) -> None:
        self.field, self.value, self.allowed = field, value, allowed
        super().__init__(f"{field} is {value}; allowed: {allowed}")


class ScoreExistsError(ScoreError):
    """Two scores at one time: which one is true?"""
