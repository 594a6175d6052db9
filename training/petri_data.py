"""Training and test pairs of the petri dishes: edges (and the grey picture) of a dish, and the dish."""
import glob
import random

import numpy as np

import cell_data as cd

TEST_SHARE = 0.1
RECIPE = cd.RECIPE['petri-pix2pix']


def mulberry32(seed):
    """The stream of `src/engine/random.ts`."""
    state = seed & 0xFFFFFFFF
    while True:
        state = (state + 0x6D2B79F5) & 0xFFFFFFFF
        t = (state ^ (state >> 15)) * (state | 1) & 0xFFFFFFFF
        t = ((t + ((t ^ (t >> 7)) * (t | 61) & 0xFFFFFFFF)) & 0xFFFFFFFF) ^ t
        yield ((t ^ (t >> 14)) & 0xFFFFFFFF) / 4294967296


def divided(files, seed):
    """(training files, test files): the sorted files shuffled by Fisher and Yates, the first tenth for the test."""
    files, chance = sorted(files), mulberry32(seed)
    for last in range(len(files) - 1, 0, -1):
        other = int(next(chance) * (last + 1))
        files[last], files[other] = files[other], files[last]
    count = round(TEST_SHARE * len(files))
    return sorted(files[count:]), sorted(files[:count])


def inputs(picture, with_grey, p_lo, p_hi, gamma, sigma, low, high, l2):
    """What the generator sees: edges [height, width], or edges and the developed grey picture [height, width, 2]."""
    edges = cd.edges(picture, p_lo, p_hi, gamma, sigma, low, high, l2)
    return np.dstack([edges, cd.developed(picture, p_lo, p_hi, gamma)]) if with_grey else edges


class Petri:
    """Random pairs: turned and mirrored dishes, the paper's jitter (286 pixels, a crop of 256), thresholds near the recipe's."""

    def __init__(self, dishes, seed, with_grey):
        train, test = divided(glob.glob(f'{dishes}/*.png'), seed)
        self.pictures, self.test_files = [cd.read(file) for file in train], test
        self.rnd, self.with_grey = random.Random(seed), with_grey

    def pair(self):
        r = self.rnd
        (picture,) = cd.dihedral(r, r.choice(self.pictures))
        if r.random() < 0.7:
            side = r.randint(257, 286)
            large = cd.cv2.resize(picture, (side, side), interpolation=cd.cv2.INTER_CUBIC)
            y, x = r.randint(0, side - 256), r.randint(0, side - 256)
            picture = np.ascontiguousarray(large[y:y + 256, x:x + 256])
        factor = r.uniform(0.7, 1.4)
        recipe = dict(RECIPE, sigma=r.uniform(1.0, 1.8), low=RECIPE['low'] * factor, high=RECIPE['high'] * factor)
        return inputs(picture, self.with_grey, **recipe), picture

    def test_set(self, as_rgb=False):
        """[(name, source, input, target, None)], as cell_data.test_set gives it; edges three times where `as_rgb`."""
        pictures = [(file.rsplit('/', 1)[-1], cd.read(file)) for file in self.test_files]
        rows = [(name, picture, inputs(picture, self.with_grey, **RECIPE)) for name, picture in pictures]
        return [(name, picture, np.dstack([seen] * 3) if as_rgb else seen, picture, None) for name, picture, seen in rows]
