"""Fine lines for what lies under the skin and orients the eye: bones, furrows, folds.

The blended adult is smooth there; a chart needs the marks by which a therapist finds the way.
Millimetres in anatomical position, left side; a line off the midline has a mirror image.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline
from source import Floats


@dataclass(frozen=True)
class Landmark:
    name: str
    view: str
    points: tuple[tuple[float, float], ...]
    """(x, y) along the line."""
    width: float = 2.0
    """Where it is widest, mm; it tapers to both ends."""
    opacity: float = 0.32
    """Of the darkest tone."""


LANDMARKS: tuple[Landmark, ...] = (
    Landmark(
        "clavicle, upper edge",
        "front",
        ((17, 1377), (48, 1381), (88, 1388), (132, 1381), (168, 1372)),
        2.6,
    ),
    Landmark(
        "clavicle, lower edge",
        "front",
        ((26, 1363), (60, 1370), (96, 1375), (128, 1369)),
        1.8,
        0.26,
    ),
    Landmark("jugular notch", "front", ((-13, 1378), (0, 1371), (13, 1378)), 2.4),
    Landmark("sternal head", "front", ((46, 1444), (35, 1422), (20, 1393)), 2.2, 0.26),
    Landmark("midline of the abdomen", "front", ((0, 1150), (0.3, 1090), (0, 1032)), 1.6, 0.26),
    Landmark("navel", "front", ((-6, 1011), (0, 1005), (6, 1011)), 3.0, 0.42),
    Landmark("costal margin", "front", ((16, 1147), (44, 1112), (78, 1082), (98, 1070)), 1.8, 0.2),
    Landmark("inguinal crease", "front", ((30, 826), (62, 860), (98, 900), (116, 919)), 2.0, 0.26),
    Landmark(
        "kneecap, inner edge", "front", ((99, 512), (93, 492), (98, 470), (108, 460)), 2.0, 0.26
    ),
    Landmark(
        "kneecap, outer edge", "front", ((138, 512), (145, 492), (140, 470), (129, 459)), 2.0, 0.26
    ),
    Landmark("shin", "front", ((118, 430), (115, 340), (118, 240), (122, 160)), 1.5, 0.2),
    Landmark("crease of the elbow", "front", ((257, 1108), (279, 1100), (302, 1107)), 1.8, 0.26),
    Landmark("crease of the wrist", "front", ((381, 889), (398, 885), (416, 890)), 1.8, 0.26),
    Landmark("spine", "back", ((0, 1418), (0.2, 1300), (0.2, 1120), (0, 962)), 2.4, 0.26),
    Landmark(
        "spine of the scapula",
        "back",
        ((68, 1338), (104, 1347), (146, 1361), (176, 1365)),
        2.4,
        0.26,
    ),
    Landmark(
        "medial border of the scapula",
        "back",
        ((64, 1362), (67, 1318), (71, 1262), (82, 1216)),
        2.4,
        0.26,
    ),
    Landmark(
        "lateral border of the scapula",
        "back",
        ((84, 1212), (100, 1222), (122, 1252), (139, 1278)),
        2.0,
        0.26,
    ),
    Landmark("iliac crest", "back", ((50, 936), (78, 962), (112, 982), (134, 986)), 1.8, 0.2),
    Landmark(
        "dimple of the sacroiliac joint", "back", ((35, 928), (41, 923), (47, 927)), 3.2, 0.34
    ),
    Landmark("gluteal fold", "back", ((16, 818), (48, 810), (84, 814), (112, 826)), 3.0, 0.42),
    Landmark("crease of the knee", "back", ((92, 482), (116, 478), (142, 484)), 2.0, 0.26),
    Landmark("Achilles tendon, inner edge", "back", ((118, 180), (116, 120), (115, 78)), 1.8, 0.26),
    Landmark("Achilles tendon, outer edge", "back", ((136, 180), (137, 120), (138, 78)), 1.8, 0.26),
    Landmark("point of the elbow", "back", ((268, 1104), (283, 1095), (298, 1102)), 2.0, 0.26),
)


def outline(landmark: Landmark, mirrored: bool) -> Floats:
    """(n, 2) the closed shape of a tapered line, body x and y."""
    points = np.array(landmark.points, dtype=float)
    if mirrored:
        points = points * [-1, 1]
    steps = np.r_[0, np.cumsum(np.hypot(*np.diff(points, axis=0).T))]
    t = np.linspace(0, steps[-1], max(9, int(steps[-1] / 6)))
    curve = CubicSpline(steps, points, axis=0)
    middle, along = curve(t), curve(t, 1)
    normal = np.c_[-along[:, 1], along[:, 0]] / np.linalg.norm(along, axis=1, keepdims=True)
    half = landmark.width / 2 * np.clip(np.sin(np.pi * t / t[-1]), 0, 1)[:, None] ** 0.7
    return np.r_[middle + normal * half, (middle - normal * half)[-2:0:-1]]


def crosses_midline(landmark: Landmark) -> bool:
    return min(x for x, _ in landmark.points) < 1.0
