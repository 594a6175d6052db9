"""Figures of `cells-apart` on tiles that training never saw.
usage: cells_figures.py CHECKPOINT DATA [OUT.json] [--held] [--pictures FOLDER]
CHECKPOINT is train_cells.py's; DATA is ../../shared/data. Each set is measured in one pass at the tile's own scale, and in two: where the
first finds a median diameter above LARGE, the tile is shrunk to CANONICAL and labelled again, and specks are left out. Tissue is read as luminance and as the red
channel alone, smears as luminance and as green. With --held the figures are those of the training tiles kept apart, for some thresholds:
choose by them, never by the test. With --pictures each set's worst tiles are drawn."""
import argparse
import csv
import json
import os
import time

import cv2
import numpy as np
import torch
from scipy import ndimage as ndi
from scipy.optimize import linear_sum_assignment
from skimage.segmentation import find_boundaries, watershed

import cells_data as cd
from cells_model import CellsApart

LARGE, CANONICAL = 60.0, 30.0                    # median diameters, pixels; crops of training had 10 to 60
SPECK = 0.25                                     # of a typical cell's area, in bright field
DECODING = dict(foreground=0.55, seed=0.35, touch=0.3, smooth=1.4, least=16)


# ---------------------------------------------------------------- labels
def planes(model, x):
    """Grey (H, W) in 0..1 -> foreground and touching as chances, and the distance: (3, H, W)."""
    h, w = x.shape
    x = np.pad(x, [(0, -h % 16), (0, -w % 16)], mode='reflect').astype(np.float32)
    with torch.no_grad():
        y = model(torch.from_numpy(x)[None, None]).float()[0, :, :h, :w]
    y[0], y[2] = torch.sigmoid(y[0]), torch.sigmoid(y[2])
    return y.numpy()


def at_border(labels):
    """For each label, 0 too, whether it touches the picture's border."""
    out = np.zeros(labels.max() + 1, bool)
    for side in (labels[0], labels[-1], labels[:, 0], labels[:, -1]):
        out[side] = True
    return out


def label(maps, foreground=0.5, seed=0.5, touch=0.3, smooth=1.0, least=16, specks=0):
    """Labels 1..n from the three planes: seeds are where the distance, less `touch` of the touching chance, passes `seed`. What has fewer
    pixels than `specks`, or than half of them at the border, goes to the cell that it touches, or is no cell."""
    inside, deep, between = maps
    mask = inside > foreground
    height = cv2.GaussianBlur(np.clip(deep, 0, 1) - touch * between, (0, 0), smooth)
    seeds, n = ndi.label((height > seed) & mask)
    size = np.bincount(seeds.ravel(), minlength=n + 1)
    seeds[(size < 3)[seeds]] = 0
    out = watershed(-height, seeds, mask=mask)
    rest, n = ndi.label(mask & (out == 0))       # what has no seed is a cell of its own
    out = np.where(rest > 0, rest + out.max(), out)
    if specks:
        enough = np.where(at_border(out), specks / 2, specks)
        out = watershed(-height, np.where((np.bincount(out.ravel()) >= enough)[out], out, 0), mask=mask)
    out = np.where((np.bincount(out.ravel()) >= least)[out], out, 0)
    _, out = np.unique(np.concatenate([[0], out.ravel()]), return_inverse=True)
    out = out[1:].reshape(mask.shape)
    for k, box in enumerate(ndi.find_objects(out), 1):
        hole = ndi.binary_fill_holes(out[box] == k) & (out[box] == 0)
        out[box][hole] = k
    return out


def median_diameter(labels):
    areas = np.bincount(labels.ravel())[1:]
    return float(np.sqrt(np.median(areas) * 4 / np.pi)) if len(areas) else 0.0


def speck_area(grey, inside, across):
    """Pixels below which something is a speck: as src/engine/cells/specks.ts."""
    if across <= CANONICAL or inside.all() or not inside.any() or grey[inside].mean() >= grey[~inside].mean():
        return 0
    return int(np.ceil(SPECK * np.pi / 4 * across ** 2))


def find(model, grey, two_passes=False, **decoding):
    """Labels of a grey picture. With `two_passes` as the engine finds them: large cells at a smaller scale, and no specks."""
    options = {**DECODING, **decoding}
    maps = planes(model, cd.stretched(grey))
    out = label(maps, **options)
    across = median_diameter(out)
    if not two_passes or across <= CANONICAL:
        return out
    if across > LARGE:
        k = CANONICAL / across
        h, w = grey.shape
        small = cv2.resize(grey.astype(np.float32), (max(16, round(w * k)), max(16, round(h * k))), interpolation=cv2.INTER_AREA)
        maps = planes(model, cd.stretched(small))
        maps = np.stack([cv2.resize(m, (w, h), interpolation=cv2.INTER_LINEAR) for m in maps])
        options['smooth'] /= k
    return label(maps, **options, specks=speck_area(grey, maps[0] > options['foreground'], across))


# ---------------------------------------------------------------- figures of merit
def overlaps(true, found):
    """Intersections (n, m), areas (n), areas (m)."""
    n, m = true.max(), found.max()
    both = np.bincount((true.ravel().astype(np.int64) * (m + 1) + found.ravel()), minlength=(n + 1) * (m + 1)).reshape(n + 1, m + 1)
    return both[1:, 1:], both[1:].sum(1), both[:, 1:].sum(0)


def compare(true, found):
    """Hits at IoU 0.5, extras, misses, sum of the hits' IoU, AJI, cells true and found."""
    both, a, b = overlaps(true, found)
    union = a[:, None] + b[None] - both
    iou = both / np.maximum(union, 1)
    hit = iou > 0.5
    hits = int(hit.sum())
    shared = total = 0
    used = set()
    for g in range(len(a)):
        p = int(iou[g].argmax()) if len(b) else -1
        if p >= 0 and both[g, p] > 0:
            shared += both[g, p]
            total += union[g, p]
            used.add(p)
        else:
            total += a[g]
    total += sum(b[p] for p in range(len(b)) if p not in used)
    return hits, len(b) - hits, len(a) - hits, float(iou[hit].sum()), shared / total if total else 1.0, len(a), len(b)


def summed(each):
    hits, extra, missed, iou, aji, true, found = np.array(each, float).T
    t, e, m = hits.sum(), extra.sum(), missed.sum()
    return dict(AP50=t / (t + e + m), F1=2 * t / (2 * t + e + m), PQ=iou.sum() / (t + 0.5 * (e + m)), AJI=aji.mean(),
                count=np.abs(true - found).sum() / true.sum(), tiles=len(each), cells=int(true.sum()))


def compare_places(places, found):
    """Hits, extras, misses, and the extras that the border cuts. A cell is at a place if its centroid is within half a box of it."""
    ids = np.arange(1, found.max() + 1)
    centres = np.array(ndi.center_of_mass(found > 0, found, ids)).reshape(-1, 2) + 0.5
    usual = median_diameter(found) or 70
    cost = np.full((len(places), len(ids)), 9.0)
    for i, (x, y, w, h) in enumerate(places):
        far = np.maximum(np.abs(centres[:, 1] - x) / ((w or usual) / 2), np.abs(centres[:, 0] - y) / ((h or usual) / 2))
        cost[i] = np.where(far <= 1, far, 9)
    pairs = [(i, j) for i, j in zip(*linear_sum_assignment(cost)) if cost[i, j] <= 1]
    cut = set(np.concatenate([found[0], found[-1], found[:, 0], found[:, -1]]).tolist())
    extra = set(ids) - {ids[j] for _, j in pairs}
    return len(pairs), len(extra), len(places) - len(pairs), len(extra & cut)


# ---------------------------------------------------------------- sets
def tiles(data, held=False):
    """{set: [(name, grey, labels)]}: the tests, or the training tiles kept apart."""
    out = {}
    for r in csv.DictReader(open(f'{data}/single-cells/index.csv')):
        if (held and not (r['split'] == 'train' and cd.is_held(r['original']))) or (not held and r['split'] == 'train'):
            continue
        rgb = cd.read(f"{data}/single-cells/{r['file']}")
        lab = cd.in_order(cv2.imread(f"{data}/single-cells/{r['labels']}", cv2.IMREAD_UNCHANGED)).astype(np.int64)
        key = 'new' if r['split'] == 'new' else r['kind']
        grey = rgb[..., 0] if r['kind'] == 'fluorescence' else cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
        out.setdefault(key, []).append((r['file'], grey, lab))
        if r['kind'] == 'tissue':
            out.setdefault('tissue, red', []).append((r['file'], rgb[..., 0], lab))
    return out


def smears(data, held=False):
    """{set: [(name, grey, places)]}"""
    places, out = {}, {}
    for r in csv.DictReader(open(f'{data}/single-cells/smears.csv')):
        if (r['split'] == 'train' and cd.is_held(r['file'], cd.SMEARS_HELD)) if held else r['split'] == 'test':
            places.setdefault(r['file'], []).append(tuple(float(r[k]) for k in ('x', 'y', 'width', 'height')))
    for name, p in sorted(places.items()):
        rgb = cd.read(f'{data}/cells/{name}')
        out.setdefault('smear', []).append((name, cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), p))
        out.setdefault('smear, green', []).append((name, rgb[..., 1], p))
    return out


def figures(model, data, two_passes=False, held=False, keep=None, only=None, **decoding):
    """{set: figures}; each tile's labels go to `keep` (set, name, grey, true labels or places, found, AP50)."""
    model.eval()
    out = {}
    for key, set_ in tiles(data, held).items():
        if only and key not in only:
            continue
        each = []
        for name, grey, true in set_:
            found = find(model, grey, two_passes, **decoding)
            each.append(compare(true, found))
            if keep:
                t, e, m = each[-1][:3]
                keep(key, name, grey, true, found, t / max(1, t + e + m))
        out[key] = summed(each)
    for key, set_ in smears(data, held).items():
        if only and key not in only:
            continue
        each = []
        for name, grey, places in set_:
            found = find(model, grey, two_passes, **decoding)
            each.append((*compare_places(places, found), name[:7]))
            if keep:
                t, e, m = each[-1][:3]
                keep(key, name, grey, places, found, t / max(1, t + e + m))
        f1 = lambda rows, cut: 2 * sum(r[0] for r in rows) / max(1, sum(2 * r[0] + r[1] + r[2] - (r[3] if cut else 0) for r in rows))
        share = lambda rows: sum(r[0] for r in rows) / max(1, sum(r[0] + r[2] for r in rows))  # smear_b: not every cell has a place
        out[key] = dict(F1=f1(each, False), F1_uncut=f1(each, True), F1_a=f1([r for r in each if r[4] == 'smear_a'], False),
                        found_b=share([r for r in each if r[4] == 'smear_b']), tiles=len(each), cells=sum(len(t[2]) for t in set_))
    return out


def line(f):
    """A set's figures in one line."""
    return ' '.join(f'{k} {v:.3f}' for k, v in f.items() if isinstance(v, float))


def averaged(path):
    """The moving average of a checkpoint, ready to be asked."""
    model = CellsApart()
    state = torch.load(path, map_location='cpu')
    model.load_state_dict(state['average'])
    return model.eval(), state['step']


def picture(grey, true, found):
    """The tile with the true outlines or places (yellow), and with the found labels in colours."""
    base = np.repeat(np.round(cd.stretched(grey) * 255).astype(np.uint8)[..., None], 3, 2)
    left = base.copy()
    if isinstance(true, list):
        for x, y, *_ in true:
            cv2.circle(left, (round(x), round(y)), 4, (0, 220, 255), -1)
    else:
        left[find_boundaries(true, mode='inner')] = (0, 220, 255)
    hues = np.random.default_rng(1).integers(60, 255, (found.max() + 1, 3)).astype(np.uint8)
    right = np.where((found > 0)[..., None], base // 2 + hues[found] // 2, base)
    right[find_boundaries(found, mode='inner')] = 255
    return np.hstack([left, right])


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('checkpoint')
    ap.add_argument('data')
    ap.add_argument('out', nargs='?')
    ap.add_argument('--held', action='store_true')
    ap.add_argument('--pictures')
    a = ap.parse_args()
    torch.set_num_threads(1)
    model, step = averaged(a.checkpoint)
    result = {'step': step}
    if a.held:
        for seed in (0.35, 0.45, 0.55, 0.65):
            for touch in (0, 0.3, 0.6):
                f = figures(model, a.data, held=True, only=('fluorescence', 'tissue', 'smear'), seed=seed, touch=touch)
                result[f'seed {seed} touch {touch}'] = f
                print(seed, touch, *(f'{k}: {line(v)};' for k, v in f.items()), flush=True)
    else:
        seen = []
        for passes in (1, 2):
            t = time.time()
            keep = (lambda *row: seen.append(row)) if passes == 1 else None
            f = figures(model, a.data, two_passes=passes == 2, keep=keep)
            result[f'passes {passes}'] = f
            for k, v in f.items():
                print(passes, k, line(v), flush=True)
            print(f'{time.time() - t:.0f} s', flush=True)
        if a.pictures:
            os.makedirs(a.pictures, exist_ok=True)
            for key in {row[0] for row in seen}:
                mine = sorted((row for row in seen if row[0] == key), key=lambda row: row[5])
                for what, some in (('worst', mine[:6]), ('usual', mine[len(mine) // 2 - 3:][:6])):
                    tall = max(row[2].shape[0] for row in some)
                    drawn = [np.pad(p, [(0, tall - p.shape[0]), (0, 512 - p.shape[1]), (0, 0)]) for p in (picture(*row[2:5]) for row in some)]
                    drawn += [np.zeros_like(drawn[0])] * (-len(drawn) % 2)
                    cv2.imwrite(f"{a.pictures}/{key.replace(', ', '-')}-{what}.png", np.vstack([np.hstack(drawn[i:i + 2]) for i in range(0, len(drawn), 2)]))
    if a.out:
        json.dump(result, open(a.out, 'w'), indent=1, default=float)


if __name__ == '__main__':
    main()
