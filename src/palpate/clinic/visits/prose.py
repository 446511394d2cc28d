"""A note in sentences: how a signed note reads, on the screen and on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from palpate.clinic.visits.content import REACTIONS, Course, Note, Point, Response


@dataclass(frozen=True)
class Passage:
    """A heading and what stands under it, one sentence or paragraph an entry."""

    heading: str
    paragraphs: tuple[str, ...]


_COURSE = {
    Course.BETTER: "Better since the last visit.",
    Course.SAME: "The same as at the last visit.",
    Course.WORSE: "Worse since the last visit.",
    Course.NEW: "Something new since the last visit.",
}
_RESPONSE = {
    Response.RELEASED: "released",
    Response.PARTLY: "partly released",
    Response.NOT: "did not release",
}


def passages(note: Note, techniques: Mapping[str, str]) -> tuple[Passage, ...]:
    """The note section by section, empty sections left out; `techniques` gives labels by id."""
    told = (
        Passage("What the client told", _told(note)),
        Passage("What was found", _lines(note.objective)),
        Passage("What was done", tuple(_point(p, techniques) for p in note.treated)),
        Passage("How it was received", _received(note)),
        Passage("Assessment", _lines(note.assessment)),
        Passage("Plan and next visit", _lines(note.plan)),
        Passage("Home advice given", _lines(note.home_advice)),
    )
    return tuple(p for p in told if p.paragraphs)


def change_in_words(before: int | None, after: int | None) -> str:
    """'Pain 6 of 10 before, 3 after: 3 points less.'; empty where nothing was recorded."""
    if before is None and after is None:
        return ""
    if before is None:
        return f"Pain after the visit {after} of 10."
    if after is None:
        return f"Pain before the visit {before} of 10; not asked afterwards."
    difference = before - after
    points = "1 point" if abs(difference) == 1 else f"{abs(difference)} points"
    end = "no change" if not difference else f"{points} {'less' if difference > 0 else 'more'}"
    return f"Pain {before} of 10 before, {after} after: {end}."


def summary(note: Note, techniques: Mapping[str, str]) -> tuple[str, ...]:
    """The visit in at most three lines, for the next one to start from."""
    lines = [change_in_words(note.pain_before, note.pain_after)]
    if note.treated:
        done = [f"{p.structure} ({_RESPONSE[p.response]})" for p in note.treated if p.response]
        lines.append(f"Treated: {'; '.join(done)}.")
    reactions = [REACTIONS[r].lower() for r in note.reactions if r != "none"]
    if reactions:
        lines.append("Reaction: " + ", ".join(reactions) + ".")
    if note.plan:
        lines.append(note.plan)
    return tuple(line for line in lines if line)


def _told(note: Note) -> tuple[str, ...]:
    course = (_COURSE[note.course],) if note.course else ()
    return course + _lines(note.changed)


def _received(note: Note) -> tuple[str, ...]:
    lines = [change_in_words(note.pain_before, note.pain_after)]
    if note.reactions == ("none",):
        lines.append("No adverse reaction.")
    elif note.reactions:
        lines.append("Reaction: " + ", ".join(REACTIONS[r].lower() for r in note.reactions) + ".")
    lines += _lines(note.reactions_note)
    return tuple(line for line in lines if line)


def _point(point: Point, techniques: Mapping[str, str]) -> str:
    done = techniques.get(point.technique, point.technique).lower() or "treated"
    parts = [done]
    if point.pressure is not None:
        parts.append(f"pressure {point.pressure:g} of 10")
    if point.hold:
        times = f" × {point.repetitions}" if (point.repetitions or 1) > 1 else ""
        parts.append(f"held {point.hold}\u00a0s{times}")
    elif point.repetitions:
        parts.append("once" if point.repetitions == 1 else f"{point.repetitions} times")
    if point.pain_during is not None:
        parts.append(f"pain during the hold {point.pain_during} of 10")
    if point.response:
        parts.append(_RESPONSE[point.response])
    remark = f" {point.remark}" if point.remark else ""
    return f"{point.structure}: {', '.join(parts)}.{remark}"


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
