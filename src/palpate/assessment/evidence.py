"""From a case to the evidence of the network."""

from __future__ import annotations

from palpate.assessment.base_reader import BOTH
from palpate.assessment.examination import ExaminationReader
from palpate.assessment.history import HistoryReader
from palpate.assessment.observation import Evidence
from palpate.body import Side
from palpate.cases import Case


class Reader(HistoryReader, ExaminationReader):
    """Reads one case after the other against a catalogue."""

    def read(self, case: Case) -> Evidence:
        e = Evidence()
        found = (
            *(f.side for f in case.findings),
            *(f.side for f in case.palpation),
            *(f.side for f in case.restricted_movements),
        )
        drawn = {m.side for m in case.pain if m.side in BOTH}
        e.sides = frozenset(s for s in drawn or found if s in BOTH)
        self.drawn = e.sides
        self.unknown = None if e.sides else Side.LEFT
        """Where a paired region without a side is put when the whole case has no side."""
        self._pain(case, e)
        self._relevance(e)
        self._silence(case, e)
        self._qualities(case, e)
        self._statements(case, e)
        self._movements(case, e)
        self._tests(case, e)
        self._palpation(case, e)
        self._posture(case, e)
        self._flags(case, e)
        self._profile(case, e)
        return e
