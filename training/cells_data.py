"""Data of `cells-apart`: tiles with labels packed once, and seeded batches of crops from them.
usage: cells_data.py DATA SCENES OUT.npz [PICTURE.png]
DATA is ../../shared/data (single-cells, cells), SCENES what draw_cell_scenes.mjs wrote. With PICTURE, crops of the batch 0 with
their targets are drawn. Tiles of the splits `test` and `new` are left out; of the split `train`, every source image whose id falls
into 1 of 20 (of smears 1 of 5) is kept apart for choosing thresholds (`held`)."""
import csv
import sys
import zlib

import cv2
import numpy as np
from scipy import ndimage as ndi
from skimage.filters import threshold_otsu
from skimage.measure import regionprops
from skimage.morphology import convex_hull_image
from skimage.segmentation import watershed

from smear_boxes import by_boxes

cv2.setNumThreads(1)
SIDE = 256
CROP = 160
UNKNOWN = 65535                                  # a label: something lies here, and nobody said what
KINDS = ('fluorescence', 'tissue', 'smear', 'drawn smear', 'drawn nuclei')
SHARES = (0.46, 0.32, 0.12, 0.05, 0.05)          # of the crops, in a plan that names none
SMEARS_HELD = 5                                  # one smear in so many is kept apart; they are few
LUMINANCE = np.array([0.299, 0.587, 0.114], np.float32)


def is_held(original, one_in=20):
    """True for one source image in 20, or in so many, by its id."""
    return zlib.crc32(original.split(' ')[0].encode()) % one_in == 0


def read(path):
    im = cv2.imread(path, cv2.IMREAD_COLOR)
    return cv2.cvtColor(im, cv2.COLOR_BGR2RGB)


def stretch_range(grey):
    """(low, high): the percentiles 1 and 99.8, at least 4 apart; every picture is stretched so before the net sees it."""
    low, high = np.percentile(grey, (1, 99.8))
    return float(low), float(max(high, low + 4))


def stretched(grey):
    low, high = stretch_range(grey)
    return np.clip((grey.astype(np.float32) - low) / (high - low), 0, 1)


def in_order(labels):
    """Labels 1..n without gaps, each one connected piece; pieces under 4 px vanish. UNKNOWN stays."""
    out, n = np.zeros(labels.shape, np.uint16), 0
    known = np.where(labels == UNKNOWN, 0, labels).astype(np.int32)
    for k, box in enumerate(ndi.find_objects(known), 1):
        if box is None:
            continue
        pieces, count = ndi.label(known[box] == k)
        for p in range(1, count + 1):
            piece = pieces == p
            if piece.sum() >= 4:
                n += 1
                out[box][piece] = n
    out[labels == UNKNOWN] = UNKNOWN
    return out


def distances(labels):
    """Distance of each pixel to its own cell's border over the largest in that cell, 0..255. The picture's border is no border."""
    out = np.zeros(labels.shape, np.uint8)
    for k, box in enumerate(ndi.find_objects(np.where(labels == UNKNOWN, 0, labels).astype(np.int32)), 1):
        if box is None:
            continue
        wide = tuple(slice(max(0, s.start - 1), s.stop + 1) for s in box)
        mask = labels[wide] == k
        grown = np.pad(mask, [(2 if s.start == 0 else 0, 2 if s.stop == n else 0) for s, n in zip(box, labels.shape)], mode='edge')
        d = cv2.distanceTransform(np.pad(grown.astype(np.uint8), 1, mode='edge'), cv2.DIST_L2, 5)[1:-1, 1:-1]
        y, x = (2 if s.start == 0 else 0 for s in box)
        d = d[y:y + mask.shape[0], x:x + mask.shape[1]] - 0.5
        top = d[mask].max()
        out[wide][mask] = np.clip(np.round(d[mask] / max(top, 0.5) * 255), 1, 255)
    return out


# ---------------------------------------------------------------- smears: labels that the places confirm
def ellipse(shape, x, y, w, h):
    yy, xx = np.mgrid[:shape[0], :shape[1]]
    return ((xx + 0.5 - x) / (w / 2)) ** 2 + ((yy + 0.5 - y) / (h / 2)) ** 2 <= 1


def smear_labels(rgb, places):
    """Labels of a smear from its places. A cell whose outline cannot be trusted is UNKNOWN, as is everything stained that no place claims."""
    green = cv2.GaussianBlur(rgb[..., 1], (0, 0), 1.2).astype(np.float32)
    ground = cv2.GaussianBlur(cv2.morphologyEx(rgb[..., 1], cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)).astype(np.float32), (0, 0), 40)
    flat = green - 0.5 * ground
    mask = ndi.binary_fill_holes(flat < threshold_otsu(flat))
    mask = ndi.binary_opening(mask, iterations=2)
    # What the threshold missed of pale cells.
    pale = ndi.binary_opening(flat < (threshold_otsu(flat) + np.median(flat[~mask])) / 2, iterations=2)
    if all(p[2] > 0 for p in places):
        return without_crumbs(by_boxes(mask, pale, places, UNKNOWN))
    h, w = mask.shape
    seeds, allowed = np.zeros((h, w), np.int32), np.zeros((h, w), bool)
    for n, (x, y, *_) in enumerate(places, 1):
        seeds[ellipse((h, w), x, y, 20, 20)] = n
        allowed |= ellipse((h, w), x, y, 128, 128)
    deep = ndi.distance_transform_edt(np.pad(mask, 8, mode='edge'))[8:-8, 8:-8]
    regions = watershed(-deep, seeds, mask=(mask & allowed) | (seeds > 0))
    out = np.where(mask, UNKNOWN, 0).astype(np.uint16)
    for n in range(1, len(places) + 1):
        region = ndi.binary_fill_holes(ndi.binary_opening(regions == n, iterations=2))
        props = regionprops(region.astype(np.uint8))
        if props and 500 < props[0].area < 9000 and props[0].solidity > 0.9:
            out[region] = n
    pale = ndi.binary_fill_holes(pale)           # here not every cell has a place
    pieces, count = ndi.label(pale)
    alone = ndi.sum_labels(mask, pieces, np.arange(count + 1)) == 0
    out[alone[pieces] & pale] = UNKNOWN
    return without_crumbs(out)


def without_crumbs(out):
    """Labels in order: what is UNKNOWN and small is ground, unless the border cuts it."""
    sizes = np.bincount(out[(out > 0) & (out < UNKNOWN)])
    usual = np.median(sizes[sizes > 0]) if sizes.any() else 1500
    pieces, count = ndi.label(out == UNKNOWN)
    for k, box in enumerate(ndi.find_objects(pieces), 1):
        piece = pieces[box] == k
        at_border = any(q.start == 0 or q.stop == n for q, n in zip(box, out.shape))
        if piece.sum() < 0.2 * usual and not at_border:
            out[box][piece] = 0                  # a platelet or a thread: ground
        elif at_border:
            out[box][convex_hull_image(piece) & (out[box] == 0)] = UNKNOWN
    return in_order(out)


# ---------------------------------------------------------------- packing
def pack(data, scenes, out):
    """Writes pictures (N, 256, 256, 3), labels, distances and what is known of each tile; smaller tiles lie in the corner."""
    rows, pictures, labels = [], [], []

    def add(kind, group, rgb, lab, held, name):
        h, w = lab.shape
        rows.append((KINDS.index(kind), group, h, w, held, name))
        for store, a in ((pictures, rgb), (labels, lab)):
            store.append(np.pad(a, [(0, SIDE - h), (0, SIDE - w)] + [(0, 0)] * (a.ndim - 2)))

    for r in csv.DictReader(open(f'{data}/single-cells/index.csv')):
        if r['split'] == 'train':
            lab = cv2.imread(f"{data}/single-cells/{r['labels']}", cv2.IMREAD_UNCHANGED)
            add(r['kind'], r['group'], read(f"{data}/single-cells/{r['file']}"), in_order(lab), is_held(r['original']), r['file'])
    places = {}
    for r in csv.DictReader(open(f'{data}/single-cells/smears.csv')):
        if r['split'] == 'train':
            places.setdefault(r['file'], []).append((float(r['x']), float(r['y']), float(r['width']), float(r['height']), r['kind']))
    for name, known in sorted(places.items()):
        rgb = read(f'{data}/cells/{name}')
        add('smear', name[:7], rgb, smear_labels(rgb, known), is_held(name, SMEARS_HELD), name)
    for scene in ('smear', 'nuclei'):
        pics, labs = np.load(f'{scenes}/{scene}_pictures.npy'), np.load(f'{scenes}/{scene}_labels.npy')
        for n, (im, lab) in enumerate(zip(pics, labs)):
            if im.ndim == 2:
                im = np.repeat(np.round(stretched(im) * 255).astype(np.uint8)[..., None], 3, 2)
            half = cv2.resize(im, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
            add('drawn ' + scene, scene, half, in_order(lab[::2, ::2]), False, f'{scene} {n}')
    np.savez(out + '.part.npz', pictures=np.stack(pictures), labels=np.stack(labels), distances=np.stack([distances(x) for x in labels]),
             kind=np.array([r[0] for r in rows]), group=np.array([r[1] for r in rows]), sizes=np.array([r[2:4] for r in rows]),
             held=np.array([r[4] for r in rows]), name=np.array([r[5] for r in rows]))
    import os
    os.replace(out + '.part.npz', out)


# ---------------------------------------------------------------- crops
def touching(labels, reach):
    """1 where labels of two cells lie within a window of `reach` pixels."""
    box = np.ones((reach, reach), np.uint8)
    known = np.where(labels == UNKNOWN, 0, labels)
    return cv2.dilate(known, box) > cv2.erode(np.where(known == 0, UNKNOWN, known).astype(np.uint16), box)


class Crops:
    """batch(step) -> x (B, 1, S, S) in 0..1, targets (B, 4, S, S): foreground, distance, touching, weight. A step's batch is always the same."""

    def __init__(self, packed, seed, batch, shares, crop=CROP):
        d = np.load(packed)
        self.seed, self.size, self.crop = seed, batch, crop
        self.pictures, self.labels, self.distances = d['pictures'], d['labels'], d['distances']
        self.kind, self.sizes = d['kind'], d['sizes']
        cells = np.array([len(np.unique(l[(l > 0) & (l < UNKNOWN)])) for l in self.labels])
        areas = np.array([((l > 0) & (l < UNKNOWN)).sum() for l in self.labels])
        self.diameter = np.sqrt(np.maximum(areas, 1) / np.maximum(cells, 1) * 4 / np.pi)
        chance = np.zeros(len(cells))
        for k, share in enumerate(shares):      # in a kind, small experiments come oftener than their tiles
            mine = (self.kind == k) & ~d['held']
            groups = d['group'][mine]
            names, count = np.unique(groups, return_counts=True)
            size = dict(zip(names, count))
            c = (3 + np.sqrt(cells[mine])) * np.array([size[g] ** -0.35 for g in groups])
            chance[mine] = share * c / c.sum()
        self.up_to = np.cumsum(chance / chance.sum())

    def batch(self, step):
        r = np.random.default_rng([self.seed, step])
        made = [self.filled(r) for _ in range(self.size)]
        return np.stack([m[0] for m in made])[:, None], np.stack([m[1] for m in made])

    def filled(self, r):
        """A crop; an empty one is mostly drawn anew."""
        for _ in range(3):
            made = self.one(r)
            if made[1][0].any() or r.random() < 0.2:
                break
        return made

    def zoom(self, r, diameter):
        if r.random() < 0.65:
            return float(np.clip(np.exp(r.normal(0, 0.33)), 0.5, 2))
        return float(np.clip(np.exp(r.uniform(np.log(10), np.log(60))) / diameter, 0.4, 2.2))

    def grey(self, r, rgb, kind):
        if kind in (0, 4):
            return rgb[..., 0].astype(np.float32)
        dice = r.random()
        if dice < 0.45:
            w = LUMINANCE
        elif dice < 0.65:
            w = np.array([1, 0, 0] if kind == 1 else [0, 1, 0], np.float32)
        else:
            w = r.dirichlet((1.5, 1.5, 1.0)).astype(np.float32)
        return cv2.transform(rgb, w[None]).astype(np.float32)

    def one(self, r):
        """One crop."""
        i = int(np.searchsorted(self.up_to, r.random()))
        h, w = self.sizes[i]
        S, kind = self.crop, self.kind[i]
        grey = self.grey(r, self.pictures[i, :h, :w], kind)
        labels, deep = self.labels[i, :h, :w], self.distances[i, :h, :w]
        zoom = self.zoom(r, self.diameter[i])
        if zoom < 0.85:                          # no finer than the pixels to come
            grey = cv2.GaussianBlur(grey, (0, 0), 0.45 / zoom)
        turn = r.integers(4) * np.pi / 2 + (r.uniform(-np.pi / 4, np.pi / 4) if r.random() < 0.5 else 0)
        stretch = np.exp(r.normal(0, 0.07))
        flip = -1 if r.random() < 0.5 else 1
        m = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) @ np.diag([flip * stretch, 1 / stretch]) / zoom
        half = S / zoom / 2
        centre = [r.uniform(min(half, n / 2), max(n - half, n / 2)) for n in (w, h)]
        shift = np.array(centre) - m @ [S / 2, S / 2]
        if r.random() < 0.3:                     # a soft warp, of at most some 5 px
            at = np.mgrid[:S, :S][::-1].astype(np.float32)
            bend = cv2.resize(r.normal(0, 2.2 * min(1, zoom), (5, 5, 2)).astype(np.float32), (S, S), interpolation=cv2.INTER_CUBIC)
            mx, my = (m[k, 0] * at[0] + m[k, 1] * at[1] + shift[k] + bend[..., k] for k in (0, 1))
            warp = lambda a, how: cv2.remap(a, mx.astype(np.float32), my.astype(np.float32), how, borderMode=cv2.BORDER_REFLECT_101)
        else:
            affine = np.column_stack([m, shift])
            warp = lambda a, how: cv2.warpAffine(a, affine, (S, S), flags=how | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REFLECT_101)
        low, high = stretch_range(grey[::3, ::3])
        x = warp(grey, cv2.INTER_LINEAR)
        labels, deep = warp(labels, cv2.INTER_NEAREST), warp(deep, cv2.INTER_LINEAR)
        return self.lit(r, x, low, high), self.targets(labels, deep)

    def lit(self, r, x, low, high):
        """The crop as another microscope would have taken it, 0..1."""
        span, S = high - low, self.crop
        low, high = low + span * r.normal(0, 0.02), high - span * (r.normal(0, 0.05) if r.random() < 0.8 else r.uniform(-0.6, 0.3))
        x = np.clip((x - low) / max(high - low, 1), 0, 1)
        if r.random() < 0.12:
            x = 1 - x
        if r.random() < 0.5:
            x = x ** np.float32(np.exp(r.uniform(-0.6, 0.6)))
        if r.random() < 0.3:                     # shading
            x = x * cv2.resize(np.exp(r.normal(0, 0.2, (3, 3))).astype(np.float32), (S, S), interpolation=cv2.INTER_CUBIC)
        dice = r.random()
        if dice < 0.3:
            x = cv2.GaussianBlur(x, (0, 0), r.uniform(0.4, 1.8))
        elif dice < 0.4:
            x = x + (x - cv2.GaussianBlur(x, (0, 0), 1.5)) * r.uniform(0.3, 1)
        if r.random() < 0.35:
            x = x * r.uniform(0.6, 1.05) + r.uniform(-0.05, 0.25)
        if r.random() < 0.45:
            size = abs(r.normal(0, 0.05))
            noise = r.standard_normal((S, S), dtype=np.float32)
            if r.random() < 0.3:
                noise = cv2.GaussianBlur(noise, (0, 0), 0.8) * 2
            x = x + noise * size * (np.sqrt(np.clip(x, 0, 1)) + 0.2 if r.random() < 0.5 else 1)
        return np.clip(x, 0, 1).astype(np.float32)

    def targets(self, labels, deep):
        unknown = labels == UNKNOWN
        known = np.where(unknown, 0, labels)
        inside = known > 0
        area = np.bincount(known.ravel())
        weight = np.clip(np.sqrt(250 / np.maximum(area, 1)), 0.6, 2.5).astype(np.float32)
        weight[0] = 1
        weight = weight[known] + 3 * touching(labels, 7)
        weight[unknown] = 0
        return np.stack([inside, np.where(inside, deep / np.float32(255), 0), touching(labels, 3), weight]).astype(np.float32)


def draw(crops, path, step=0):
    """A sheet: each crop beside its foreground and touching borders, its distance, and its weight."""
    x, t = crops.batch(step)
    rows = []
    for a, b in zip(x[:, 0], t):
        rows.append(np.hstack([np.repeat(a[..., None], 3, 2), np.dstack([b[2], b[0] * 0.5, b[0] * 0.5]),
                               np.repeat(b[1][..., None], 3, 2), np.repeat(b[3][..., None] / 6, 3, 2)]))
    n = len(rows) // 2
    sheet = np.hstack([np.vstack(rows[:n]), np.vstack(rows[n:2 * n])])
    cv2.imwrite(path, np.clip(sheet[..., ::-1] * 255, 0, 255))


if __name__ == '__main__':
    pack(*sys.argv[1:4])
    if len(sys.argv) > 4:
        draw(Crops(sys.argv[3], 1, 12, SHARES), sys.argv[4])
