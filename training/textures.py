"""Procedural textures: 52 families, each a seeded function to a height field in 0..1, coloured by harmonious palettes.
usage: textures.py OUT [--each 70] [--seed 1]     writes OUT/FAMILY/000.png ... (160 x 160 RGB), and OUT/sheet.png
Colours are drawn alike for every family, so that only the structure tells them apart."""
import argparse
import colorsys
import os
import zlib

import cv2
import numpy as np
from scipy.ndimage import gaussian_filter, map_coordinates
from scipy.spatial import cKDTree

N = 160


# ---------------------------------------------------------------- what the families are made of
def grid():
    """y and x of every pixel centre, 0..1, each N x N."""
    axis = (np.arange(N) + 0.5) / N
    return np.meshgrid(axis, axis, indexing='ij')


def unit(field):
    """The field stretched to 0..1 between its percentiles 1 and 99."""
    low, high = np.percentile(field, (1, 99))
    return np.clip((field - low) / max(high - low, 1e-9), 0, 1)


def step(field, edge, width):
    """A soft step from 0 to 1 around `edge`, `width` wide."""
    t = np.clip((field - edge) / width + 0.5, 0, 1)
    return t * t * (3 - 2 * t)


def frequency():
    f = np.fft.fftfreq(N) * N
    return np.hypot(f[:, None], f[None])


def noise(r, power=1.8, low=1):
    """Gaussian noise of spectrum 1 / f^power above `low` cycles a side, 0..1."""
    f = frequency()
    spectrum = np.fft.fft2(r.standard_normal((N, N))) / np.maximum(f, 1) ** power * (f >= low)
    return unit(np.fft.ifft2(spectrum).real)


def band(r, f0, width=0.25, angle=None):
    """Gaussian noise around f0 cycles a side; with an angle, of waves across it only. Standard deviation 1."""
    f = np.fft.fftfreq(N) * N
    fy, fx = f[:, None], f[None]
    gain = np.exp(-((np.hypot(fy, fx) / f0 - 1) / width) ** 2)
    if angle is not None:
        gain = gain * np.cos(np.arctan2(fy, fx) - angle) ** 24
    field = np.fft.ifft2(np.fft.fft2(r.standard_normal((N, N))) * gain).real
    return field / field.std()


def warped(field, r, strength, power=2.2):
    """The field displaced by smooth noise, up to about `strength` of the side."""
    y, x = np.mgrid[:N, :N].astype(float)
    d = [(noise(r, power) - 0.5) * 2 * strength * N for _ in range(2)]
    return map_coordinates(field, [y + d[0], x + d[1]], order=1, mode='reflect')


def bent(r, strength=0.05):
    """y and x turned by a random angle about the centre and bent by smooth noise."""
    y, x = grid()
    a = r.uniform(0, 2 * np.pi)
    u, v = x - 0.5, y - 0.5
    bends = [(noise(r, 2.4) - 0.5) * 2 * strength for _ in range(2)]
    return -np.sin(a) * u + np.cos(a) * v + bends[0], np.cos(a) * u + np.sin(a) * v + bends[1]


def points(r, count, jitter=0.9):
    """About `count` points of a jittered hexagonal grid, one cell beyond the border too. [n, 2] as y, x."""
    side = max(2, int(round(np.sqrt(count))))
    i, j = np.mgrid[-1:side + 1, -1:side + 1].reshape(2, -1).astype(float)
    p = np.stack([i + 0.5, j + 0.5 + 0.5 * (i % 2)], 1) + r.uniform(-jitter, jitter, (i.size, 2)) / 2
    return p / side


def voronoi(r, count, jitter=0.9, bend=0.0):
    """Distances to the nearest and second nearest point in units of the mean spacing, and the nearest one's index."""
    p = points(r, count, jitter)
    y, x = grid()
    if bend:
        y, x = (c + (noise(r, 2) - 0.5) * bend for c in (y, x))
    d, i = cKDTree(p).query(np.stack([y.ravel(), x.ravel()], 1), k=2)
    d = d.reshape(N, N, 2) * np.sqrt(count)
    return d[..., 0], d[..., 1], i[:, 0].reshape(N, N), p


def apart(r, count, radii, gap=1.05):
    """Discs (y, x, radius) that do not overlap, largest first, thrown at random."""
    placed = np.zeros((0, 3))
    for radius in sorted(r.uniform(*radii, count), reverse=True):
        for _ in range(12):
            y, x = r.uniform(-0.05, 1.05, 2)
            if not len(placed) or (np.hypot(placed[:, 0] - y, placed[:, 1] - x) > gap * (placed[:, 2] + radius)).all():
                placed = np.vstack([placed, (y, x, radius)])
                break
    return placed


def strokes(lines, widths, tones=None, ground=0.0):
    """Anti-aliased polylines ([n, 2] as y, x in 0..1; widths in pixels), drawn at twice the size. 0..1."""
    canvas = np.full((2 * N, 2 * N), ground * 255, np.uint8)
    for k, line in enumerate(lines):
        tone = 255 if tones is None else int(255 * tones[k])
        path = np.round(np.asarray(line)[:, ::-1] * 2 * N * 16).astype(np.int32)
        cv2.polylines(canvas, [path], False, tone, max(1, int(round(2 * widths[k]))), cv2.LINE_AA, 4)
    return cv2.resize(canvas, (N, N), interpolation=cv2.INTER_AREA) / 255.0


def turing(r, f0, bias=0.0, angle=None, rounds=12):
    """A Turing pattern of about f0 stripes a side: band pass and saturate, again and again."""
    f = np.fft.fftfreq(N) * N
    fy, fx = f[:, None], f[None]
    gain = np.exp(-((np.hypot(fy, fx) / f0 - 1) / 0.3) ** 2)
    if angle is not None:
        gain = gain * (0.02 + np.cos(np.arctan2(fy, fx) - angle) ** 8)
    u = r.standard_normal((N, N))
    for _ in range(rounds):
        u = np.fft.ifft2(np.fft.fft2(u) * gain).real
        u = np.tanh(1.8 * u / u.std() + bias)
    return unit(u)


def gray_scott(r, feed, kill, steps=2200, side=80):
    """The second substance of a Gray-Scott reaction (Pearson 1993), enlarged twice."""
    u, v = np.ones((side, side), np.float32), np.zeros((side, side), np.float32)
    for _ in range(26):
        y, x = r.integers(0, side - 6, 2)
        v[y:y + 6, x:x + 6], u[y:y + 6, x:x + 6] = 0.4, 0.5
    v += r.uniform(0, 0.05, v.shape).astype(np.float32)

    def spread(a):
        n = np.pad(a, 1, 'wrap')
        return 0.25 * (n[:-2, 1:-1] + n[2:, 1:-1] + n[1:-1, :-2] + n[1:-1, 2:]) - a

    for _ in range(steps):
        uvv = u * v * v
        u += 0.84 * spread(u) - uvv + feed * (1 - u)
        v += 0.42 * spread(v) + uvv - (feed + kill) * v
    return unit(cv2.resize(v, (N, N), interpolation=cv2.INTER_CUBIC))


def triangle(t):
    """A triangle wave of period 1 between 0 and 1."""
    return 1 - 2 * np.abs(t % 1 - 0.5)


# ---------------------------------------------------------------- the families
FAMILIES = {}


def family(draw):
    FAMILIES[draw.__name__.replace('_', '-')] = draw
    return draw


@family
def cloud(r):
    return noise(r, r.uniform(1.6, 2.2))


@family
def ridges(r):
    return unit(sum(2.0 ** -k * (1 - np.abs(band(r, r.uniform(3, 4) * 2 ** k, 0.4))) ** 3 for k in range(3)))


@family
def marble(r):
    v, _ = bent(r, 0.0)
    return unit(np.sin(2 * np.pi * (v * r.uniform(3, 6) + noise(r, 1.7) * r.uniform(2, 3.5))))


@family
def wood(r):
    v, u = bent(r, 0.03)
    d = np.hypot((v - r.uniform(-0.6, 0.6)) * 1.0, (u - r.uniform(-0.8, 0.8)) * 0.18)
    return unit(triangle(d * r.uniform(9, 15)) ** 1.5 + 0.35 * warped(np.repeat(noise(r, 0.6)[:, :1], N, 1), r, 0.02))


@family
def swirls(r):
    field = noise(r, 2.0)
    for _ in range(3):
        field = warped(field, r, r.uniform(0.15, 0.25), 2.4)
    return unit(np.sin(field * r.uniform(7, 12)))


@family
def contours(r):
    t = triangle(noise(r, 2.4) * r.uniform(7, 12))
    return step(t, 0.8, 0.3)


@family
def terraces(r):
    t = noise(r, 2.2) * r.uniform(5, 9)
    return unit(np.floor(t) + step(t % 1, 0.92, 0.16))


@family
def tissue(r):
    d1, d2, i, p = voronoi(r, r.uniform(40, 110), 0.8, 0.03)
    return step(d2 - d1, 0.16, 0.12) * (0.45 + 0.35 * r.random(len(p))[i]) + 0.2 * step(-d1, -0.22, 0.1)


@family
def mud_cracks(r):
    d1, d2, i, p = voronoi(r, r.uniform(18, 45), 1.0, 0.14)
    return step(d2 - d1, 0.07, 0.07) * (0.6 + 0.4 * noise(r, 1.2))


@family
def foam(r):
    p = apart(r, 160, (0.02, 0.14), 0.85)
    y, x = grid()
    d = np.hypot(y[..., None] - p[:, 0], x[..., None] - p[:, 1]) - p[:, 2]
    d.sort(axis=-1)
    wall = step(d[..., 1] - d[..., 0], 0.018, 0.02)
    return unit(wall * (0.35 + 3 * np.clip(-d[..., 0], -0.05, 0.14)) + (1 - wall))


@family
def stained_glass(r):
    d1, d2, i, p = voronoi(r, r.uniform(15, 40), 1.2)
    return step(d2 - d1, 0.08, 0.06) * (0.15 + 0.85 * r.random(len(p))[i])


@family
def scales(r):
    v, u = bent(r, 0.03)
    k = r.uniform(6, 11)
    v, u, field = v * k * 1.6, u * k, np.zeros((N, N))
    for row in range(int(np.floor(v.min())) - 2, int(np.ceil(v.max())) + 1):
        d = np.hypot((v - row) / 1.6, (u + 0.5 * (row % 2)) % 1 - 0.5)
        inside = step(-d, -0.56, 0.06)
        field = field * (1 - inside) + inside * np.clip(1.0 - d * 1.5, 0, 1)
    return unit(field)


@family
def dots(r):
    d1, _, i, p = voronoi(r, r.uniform(60, 160), 0.6)
    return step(-d1, -r.uniform(0.25, 0.33), 0.1)


@family
def bubbles(r):
    field = np.zeros((N, N))
    y, x = grid()
    for cy, cx, radius in apart(r, 90, (0.02, 0.13)):
        d = np.hypot(y - cy, x - cx) / radius
        shine = np.exp(-((y - cy + 0.4 * radius) ** 2 + (x - cx + 0.4 * radius) ** 2) / (0.18 * radius) ** 2)
        field += step(-d, -1, 0.1) * (0.25 + 0.5 * d ** 3) + 0.6 * shine
    return unit(field)


@family
def donuts(r):
    field = np.zeros((N, N))
    y, x = grid()
    for cy, cx, radius in apart(r, 70, (0.05, 0.085), 1.0):
        d = np.hypot(y - cy, x - cx) / radius
        field = np.maximum(field, step(-d, -1, 0.12) * (1 - 0.75 * np.exp(-(d / 0.5) ** 2)))
    return field


@family
def overlapping_discs(r):
    field = np.zeros((N, N))
    y, x = grid()
    radius = r.uniform(0.06, 0.1)
    for cy, cx in r.uniform(-0.05, 1.05, (int(0.9 / (np.pi * radius ** 2)), 2)):
        field += step(-np.hypot(y - cy, x - cx), -radius * r.uniform(0.8, 1.15), 0.012)
    return unit(np.clip(field, 0, 4))


@family
def concentric_rings(r):
    v, u = bent(r, 0.03)
    d = np.hypot(v + r.uniform(-0.2, 0.2), u + r.uniform(-0.2, 0.2))
    return unit(triangle(d * r.uniform(9, 18)) ** r.uniform(0.7, 2) * (0.6 + 0.4 * np.cos(d * r.uniform(5, 14))))


@family
def interference(r):
    y, x = grid()
    k = r.uniform(70, 120)
    return unit(sum(np.cos(k * np.hypot(y - a, x - b)) for a, b in r.uniform(-0.1, 1.1, (int(r.integers(2, 5)), 2))))


@family
def spiral(r):
    v, u = bent(r, 0.04)
    v, u = v + r.uniform(-0.15, 0.15), u + r.uniform(-0.15, 0.15)
    arms, twist = r.integers(2, 6), r.uniform(3, 6) * r.choice((-1, 1))
    return unit(triangle((arms * np.arctan2(v, u) / (2 * np.pi) + twist * np.log(np.hypot(v, u) + 0.02))) ** 1.3)


@family
def rays(r):
    v, u = bent(r, 0.02)
    v, u = v + r.uniform(-0.25, 0.25), u + r.uniform(-0.25, 0.25)
    a, d = np.arctan2(v, u) / (2 * np.pi), np.hypot(v, u)
    wave = triangle(a * r.integers(16, 34) + 0.5 * np.sin(d * 18))
    return unit(wave ** 1.5 * step(d, 0.06, 0.06) + np.exp(-(d / 0.09) ** 2))


def branches(r, start, angle, length, width, depth, spread, lines, widths):
    """A branching line: appended to lines and widths, from the stem outward."""
    path = [np.array(start, float)]
    for _ in range(6):
        angle += r.normal(0, 0.16)
        path.append(path[-1] + length / 6 * np.array([np.sin(angle), np.cos(angle)]))
    lines.append(path)
    widths.append(width)
    if depth:
        for side in r.permutation((-1, 1, 1, -1))[:int(r.integers(2, 4))]:
            at = path[int(r.integers(3, 7))]
            branches(r, at, angle + side * r.uniform(0.5, 1.3) * spread, length * r.uniform(0.55, 0.85), width * 0.72,
                     depth - 1, spread, lines, widths)


@family
def dendrites(r):
    lines, widths = [], []
    cy, cx = r.uniform(0.35, 0.65, 2)
    count = int(r.integers(5, 9))
    for k in range(count):
        branches(r, (cy, cx), 2 * np.pi * k / count + r.uniform(-0.3, 0.3), 0.2, 3.4, 4, 0.8, lines, widths)
    return strokes(lines, widths)


@family
def leaf_veins(r):
    lines, widths = [], []
    a = r.uniform(0, 2 * np.pi)
    tip = np.array([np.sin(a), np.cos(a)])
    for t in np.arange(-0.65, 0.65, r.uniform(0.08, 0.13)):
        for side in (-1, 1):
            branches(r, np.array([0.5, 0.5]) + t * tip, a + side * 0.9, 0.3, 2.2, 3, 0.6, lines, widths)
    lines.append([np.array([0.5, 0.5]) - 0.8 * tip, np.array([0.5, 0.5]) + 0.8 * tip])
    widths.append(4.5)
    return strokes(lines, widths)


def curl(r, start, angle, steps, bend, length):
    """A line of `steps` pieces that turns as it goes."""
    path = [np.array(start, float)]
    for _ in range(steps):
        angle += r.normal(0, bend)
        path.append(path[-1] + length / steps * np.array([np.sin(angle), np.cos(angle)]))
    return path


@family
def fibres(r):
    count = int(r.integers(50, 110))
    lines = [curl(r, r.uniform(-0.1, 1.1, 2), r.uniform(0, 2 * np.pi), 14, 0.2, r.uniform(0.6, 1.3)) for _ in range(count)]
    return strokes(lines, r.uniform(0.7, 2.2, count), r.uniform(0.3, 1, count))


@family
def aligned_fibres(r):
    count, a = int(r.integers(90, 160)), r.uniform(0, 2 * np.pi)
    lines = [curl(r, r.uniform(-0.3, 1.1, 2), a + r.normal(0, 0.08), 12, 0.06, 0.9) for _ in range(count)]
    return strokes(lines, r.uniform(0.8, 2.6, count), r.uniform(0.2, 1, count))


@family
def threads(r):
    count = int(r.integers(8, 15))
    lines = [curl(r, r.uniform(0, 1, 2), r.uniform(0, 2 * np.pi), 60, 0.5, r.uniform(1.5, 3)) for _ in range(count)]
    return strokes(lines, r.uniform(1.5, 3, count))


@family
def hatches(r):
    count, length = int(r.integers(150, 280)), r.uniform(0.08, 0.14)
    lines = [curl(r, p, r.uniform(0, np.pi), 1, 0, length) for p in r.uniform(-0.05, 1.05, (count, 2))]
    return strokes(lines, r.uniform(0.8, 2, count), r.uniform(0.4, 1, count))


@family
def rods(r):
    count = int(r.integers(40, 80))
    lines = [curl(r, p, r.uniform(0, 2 * np.pi), 3, 0.12, r.uniform(0.06, 0.12)) for p in points(r, count, 1.3)]
    return strokes(lines, np.full(len(lines), r.uniform(4, 6.5)), r.uniform(0.5, 1, len(lines)))


@family
def fur(r):
    turn = noise(r, 2.6) * 2 * np.pi * r.uniform(0.6, 1.4)
    lines, tones = [], []
    for p in points(r, 900, 1.2):
        y, x = np.clip((p * N).astype(int), 0, N - 1)
        lines.append(curl(r, p, turn[y, x] + r.normal(0, 0.12), 3, 0.08, 0.09))
        tones.append(r.uniform(0.1, 1))
    order = r.permutation(len(lines))
    return strokes([lines[k] for k in order], np.full(len(lines), 1.3), [tones[k] for k in order], 0.3)


@family
def flow(r):
    a = noise(r, 2.5) * 2 * np.pi * r.uniform(1, 2)
    seed, y, x = noise(r, 0.2), *np.mgrid[:N, :N].astype(float)
    total = np.zeros((N, N))
    for sign in (-1, 1):
        py, px = y.copy(), x.copy()
        for _ in range(14):
            total += map_coordinates(seed, [py, px], order=1, mode='reflect')
            b = map_coordinates(a, [py, px], order=1, mode='nearest')
            py, px = py + sign * np.sin(b), px + sign * np.cos(b)
    return unit(total)


@family
def turing_spots(r):
    return turing(r, r.uniform(7, 14), r.uniform(0.9, 1.3))


@family
def turing_holes(r):
    return 1 - step(turing(r, r.uniform(7, 13), r.uniform(0.9, 1.3)), 0.5, 0.9) * 0.85 - 0.15 * noise(r, 1.5)


@family
def turing_maze(r):
    return turing(r, r.uniform(8, 15))


@family
def turing_stripes(r):
    return turing(r, r.uniform(8, 15), 0.0, r.uniform(0, np.pi))


@family
def mitosis(r):
    return gray_scott(r, 0.030, 0.0625)


@family
def coral(r):
    return gray_scott(r, 0.0545, 0.062, 3000)


@family
def worms(r):
    return gray_scott(r, 0.054, 0.0645, 3000)


@family
def checker(r):
    v, u = bent(r, 0.06)
    k = r.uniform(6, 11)
    return step(np.sin(np.pi * k * v) * np.sin(np.pi * k * u), 0, 0.3)


@family
def honeycomb(r):
    v, u = bent(r, 0.02)
    k = r.uniform(7, 13)
    rows = k * 1.1547
    best = np.full((N, N, 2), 9.0)
    for half in (0, 1):
        row = 2 * np.round((v * rows - half) / 2) + half
        column = np.round(u * k - 0.5 * half) + 0.5 * half
        for dr in (-2, 0, 2):
            for dc in (-1, 0, 1):
                d = np.hypot((v * rows - row - dr) / 1.1547, u * k - column - dc)
                best[..., 1] = np.where(d < best[..., 0], best[..., 0], np.minimum(best[..., 1], d))
                best[..., 0] = np.minimum(best[..., 0], d)
    return step(best[..., 1] - best[..., 0], 0.15, 0.14)


@family
def dot_lattice(r):
    v, u = bent(r, 0.02)
    k = r.uniform(8, 14)
    d = np.hypot((v * k) % 1 - 0.5, (u * k) % 1 - 0.5)
    return step(-d, -r.uniform(0.25, 0.36), 0.1)


@family
def triangles(r):
    v, u = bent(r, 0.015)
    k = r.uniform(5, 9)
    return unit(sum(step(triangle(k * (np.cos(a) * u + np.sin(a) * v)), 0.5, 0.2)
                    for a in (0, np.pi / 3, 2 * np.pi / 3)))


@family
def weave(r):
    v, u = bent(r, 0.012)
    k = r.uniform(5, 9)
    v, u = v * k, u * k
    over = (np.floor(v) + np.floor(u)) % 2
    a, b = v % 1 - 0.5, u % 1 - 0.5
    height = np.where(over > 0, np.cos(1.9 * a) * np.cos(np.pi * 0.8 * b), np.cos(1.9 * b) * np.cos(np.pi * 0.8 * a))
    edge = np.where(over > 0, np.abs(b), np.abs(a))
    return unit(height * step(-edge, -0.42, 0.1))


@family
def bricks(r):
    v, u = bent(r, 0.012)
    k = r.uniform(7, 12)
    row = np.floor(v * k)
    a, b = (v * k) % 1, (u * k / 2 + 0.5 * (row % 2)) % 1
    shade = r.random(4001)[(row * 57 + np.floor(u * k / 2 + 0.5 * (row % 2)) * 131).astype(int) % 4001]
    return step(0.5 - np.abs(a - 0.5), 0.1, 0.08) * step(0.5 - np.abs(b - 0.5), 0.05, 0.04) * (0.4 + 0.6 * shade)


@family
def chevrons(r):
    v, u = bent(r, 0.015)
    return step(triangle(v * r.uniform(7, 12) + r.uniform(0.6, 1.2) * triangle(u * r.uniform(3, 6))), 0.5, 0.25)


@family
def waves(r):
    v, u = bent(r, 0.02)
    k = r.uniform(7, 14)
    return unit(np.sin(2 * np.pi * (k * v + r.uniform(0.5, 1) * np.sin(2 * np.pi * u * r.uniform(1.5, 3.5)))))


@family
def moire(r):
    k = r.uniform(16, 24)
    (v, u), (v2, u2) = bent(r, 0.0), bent(r, 0.03)
    return unit(np.cos(2 * np.pi * k * v) + np.cos(2 * np.pi * k * r.uniform(0.9, 1.1) * v2))


def split(r, box, depth, out):
    """The box (top, left, bottom, right; pixels) cut at random into `out`."""
    y0, x0, y1, x1 = box
    if depth == 0 or max(y1 - y0, x1 - x0) < 14 or (depth < 4 and r.random() < 0.12):
        out.append(box)
        return
    t = r.uniform(0.3, 0.7)
    if y1 - y0 > x1 - x0:
        cut = int(y0 + t * (y1 - y0))
        pieces = ((y0, x0, cut, x1), (cut, x0, y1, x1))
    else:
        cut = int(x0 + t * (x1 - x0))
        pieces = ((y0, x0, y1, cut), (y0, cut, y1, x1))
    for piece in pieces:
        split(r, piece, depth - 1, out)


@family
def mosaic(r):
    boxes, field = [], np.zeros((N, N))
    split(r, (0, 0, N, N), 7, boxes)
    for y0, x0, y1, x1 in boxes:
        field[y0 + 1:y1, x0 + 1:x1] = r.uniform(0.2, 1)
    return gaussian_filter(field, 0.5)


@family
def crystals(r):
    d1, d2, i, p = voronoi(r, r.uniform(14, 40), 1.3)
    y, x = grid()
    a = r.uniform(0, 2 * np.pi, len(p))[i]
    slope = (y - p[i, 0]) * np.sin(a) + (x - p[i, 1]) * np.cos(a)
    return unit(slope * 4 + 0.5 * r.random(len(p))[i])


@family
def glaze(r):
    lines, widths = [], []
    for width, count in ((2.2, 5), (1.2, 14), (0.6, 34)):
        for _ in range(count):
            lines.append(curl(r, r.uniform(0, 1, 2), r.uniform(0, 2 * np.pi), 10, 0.22, 1.3 * width / 2.2 + 0.2))
            widths.append(width)
    return 1 - strokes(lines, widths)


@family
def bumps(r):
    d1, d2, _, _ = voronoi(r, r.uniform(25, 80), 0.9)
    return unit(np.sqrt(np.clip(1 - (1.5 * d1) ** 2, 0, 1)))


@family
def craters(r):
    field = 0.5 + 0.25 * noise(r, 1.7)
    y, x = grid()
    for cy, cx, radius in apart(r, 45, (0.03, 0.14), 0.9):
        d = np.hypot(y - cy, x - cx) / radius
        field += 0.5 * np.exp(-((d - 1) / 0.18) ** 2) - 0.5 * step(-d, -0.9, 0.3)
    return unit(field)


@family
def nucleated_cells(r):
    d1, d2, i, p = voronoi(r, r.uniform(20, 55), 0.9, 0.04)
    y, x = grid()
    shift = r.uniform(-0.25, 0.25, p.shape) / np.sqrt(len(p))
    size = r.uniform(0.16, 0.28, len(p)) / np.sqrt(len(p)) * 1.25
    d = np.hypot(y - p[i, 0] - shift[i, 0], x - p[i, 1] - shift[i, 1]) / size[i]
    body = step(d2 - d1, 0.12, 0.1) * (0.45 + 0.2 * noise(r, 1.0))
    return unit(body * (1 - step(-d, -1, 0.2)) + step(-d, -1, 0.2) * (0.9 + 0.2 * noise(r, 0.8)))


@family
def asters(r):
    d1, d2, i, p = voronoi(r, r.uniform(14, 36), 0.8)
    y, x = grid()
    a = np.arctan2(y - p[i, 0], x - p[i, 1]) + r.uniform(0, 6, len(p))[i]
    petals = r.integers(5, 10, len(p))[i]
    return step(0.24 + 0.2 * np.cos(petals * a) - d1, 0, 0.1)


@family
def truchet(r):
    v, u = bent(r, 0.015)
    k = r.uniform(7, 12)
    cell = (np.floor(v * k) * 97 + np.floor(u * k) * 31).astype(int) % 5003
    flip = r.random(5003)[cell] < 0.5
    a, b = (v * k) % 1, (u * k) % 1
    b = np.where(flip, 1 - b, b)
    d = np.minimum(np.abs(np.hypot(a, b) - 0.5), np.abs(np.hypot(1 - a, 1 - b) - 0.5))
    return step(-d, -r.uniform(0.1, 0.18), 0.1)


@family
def julia(r):
    t = r.uniform(0, 2 * np.pi)
    c = 0.7885 * np.exp(1j * t)
    v, u = bent(r, 0.0)
    z, count = 2.6 * (u + 1j * v), np.zeros((N, N))
    for k in range(60):
        live = np.abs(z) < 4
        z = np.where(live, z * z + c, z)
        count += live
    return unit(np.log(count + 1 - np.log2(np.log(np.maximum(np.abs(z), 1.01)) + 1) * 0.5 + 1))


@family
def grains(r):
    d1, d2, i, p = voronoi(r, r.uniform(500, 1000), 1.2)
    return unit(r.random(len(p))[i] * step(d2 - d1, 0.1, 0.2) + 0.3 * noise(r, 1.5))


# ---------------------------------------------------------------- colour
def palette(r):
    """256 RGB colours, 0..1, running smoothly through four to six harmonious stops, dark to light or reversed."""
    stops = int(r.integers(4, 7))
    hue = r.random()
    offsets = {0: (0, 0.06, -0.06), 1: (0, 0.5, 0.04), 2: (0, 0.33, 0.66), 3: (0, 0.1, 0.2)}[int(r.integers(4))]
    light = np.sort(r.uniform(0.08, 0.95, stops))
    light[0], light[-1] = r.uniform(0.05, 0.3), r.uniform(0.75, 0.97)
    if r.random() < 0.5:
        light = light[::-1]
    colours = [colorsys.hls_to_rgb((hue + offsets[int(r.integers(3))] + r.normal(0, 0.02)) % 1, tone, r.uniform(0.25, 0.95))
               for tone in light]
    at = np.linspace(0, 1, 256)
    return np.stack([np.interp(at, np.linspace(0, 1, stops), [c[k] for c in colours]) for k in range(3)], 1)


def coloured(field, r):
    """The field as a picture, N x N x 3 uint8: a palette, often light from one side, uneven ground, blur and grain."""
    shade = np.clip(field + r.uniform(0, 0.12) * (noise(r, 1.8) - 0.5), 0, 1)
    rgb = palette(r)[(shade * 255).astype(int)]
    if r.random() < 0.5:
        gy, gx = np.gradient(gaussian_filter(field, 0.8))
        a = r.uniform(0, 2 * np.pi)
        rgb = rgb + (np.cos(a) * gx + np.sin(a) * gy)[..., None] * r.uniform(0.5, 1.6)
    rgb = rgb * (1 + r.uniform(0, 0.25) * (noise(r, 3) - 0.5))[..., None]
    rgb = gaussian_filter(rgb, (s := r.uniform(0, 0.7), s, 0)) + r.normal(0, r.uniform(0, 0.02), rgb.shape)
    return np.round(np.clip(rgb, 0, 1) * 255).astype(np.uint8)


def texture(name, seed):
    """Picture number `seed` of a family."""
    r = np.random.default_rng((zlib.crc32(name.encode()), seed))
    return coloured(np.clip(np.nan_to_num(FAMILIES[name](r)), 0, 1), r)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('out')
    ap.add_argument('--each', type=int, default=70)
    ap.add_argument('--seed', type=int, default=1)
    a = ap.parse_args()
    rows = []
    for name in FAMILIES:
        os.makedirs(f'{a.out}/{name}', exist_ok=True)
        pictures = [texture(name, a.seed * 1000 + k) for k in range(a.each)]
        for k, picture in enumerate(pictures):
            cv2.imwrite(f'{a.out}/{name}/{k:03d}.png', picture[..., ::-1])
        rows.append(np.hstack(pictures[:3]))
    rows += [np.zeros_like(rows[0])] * (-len(rows) % 4)
    sheet = np.vstack([np.hstack(rows[k:k + 4]) for k in range(0, len(rows), 4)])
    cv2.imwrite(f'{a.out}/sheet.png', sheet[::2, ::2, ::-1])


if __name__ == '__main__':
    main()
