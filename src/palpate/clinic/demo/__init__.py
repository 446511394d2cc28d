"""The demo clinic: invented people, the facts of published cases, months of invented visits."""

from palpate.clinic.demo.load import Made, has_demo, load
from palpate.clinic.demo.remove import remove

__all__ = ["Made", "has_demo", "load", "remove"]
