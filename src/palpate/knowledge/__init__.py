"""What is known: muscles, nerves, joints, posture, tests and words, each fact with its sources."""

from palpate.knowledge._table import Confidence, KnowledgeError

__all__ = ["Confidence", "KnowledgeError"]
