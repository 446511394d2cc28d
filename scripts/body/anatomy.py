"""Which region each face belongs to: surface anatomy written as rules, first match wins.

Numbers are millimetres and degrees on the 1.66 m body in anatomical position. Levels were read
off the surface (notch, navel, gluteal fold, kneecap, malleoli) and placed by the usual bony
landmarks between them: T1 to T7 along the blade, the crest at L4, the trochanter level with the
hip joint. A region is an address for pain, not a muscle border.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from frames import Bools, Frames, inside, right_of

NOTCH, BREAST_FOLD, NAVEL = 1378.0, 1178.0, 1008.0
THIGH_TOP, THIGH_HALF, KNEE_TOP, KNEE_BOTTOM = 800.0, 664.0, 533.0, 442.0
CALF_HALF, ANKLE_TOP = 262.0, 104.0
T1, T7, L1, L5 = 1408.0, 1212.0, 1068.0, 952.0

Rule = tuple[str, Bools]


def head(f: Frames) -> Iterator[Rule]:
    """Head and face: angle about the head's upright axis, and height."""
    phi, y = f.around(0, 45), f.y
    on_head = f.is_part("head") | (y > 1535) | ((f.z > 75) & (y > 1440))
    jaw_edge = np.interp(phi, [0, 35, 52, 68, 86], [1446, 1449, 1458, 1478, 1508])
    mouth = np.interp(phi, [0, 24, 58, 86], [1490, 1492, 1511, 1511])
    under_chin = (f.normal[:, 1] < -0.72) & (y < 1470)
    face = on_head & (y > jaw_edge) & ~under_chin & (phi < 86)
    scalp = np.interp(phi, [46, 52, 74, 84], [1640, 1602, 1596, 1562])
    yield "head.vertex", (y > 1600) & ((f.x / 44) ** 2 + ((f.z - 42) / 62) ** 2 < 1)
    yield "face.ear", ((phi - 95) / 16) ** 2 + ((y - 1534) / 31) ** 2 < 1
    yield (
        "face.eye",
        face
        & inside(
            phi,
            y,
            [(5, 1568), (14, 1579), (33, 1578), (40, 1566), (38, 1545), (24, 1540), (9, 1543)],
        ),
    )
    yield "head.forehead", face & (y > 1566) & (phi < 46)
    yield (
        "head.temple",
        face
        & inside(phi, y, [(38, 1545), (88, 1545), (86, 1562), (74, 1597), (45, 1606), (44, 1560)]),
    )
    yield "head.side", on_head & (phi > 44) & (phi < 122) & (y > scalp)
    yield "face.tmj", face & inside(phi, y, [(59, 1512), (88, 1500), (88, 1545), (61, 1545)])
    yield "face.cheek", face & (y > mouth) & (y < 1580)
    yield "face.jaw", face
    yield "head.side", (phi < 122) & (y > 1552)
    yield "head.occiput", (y > np.interp(phi, [108, 125, 180], [1534, 1526, 1522])) & (phi >= 108)


def neck(f: Frames) -> Iterator[Rule]:
    phi, y = f.around(0, 25), f.y
    base = np.interp(phi, [0, 40, 60, 95, 125, 150, 180], [NOTCH, 1384, 1402, 1422, 1418, 1410, T1])
    on_neck = (y > base) & (f.x < 75) & (y < 1535)
    yield "neck.suboccipital", on_neck & (phi > 112) & (y > 1487)
    yield "neck.posterior", on_neck & (phi > 118)
    yield "neck.lateral", on_neck & (phi > 56)
    yield "neck.anterior", on_neck


def shoulder(f: Frames) -> Iterator[Rule]:
    x, y = f.x, f.y
    joint = f.joints["upperarm01.L"]
    arm = f.limb("upperarm01.L", "lowerarm01.L", f.is_part("arm"))
    theta = f.around(152, 14)
    armpit = np.linalg.norm(f.rest - np.array([158, 1252, 8]), axis=1)
    opens_down = (f.normal[:, 1] < 0.1) & (y < 1310) & (x > 105)
    yield "shoulder.axilla", (armpit < 50) & opens_down & (np.abs(theta) > 0)
    front = f.z > 14
    ridge = np.interp(x, [30, 55, 90, 165, 200], [1412, 1398, 1374, 1352, 1352])
    clavicle = np.interp(x, [0, 20, 90, 170, 200], [NOTCH, NOTCH, 1382, 1366, 1362])
    yield "shoulder.top", (x < 186) & (y > np.where(front, clavicle, ridge)) & ~f.is_part("head")
    cap = (arm.along < 104) & (x > 118)
    lateral_end = np.interp(np.abs(theta - 90), [0, 42], [104, 62])
    yield (
        "shoulder.lateral",
        cap & (np.abs(theta - 90) < 42) & (arm.along < lateral_end) & (x > joint[0] - 6),
    )
    in_front = right_of(x, y, (160, 1250), (118, 1380)) > 0
    behind = right_of(x, y, (152, 1250), (164, 1380)) > 0
    yield "shoulder.anterior", front & cap & in_front & (arm.along < 62) & (y > 1246)
    yield "shoulder.posterior", ~front & cap & behind & (arm.along < 62) & (y > 1246)


def arm(f: Frames) -> Iterator[Rule]:
    """Quarters of the upper arm and elbow; palm, back and edges of forearm and wrist."""
    upper = f.limb("upperarm01.L", "lowerarm01.L", f.is_part("arm"))
    lower = f.limb("lowerarm01.L", "wrist.L", f.is_part("forearm"))
    limb = f.is_part("arm", "forearm", "hand", "thumb", "index", "middle", "ring", "little")
    limb |= (f.x > 185) & (f.y < 1250)
    above = limb & (upper.along < 207)
    elbow = limb & ~above & (lower.along < 36)
    below = limb & ~above & ~elbow
    wrist = below & (lower.along > 203)
    forearm = below & (lower.along <= 203)
    for zone, name, angle in ((above, "arm", upper.angle), (elbow, "elbow", upper.angle)):
        yield f"{name}.anterior", zone & (np.abs(angle) < 45)
        yield f"{name}.lateral", zone & (np.abs(angle - 90) <= 45)
        yield f"{name}.medial", zone & (np.abs(angle + 90) <= 45)
        yield f"{name}.posterior", zone
    for zone, name, half in ((wrist, "wrist", 32), (forearm, "forearm", 35)):
        yield f"{name}.radial", zone & (np.abs(lower.angle - 90) < half)
        yield f"{name}.ulnar", zone & (np.abs(lower.angle + 90) < half)
        yield f"{name}.volar", zone & (np.abs(lower.angle) < 90)
        yield f"{name}.dorsal", zone


def hand(f: Frames) -> Iterator[Rule]:
    x, y = f.x, f.y
    for digit in ("thumb", "index", "middle", "ring", "little"):
        yield f"hand.{digit}", f.is_part(digit)
    palm_side = f.is_part("hand") & (f.normal[:, 2] > 0.05)
    yield (
        "hand.thenar",
        palm_side
        & inside(x, y, [(402, 920), (520, 900), (480, 830), (444, 834), (426, 846), (410, 868)]),
    )
    yield (
        "hand.hypothenar",
        palm_side
        & inside(x, y, [(340, 920), (396, 920), (399, 850), (393, 812), (390, 770), (340, 770)]),
    )
    yield "hand.palm", palm_side
    yield "hand.dorsum_ulnar", f.is_part("hand") & (right_of(x, y, (430, 793), (405, 888)) < 0)
    yield "hand.dorsum_radial", f.is_part("hand")


def foot(f: Frames) -> Iterator[Rule]:
    x, y, z = f.x, f.y, f.z
    low = f.is_part("foot", "great_toe", "toes") | (y < ANKLE_TOP)
    yield "foot.great_toe", f.is_part("great_toe") & (z > 150)
    yield "foot.toes", f.is_part("toes") & (z > 135)
    heel = np.interp(y, [0, 20, 48], [22, 16, -2])
    yield "foot.heel", low & (z < heel) & (y < 50)
    under = low & (((f.normal[:, 1] < -0.25) & (y < 24)) | (y < 9))
    ball = np.interp(x, [88, 178], [122, 100])
    middle = np.interp(z, [16, 120], [127, 136])
    yield "foot.ball", under & (z > ball)
    yield (
        "foot.arch",
        (under | (low & (y < 26) & (f.normal[:, 0] < -0.5))) & (x < middle) & (z < ball),
    )
    yield "foot.sole_lateral", under | (low & (y < 13) & (f.normal[:, 0] > 0.5) & (z < ball))
    round_ankle = f.around(126, 14)
    joint = low & (y > 34) & (z < np.interp(y, [34, 60, ANKLE_TOP], [34, 52, 80]))
    back = np.abs(round_ankle) > 142
    yield "leg.achilles", joint & back
    yield (
        "ankle.anterior",
        low
        & (y > 50)
        & (np.abs(round_ankle) < 40)
        & (z < np.interp(y, [50, 80, ANKLE_TOP], [70, 82, 90])),
    )
    yield "ankle.lateral", joint & (round_ankle > 0)
    yield "ankle.medial", joint
    yield "foot.dorsum", low


def leg(f: Frames) -> Iterator[Rule]:
    thigh = f.limb("upperleg01.L", "lowerleg01.L", f.is_part("thigh") & (f.y < THIGH_TOP)).angle
    shank = f.limb("lowerleg01.L", "foot.L", f.is_part("leg")).angle
    on_thigh = (f.y < THIGH_TOP) & (f.y >= KNEE_TOP)
    half = np.where(f.y >= THIGH_HALF, "upper", "lower")
    for which in ("upper", "lower"):
        zone = on_thigh & (half == which)
        yield f"thigh.anterior_{which}", zone & (np.abs(thigh) < 45)
        yield f"thigh.lateral_{which}", zone & (np.abs(thigh - 90) <= 45)
        yield f"thigh.medial_{which}", zone & (np.abs(thigh + 90) <= 45)
        yield f"thigh.posterior_{which}", zone
    knee = (f.y < KNEE_TOP) & (f.y >= KNEE_BOTTOM)
    at_knee = f.limb("upperleg01.L", "lowerleg01.L", knee | on_thigh).angle
    yield "knee.anterior", knee & (np.abs(at_knee) < 48)
    yield "knee.lateral", knee & (np.abs(at_knee - 90) <= 42)
    yield "knee.medial", knee & (np.abs(at_knee + 90) <= 42)
    yield "knee.posterior", knee
    below = f.y < KNEE_BOTTOM
    yield "leg.anterior", below & (np.abs(shank - 4) < 40)
    yield "leg.lateral", below & (shank > 0) & (shank < 122)
    yield "leg.medial", below & (shank < 0) & (shank > -122)
    yield "leg.calf", below & (f.y >= CALF_HALF)
    yield "leg.achilles", below


def pelvis(f: Frames) -> Iterator[Rule]:
    x, y, z = f.x, f.y, f.z
    low = (y < 1045) & ~f.is_part("arm", "forearm", "hand", "thumb")
    front = z > 5
    yield (
        "pelvis.genital",
        low
        & front
        & (z > 22)
        & inside(x, y, [(-5, 850), (20, 846), (31, 826), (20, 806), (24, 770), (-5, 770)]),
    )
    yield "pelvis.perineum", low & (x < 20) & (z > -45) & (z <= 24) & (y < 822) & (y > 780)
    cleft = low & ~front & (x < np.interp(y, [800, 850, 900], [16, 14, 17]))
    yield "pelvis.perineum", cleft & (y < 862)
    yield "pelvis.coccyx", cleft & (y < 897)
    yield (
        "back.sacrum",
        low & ~front & (y < L5) & (y > 850) & (x < np.interp(y, [860, 900, L5], [8, 34, 50])),
    )
    side = f.around(85, 5)
    crest = np.where(
        front,
        np.interp(x, [100, 120, 145], [925, 940, 988]),
        np.interp(x, [40, 80, 118], [930, 962, 988]),
    )
    crest = np.where(np.abs(side - 90) < 25, 988, crest)
    on_crest = np.abs(y - crest) < 18
    yield "hip.iliac_crest", low & on_crest & np.where(front, side > 58, x > 44)
    groin = right_of(x, y, (22, 818), (124, 922))
    below_crest = low & (y < np.where(front & (side < 58), 948, crest)) & (y >= THIGH_TOP)
    yield "abdomen.groin", low & front & (np.abs(groin) < 19) & (side < 58) & (y > 800)
    yield "hip.lateral", below_crest & (side > 56) & (side < 128) & (x > 60)
    yield "hip.anterior", below_crest & front & (groin > 0)
    yield "hip.buttock_upper", below_crest & ~front & (y > 880)
    yield "hip.buttock_lower", below_crest & ~front


def trunk(f: Frames) -> Iterator[Rule]:
    x, y = f.x, f.y
    theta = f.around(0, 18, 140, 100)
    side, back = (theta > 58) & (theta < 122), theta >= 122
    yield "back.flank", side & (y < 1085)
    yield "chest.lateral", side & (y < 1310)
    yield (
        "back.interscapular",
        (theta > 90) & (y > T7) & (x < np.interp(y, [T7, 1330, 1390], [74, 66, 62])),
    )
    yield (
        "back.scapula",
        (theta > 90)
        & inside(
            x,
            y,
            [(60, 1420), (72, T7), (98, 1206), (118, 1220), (150, 1275), (200, 1300), (200, 1420)],
        ),
    )
    yield "back.midthoracic", back & (y > L1) & (x < np.interp(y, [L1, T7], [96, 112]))
    yield "chest.lateral", back & (y > L1)
    yield "back.lumbar", back & (x < 88)
    yield "back.flank", back
    yield "chest.sternum", (x < np.interp(y, [1150, 1340, NOTCH], [13, 17, 22])) & (y > 1142)
    yield "chest.upper", y > np.interp(x, [20, 150], [1290, 1300])
    arch = np.interp(x, [0, 40, 120], [BREAST_FOLD, BREAST_FOLD - 8, BREAST_FOLD - 4])
    yield "chest.pectoral", y > arch
    yield "abdomen.upper", y > NAVEL
    yield "abdomen.lower", np.ones(len(x), dtype=bool)


ORDER = (head, neck, hand, shoulder, arm, foot, pelvis, leg, trunk)


def label(f: Frames) -> np.ndarray:
    """(faces,) the region code of every face."""
    out = np.full(len(f.x), "", dtype="U24")
    for group in ORDER:
        for code, mask in group(f):
            out[(out == "") & mask] = code
    return out
