"""Mulberry32 as in src/engine/random.ts, so that tests in TypeScript draw the same weights and pictures."""
import numpy as np


class Stream:
    def __init__(self, seed):
        self.seed = seed
        self.drawn = 0

    def draw(self, count):
        """The next numbers in [0, 1), as randomFrom(seed) gives them."""
        steps = np.arange(self.drawn + 1, self.drawn + 1 + count, dtype=np.uint64)
        self.drawn += count
        mask = np.uint64(0xffffffff)
        state = (np.uint64(self.seed) + steps * np.uint64(0x6d2b79f5)) & mask
        t = ((state ^ (state >> np.uint64(15))) * (state | np.uint64(1))) & mask
        t = ((t + (((t ^ (t >> np.uint64(7))) * (t | np.uint64(61))) & mask)) & mask) ^ t
        return (t ^ (t >> np.uint64(14))).astype(np.float64) / 2 ** 32
