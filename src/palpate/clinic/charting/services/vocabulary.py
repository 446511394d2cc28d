"""Everything that can be found, as one compact index for the type-ahead."""

from __future__ import annotations

import gzip
import json
from functools import cache

from palpate import knowledge
from palpate.clinic.charting.models import FindingKind

# Which entries of the record a kind of the vocabulary can be said as; the first is the usual one.
_SAID_AS: dict[knowledge.FindingKind, tuple[FindingKind, ...]] = {
    knowledge.FindingKind.SYMPTOM: (FindingKind.SYMPTOM,),
    knowledge.FindingKind.QUALITY: (FindingKind.SYMPTOM,),
    knowledge.FindingKind.RED_FLAG: (FindingKind.SYMPTOM,),
    knowledge.FindingKind.AGGRAVATING: (FindingKind.AGGRAVATING,),
    knowledge.FindingKind.RELIEVING: (FindingKind.RELIEVING,),
    knowledge.FindingKind.HISTORY: (FindingKind.HISTORY, FindingKind.AGGRAVATING),
    knowledge.FindingKind.CONTEXT: (FindingKind.HISTORY, FindingKind.RELIEVING),
    knowledge.FindingKind.MOVEMENT: (FindingKind.MOVEMENT, FindingKind.AGGRAVATING),
    knowledge.FindingKind.SIGN: (FindingKind.TEST,),
    knowledge.FindingKind.IMAGING: (FindingKind.TEST,),
    knowledge.FindingKind.POSTURE: (FindingKind.POSTURE,),
}


@cache
def index() -> bytes:
    """Gzipped JSON: rows of ``[kinds, code, label, other words]``, everyday words first."""
    known = knowledge.load()
    rows: list[list[object]] = [
        [[FindingKind.PALPATION], m.id, m.label, f"{m.latin} {m.group}"]
        for m in known.muscles.values()
    ]
    rows += [[[FindingKind.TEST], t.id, t.name, _spaced(t.synonyms)] for t in known.tests.values()]
    flags = []
    for finding in known.findings.values():
        row: list[object] = [
            list(_SAID_AS.get(finding.kind, (FindingKind.SYMPTOM,))),
            finding.id,
            finding.label,
            _spaced((finding.id, *finding.synonyms)),
        ]
        (flags if finding.kind is knowledge.FindingKind.RED_FLAG else rows).append(row)
    text = json.dumps(rows + flags, separators=(",", ":"), ensure_ascii=False)
    return gzip.compress(text.encode(), 9, mtime=0)


def _spaced(words: tuple[str, ...]) -> str:
    return " ".join(w.replace("_", " ") for w in words)
