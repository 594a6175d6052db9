"""Training and test pairs of stained tissue: edges and grey of a tile, and the tile in haematoxylin and eosin.

Of the tiles a few are stained so; most have one dye, or none. Their targets are made of their own densities: what people outlined as nuclei, and
what is as dark as those, takes haematoxylin, the rest eosin, in the colours that the few have. The structure of a target is its tile's."""
import csv
import random

import cv2
import numpy as np

import cell_data as cd

RECIPE = cd.RECIPE['blood-stain']
# Directions of the optical density of red, green and blue, and its lengths, where nuclei are and where none is: means of the three training
# tiles that have both dyes. Nuclei there have some eosin over them; so have these.
HAEMATOXYLIN, EOSIN = np.array([0.31, 0.915, 0.26], np.float32), np.array([0.20, 0.905, 0.37], np.float32)
NUCLEUS, GROUND = 1.53, 0.75                      # of the median nucleus; of the rest, where it is not clear glass, less than their 1.1: thin cells
MOST_EOSIN = 1.1


def density(picture):
    """Optical density of the grey picture against its own light, float32, 0 for clear glass."""
    grey = cd.grey(picture).astype(np.float32)
    light = max(np.percentile(grey, 99.5), 1.0)
    return -np.log(np.clip(grey / light, 1 / 255, 1))


def stained(picture, labels):
    """The tile in haematoxylin and eosin, RGB uint8.

    @param labels 0 is ground, 1..n a nucleus each; not every nucleus has one.
    """
    thick = cv2.GaussianBlur(density(picture), (0, 0), 0.6)
    outlined = cv2.GaussianBlur((labels > 0).astype(np.float32), (0, 0), 1.0)
    inside = labels > 0
    if inside.sum() > 30 and (~inside).sum() > 30:
        dark, bright = np.median(thick[inside]), np.median(thick[~inside])
    else:
        bright, dark = np.percentile(thick, (50, 99))
    # As dark as a nucleus, though nobody outlined it.
    alike = np.clip((thick - (bright + 0.6 * (dark - bright))) / max(0.25 * (dark - bright), 0.02), 0, 1)
    nucleus = np.maximum(outlined, alike)
    scale = NUCLEUS / max(dark, 0.2)
    ground = min(GROUND / bright, 2.5 * scale) if bright > 0.08 else scale
    taken = lambda share, dye: share[..., None] * dye
    od = taken(nucleus * thick * scale, HAEMATOXYLIN) + taken((1 - nucleus) * np.minimum(thick * ground, MOST_EOSIN), EOSIN)
    return np.clip(np.round(255 * np.exp(-np.clip(od, 0, 2.6)) * (0.985, 0.975, 0.985)), 0, 255).astype(np.uint8)


def has_both(picture):
    """Whether a tile has eosin beside haematoxylin: its red is well above its blue."""
    return float((picture[..., 0].astype(int) - picture[..., 2]).mean()) > 5


def tiles(data, split):
    """[(file, tile RGB, label map)] of the tissue of both sets; an image is in one split only."""
    out = []
    for folder, kind in (('single-cells', 'tissue'), ('nuclei', 'tissue-stained')):
        for row in csv.DictReader(open(f'{data}/{folder}/index.csv')):
            if row['kind'] == kind and row['split'] == split:
                labels = cv2.imread(f"{data}/{folder}/{row['labels']}", cv2.IMREAD_UNCHANGED)
                out.append((f"{folder}/{row['file']}", cd.read(f"{data}/{folder}/{row['file']}"), labels))
    return out


def target(picture, labels):
    return picture if has_both(picture) else stained(picture, labels)


def inputs(picture, p_lo, p_hi, gamma, sigma, low, high, l2):
    return np.dstack([cd.edges(picture, p_lo, p_hi, gamma, sigma, low, high, l2), cd.developed(picture, p_lo, p_hi, gamma)])


class Tissue:
    """Random pairs: turned and mirrored tiles at 0.8 to 1.5 of their size, edge settings near the recipe's."""

    def __init__(self, data, seed):
        self.rnd = random.Random(seed)
        self.pairs = [(picture, target(picture, labels)) for _, picture, labels in tiles(data, 'train')]

    def pair(self):
        r = self.rnd
        while True:
            source, wanted = r.choice(self.pairs)
            scale = 1.0 if r.random() < 0.4 else r.uniform(max(0.8, cd.S / min(source.shape[:2])), 1.5)
            if scale != 1.0:
                how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
                source, wanted = (cv2.resize(one, None, fx=scale, fy=scale, interpolation=how) for one in (source, wanted))
            height, width = source.shape[:2]
            if min(height, width) < cd.S:
                continue
            y, x = r.randint(0, height - cd.S), r.randint(0, width - cd.S)
            source, wanted = cd.dihedral(r, *(one[y:y + cd.S, x:x + cd.S] for one in (source, wanted)))
            seen = inputs(source, **cd.jitter(r, 'blood-smear'))
            seen[..., 0] = cd.clean(r, seen[..., 0])
            return seen, wanted


def test_set(data):
    """[(file, tile, input, target, None)], as cell_data.test_set gives it."""
    return [(file, picture, inputs(picture, **RECIPE), target(picture, labels), None)
            for file, picture, labels in tiles(data, 'test') if picture.shape[:2] == (cd.S, cd.S)]
