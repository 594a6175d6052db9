#!/usr/bin/env python3
"""Draws small pictures and asks OpenCV for their edges: own/*.png and own/cases.json beside this file.

    python3 make_cases.py        needs python3-opencv (4.6.0 made what is here) and python3-pil
"""
import json
import pathlib

import cv2
import numpy as np
from PIL import Image

OWN = pathlib.Path(__file__).parent / "own"


def noise(height, width, seed, channels=None):
    shape = (height, width) if channels is None else (height, width, channels)
    return np.random.default_rng(seed).integers(0, 256, shape).astype(np.uint8)


def wedges(side):
    """Edges at all angles."""
    y, x = np.mgrid[0:side, 0:side] - (side - 1) / 2
    return (127 + 100 * np.sign(np.sin(np.arctan2(y, x) * 17))).astype(np.uint8)


def stairs(side):
    """Steps and ramps side by side: equal magnitudes next to each other."""
    rise = np.cumsum(np.tile([0, 9, 9, 0, 0, 18, 0], side)[:side])
    return ((rise[None, :] + 3 * rise[:, None]) % 256).astype(np.uint8)


def path(side, pitch=6):
    """A faint line that runs to and fro over the picture, bright only where it begins."""
    a = np.zeros((side, side), np.uint8)
    for n, y in enumerate(range(3, side - 3, pitch)):
        a[y, 3:side - 3] = 40
        if y + pitch < side - 3:
            a[y:y + pitch + 1, 3 if n % 2 else side - 4] = 40
    a[3, 3:9] = 255
    return a


def tinted(side):
    """Wedges, turned a little further in each channel: the steepest channel changes from edge to edge."""
    return np.stack([np.roll(wedges(side), 3 * c, axis=1) // (c + 1) for c in range(3)], axis=2)


def stripes(height, width):
    """Edges of equal height in two channels, across each other: ties between channels."""
    y, x = np.mgrid[0:height, 0:width]
    return np.stack([(x // 5 % 2) * 120, (y // 5 % 2) * 120, ((x + y) // 7 % 2) * 90], axis=2).astype(np.uint8)


PICTURES = {
    "noise": noise(47, 61, 1),
    "colours": noise(30, 41, 2, 3),
    "wedges": wedges(75),
    "stairs": stairs(70),
    "path": path(200),
    "row": noise(1, 90, 3),
    "column": noise(37, 1, 4),
    "one": np.full((1, 1), 200, np.uint8),
    "flat": np.full((9, 14), 137, np.uint8),
}
ORDINARY = list(PICTURES)
PICTURES |= {"tinted": tinted(61), "stripes": stripes(44, 57)}
THRESHOLDS = {3: (90, 300), 5: (1100, 3600.5), 7: (12000, 45000)}


def edges(cases, name, low, high, aperture, l2, sigma=None, gray=False):
    a, steps = PICTURES[name], []
    if gray:
        a = cv2.cvtColor(a, cv2.COLOR_RGB2GRAY)
        steps.append({"op": "gray"})
    if sigma:
        a = cv2.GaussianBlur(a, (0, 0), sigma)
        steps.append({"op": "blur", "sigma": sigma})
    steps.append({"op": "canny", "t1": low, "t2": high, "aperture": aperture, "l2": l2})
    golden = f"{len(cases):02d}-{name}.png"
    found = cv2.Canny(a, low, high, apertureSize=aperture, L2gradient=l2)
    Image.fromarray(found).convert("1", dither=Image.Dither.NONE).save(OWN / golden, optimize=True)
    cases.append({"id": golden[:-4], "input": f"{name}.png", "steps": steps, "golden": golden})


def main():
    OWN.mkdir(exist_ok=True)
    for name, picture in PICTURES.items():
        Image.fromarray(picture).save(OWN / f"{name}.png", optimize=True)
    cases = []
    for name in ORDINARY:
        for aperture, (low, high) in THRESHOLDS.items():
            for l2 in (False, True):
                edges(cases, name, low, high, aperture, l2)
    edges(cases, "path", 100, 600, 3, True)
    for name in ("noise", "wedges", "row", "column", "one"):
        edges(cases, name, 20, 60.5, 3, True, sigma=1.4)
        edges(cases, name, 60.5, 20, 3, False, sigma=3.7)
    edges(cases, "colours", 50, 150, 3, False, gray=True)
    edges(cases, "colours", 20, 60, 3, True, gray=True, sigma=0.6)
    for name in ("colours", "tinted", "stripes"):  # three channels at once
        if name != "colours":
            for aperture, (low, high) in THRESHOLDS.items():
                for l2 in (False, True):
                    edges(cases, name, low, high, aperture, l2)
        edges(cases, name, 20, 60.5, 3, True, sigma=1.4)
        edges(cases, name, 60.5, 20, 5, False, sigma=2.2)
    lines = ",\n  ".join(json.dumps(case) for case in cases)
    (OWN / "cases.json").write_text(f'{{\n "opencv": "{cv2.__version__}",\n "cases": [\n  {lines}\n ]\n}}\n')
    print(f"{len(cases)} cases")


if __name__ == "__main__":
    main()
