"""A view of the body as one self-contained SVG, for pages and for print.

Only presentation attributes are used, so that the PDF writer draws what the browser draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from palpate.body.drawing import Drawing, DrawingError, Stroke
from palpate.body.qualities import QUALITIES
from palpate.body.reading import PaintedSite
from palpate.body.regions import Site
from palpate.body.surface import VIEWS, views

THEMES: Final[Mapping[str, Mapping[str, Any]]] = {  # Any: colours and lists of colours
    "light": {
        "clay": (
            "#f3eee7",
            "#ebe4db",
            "#e1d9ce",
            "#d6ccc0",
            "#c9bdb0",
            "#b8ab9d",
            "#a19486",
            "#766a5f",
        ),
        "outline": "#5b5149",
        "word": "#5b5149",
        "mark": "#0f5257",
    },
    "dark": {
        "clay": (
            "#8d8983",
            "#827e78",
            "#76726c",
            "#696660",
            "#5b5853",
            "#4c4a46",
            "#3c3b38",
            "#22221f",
        ),
        "outline": "#0c0c0b",
        "word": "#b5b1aa",
        "mark": "#8ad6d0",
    },
}

PAIN: Final = (
    "#b9cfd4",
    "#f1dca9",
    "#f2cf8f",
    "#f3bc6e",
    "#f3a44c",
    "#ed8730",
    "#e46920",
    "#d34820",
    "#bb2a24",
    "#9d1627",
    "#780a23",
)
"""Colour of 0 (free of pain) to 10; perceptually even from pale amber to deep crimson."""

ESSENTIAL: Final = "#c2362b"
SPILLOVER: Final = "#eba35c"
_TILE: Final = 14.0

_MOTIFS: Final[Mapping[str, str]] = {
    "hatching": "M0 14L14 0M-2 2L2 -2M12 16L16 12",
    "back-hatching": "M0 0L14 14M-2 12L2 16M12 -2L16 2",
    "waves": "M0 7C3.5 0 3.5 0 7 7C10.5 14 10.5 14 14 7",
    "crosses": "M7 3V11M3 7H11",
    "bars": "M0 7H14",
    "uprights": "M7 0V14",
    "dashes": "M3 7H11",
    "zigzag": "M0 10L3.5 4L7 10L10.5 4L14 10",
    "lattice": "M0 14L14 0M0 0L14 14",
    "bricks": "M7 0V7M0 7H14M0 14V7",
    "rings": "M3.2 7A3.8 3.8 0 1 0 10.8 7A3.8 3.8 0 1 0 3.2 7Z",
    "dots": "M3.5 3.5h.01M10.5 10.5h.01",
}


def view_svg(
    view: str,
    painted: Drawing | Iterable[PaintedSite] | None = None,
    *,
    essential: Iterable[Site] = (),
    spillover: Iterable[Site] = (),
    highlights: Iterable[Site] = (),
    title: str = "",
    width: float | None = None,
    theme: str = "light",
    crop: tuple[float, float, float, float] | None = None,
) -> str:
    """A standalone SVG of one view.

    ``painted`` is a drawing, shown with its real strokes, or read sites, shown as whole regions.
    ``essential`` and ``spillover`` are a cause's pattern, strong and weak. ``highlights`` are
    ringed where they lie deepest (where to press). ``width`` is in CSS pixels; without it the
    picture takes the room it is given. ``crop`` is x, y, width, height in view units. Sites that
    the view does not show are left out. Raises `DrawingError` for an unknown view or theme.
    """
    if view not in VIEWS:
        raise DrawingError("view", view, f"one of {', '.join(VIEWS)}")
    if theme not in THEMES:
        raise DrawingError("theme", theme, f"one of {', '.join(THEMES)}")
    drawn, look = views()["views"][view], THEMES[theme]
    box = crop or tuple(float(n) for n in drawn["viewBox"].split())
    size = f' width="{width:g}" height="{width * box[3] / box[2]:g}"' if width else ""
    key = f"body-{view}"
    paint, defs = _paint(painted, drawn, view, key)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{" ".join(f"{n:g}" for n in box)}"'
        f'{size} role="img" aria-label={quoteattr(title or f"Body, {view} view")}>',
        f"<title>{escape(title)}</title>" if title else "",
        f'<defs><clipPath id="{key}"><path d="{drawn["silhouette"]}"/></clipPath>{defs}</defs>',
        *_clay(drawn, look),
        f'<g clip-path="url(#{key})">',
        *_regions(drawn, spillover, SPILLOVER, 0.42),
        *_regions(drawn, essential, ESSENTIAL, 0.62),
        paint,
        "</g>",
        f'<path d="{drawn["silhouette"]}" fill="none" stroke="{look["outline"]}"'
        ' stroke-width="2.4" stroke-linejoin="round"/>',
        *_rings(drawn, highlights, str(look["mark"])),
        *(
            f'<text x="{c["x"]}" y="{c["y"]}" text-anchor="middle" font-size="22"'
            f' fill="{look["word"]}" font-family="sans-serif">{escape(c["text"])}</text>'
            for c in drawn["captions"]
        ),
        "</svg>",
    ]
    return "".join(out)


def _clay(drawn: Mapping[str, Any], look: Mapping[str, Any]) -> list[str]:
    parts = [f'<path d="{drawn["silhouette"]}" fill="{look["clay"][0]}"/>']
    for shade in drawn["shades"]:
        clear = f' fill-opacity="{shade["opacity"]}"' if "opacity" in shade else ""
        parts.append(f'<path d="{shade["d"]}" fill="{look["clay"][shade["tone"] - 1]}"{clear}/>')
    return parts


def _regions(
    drawn: Mapping[str, Any], wanted: Iterable[Site], colour: str, opacity: float
) -> list[str]:
    shown = drawn["regions"]
    return [
        f'<path d="{shown[s.code]["d"]}" fill="{colour}" fill-opacity="{opacity}"/>'
        for s in dict.fromkeys(wanted)
        if s.code in shown
    ]


def _rings(drawn: Mapping[str, Any], wanted: Iterable[Site], colour: str) -> list[str]:
    parts = []
    for s in dict.fromkeys(wanted):
        if s.code in drawn["regions"]:
            x, y = drawn["regions"][s.code]["centroid"]
            parts.append(
                f'<circle cx="{x}" cy="{y}" r="16" fill="none" stroke="{colour}" stroke-width="5"/>'
                f'<circle cx="{x}" cy="{y}" r="5" fill="{colour}"/>'
            )
    return parts


def pain_colour(intensity: float) -> str:
    """The colour of an intensity 0-10, as ``#rrggbb``."""
    return PAIN[max(0, min(10, round(intensity)))]


def _patterns(used: Sequence[tuple[str, int]], key: str) -> str:
    parts = []
    for quality, dark in used:
        motif = next(q.pattern for q in QUALITIES if q.id == quality)
        heavy = 3.6 if motif == "dots" else 1.6
        ink = "#fff6ee" if dark else "#3a2418"
        parts.append(
            f'<pattern id="{key}-{quality}-{dark}" width="{_TILE:g}" height="{_TILE:g}"'
            f' patternUnits="userSpaceOnUse"><path d="{_MOTIFS[motif]}" fill="none"'
            f' stroke="{ink}" stroke-width="{heavy}" stroke-linecap="round"/></pattern>'
        )
    return "".join(parts)


def _on_dark(intensity: float) -> int:
    return int(round(intensity) >= 8)


def _paint(
    painted: Drawing | Iterable[PaintedSite] | None, drawn: Mapping[str, Any], view: str, key: str
) -> tuple[str, str]:
    """The paint, and the patterns and masks that it needs."""
    shown = drawn["regions"]
    if isinstance(painted, Drawing):
        whole = [(m.site.code, m.intensity, m.qualities) for m in painted.marks]
        strokes = [s for s in painted.strokes if s.view == view]
    else:
        whole = [(p.site.code, p.intensity, p.qualities) for p in painted or ()]
        strokes = []
    feelings = [(i, q) for code, i, q in whole if code in shown]
    feelings += [(s.intensity, s.qualities) for s in strokes if not s.erase]
    used = sorted({(q, _on_dark(i)) for i, words in feelings for q in words})
    defs = [_patterns(used, key)]
    layer = ""
    for code, intensity, words in whole:
        if code in shown:
            d = shown[code]["d"]
            layer += f'<path d="{d}" fill="{pain_colour(intensity)}" fill-opacity="0.8"/>'
            for word in words:
                layer += f'<path d="{d}" fill="url(#{key}-{word}-{_on_dark(intensity)})"/>'
    for number, stroke in enumerate(strokes):
        if not stroke.erase:
            layer += _stroke(stroke, key)
        elif layer:
            mask = f"{key}-mask-{number}"
            defs.append(
                f'<mask id="{mask}" maskUnits="userSpaceOnUse" x="-9999" y="-9999"'
                ' width="19998" height="19998"><rect x="-9999" y="-9999" width="19998"'
                f' height="19998" fill="#fff"/>{_line(stroke, "#000", 1.0)}</mask>'
            )
            layer = f'<g mask="url(#{mask})">{layer}</g>'
    return layer, "".join(defs)


def _stroke(stroke: Stroke, key: str) -> str:
    colour = pain_colour(stroke.intensity)
    parts = [_line(stroke, colour, 0.35, 1.12), _line(stroke, colour, 0.72, 0.94)]
    dark = _on_dark(stroke.intensity)
    parts += [_line(stroke, f"url(#{key}-{word}-{dark})", 1.0) for word in stroke.qualities]
    return "".join(parts)


def _line(stroke: Stroke, colour: str, opacity: float, wide: float = 1.0) -> str:
    if len(set(stroke.points)) == 1:
        (x, y) = stroke.points[0]
        return (
            f'<circle cx="{x:g}" cy="{y:g}" r="{stroke.radius * wide:g}" fill="{colour}"'
            f' fill-opacity="{opacity}"/>'
        )
    d = "M" + "L".join(f"{x:.5g} {y:.5g}" for x, y in stroke.points)
    return (
        f'<path d="{d}" fill="none" stroke="{colour}" stroke-opacity="{opacity}"'
        f' stroke-width="{stroke.radius * 2 * wide:g}" stroke-linecap="round"'
        ' stroke-linejoin="round"/>'
    )
