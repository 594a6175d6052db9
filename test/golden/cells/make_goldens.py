"""Goldens of engine/cells: maps.png, heights.png and goldens.json, made with scikit-image 0.19.3 and SciPy 1.10.1 (Debian:
python3-skimage). Run in this folder: python3 make_goldens.py

Each PNG holds 200 pictures of 64 x 48 pixels below one another: heights.png how deep a pixel lies; grown.png the watershed from the
pixels of 200 or more (4-connected) over those of 60 or more; maps.png the same without crumbs of fewer than 4 pixels, every tenth
drawn by chance instead, with holes, single pixels and cells of several parts; pierced.png the maps with pixels taken out; filled.png
those with their holes filled."""
import json

import numpy as np
from PIL import Image
from scipy import ndimage as ndi
from skimage.measure import regionprops
from skimage.segmentation import watershed

W, H, N = 64, 48, 200
random = np.random.default_rng(20261129)


def height():
    """Blobs whose heights are whole numbers, so that no rounding decides."""
    y, x = np.mgrid[:H, :W].astype(float)
    out = np.zeros((H, W))
    for _ in range(random.integers(3, 14)):
        cx, cy, a, b, turn = random.uniform(-2, W + 2), random.uniform(-2, H + 2), random.uniform(2, 12), random.uniform(2, 12), random.uniform(0, np.pi)
        u = (x - cx) * np.cos(turn) + (y - cy) * np.sin(turn)
        v = -(x - cx) * np.sin(turn) + (y - cy) * np.cos(turn)
        out = np.maximum(out, 255 * np.clip(1.2 - np.hypot(u / a, v / b), 0, 1))
    return np.clip(out + random.normal(0, 6, (H, W)), 0, 255).astype(np.uint8)


def relabelled(labels):
    """1..n in the order of the first pixels."""
    out = np.zeros_like(labels)
    flat = labels.ravel()
    values, first = np.unique(flat, return_index=True)
    n = 0
    for value in values[np.argsort(first)]:
        if value:
            n += 1
            out[labels == value] = n
    return out


maps, heights, grown, cells, pierced, filled = [], [], [], [], [], []
for i in range(N):
    deep = height()
    mask = deep >= 60
    seeds, _ = ndi.label((deep >= 200) & mask)
    flooded = relabelled(watershed(-deep.astype(int), seeds, mask=mask))
    grown.append(flooded.ravel())
    if i % 10 == 0:
        labels = relabelled(random.integers(0, 3, (H, W)) * (ndi.uniform_filter(random.normal(0, 1, (H, W)), 5) > 0.05)
                            + 3 * ((np.arange(W)[None] // 9 + np.arange(H)[:, None] // 7) % 5) * (random.random((H, W)) > 0.1))
    else:
        size = np.bincount(flooded.ravel())
        labels = relabelled(np.where(size[flooded] >= 4, flooded, 0))
    heights.append(deep)
    maps.append(labels.astype(np.uint8))
    holed = np.where((random.random((H, W)) < 0.05) | (i % 10 == 0), 0, labels)
    whole = holed.copy()
    for k in range(1, holed.max() + 1):
        whole[ndi.binary_fill_holes(holed == k) & (holed == 0)] = k
    pierced.append(holed.ravel())
    filled.append(whole.ravel())
    cells.append([[p.area, p.centroid[1], p.centroid[0], p.perimeter, p.orientation, p.major_axis_length, p.minor_axis_length,
                   p.equivalent_diameter, float(deep[labels == p.label].mean())] for p in regionprops(labels)])

assert max(m.max() for m in maps) < 256
Image.fromarray(np.concatenate(maps)).save('maps.png', optimize=True)
Image.fromarray(np.concatenate(heights)).save('heights.png', optimize=True)
for name, rows in (('grown', grown), ('pierced', pierced), ('filled', filled)):
    Image.fromarray(np.concatenate([row.reshape(H, W) for row in rows]).astype(np.uint8)).save(f'{name}.png', optimize=True)
with open('goldens.json', 'w') as file:
    json.dump({'width': W, 'height': H, 'fields': ['area', 'x', 'y', 'perimeter', 'orientation', 'majorAxis', 'minorAxis',
                                                 'equivalentDiameter', 'meanHeight'],
               'cells': [[[float(f'{v:.9g}') for v in cell] for cell in one] for one in cells]}, file, separators=(',', ':'))
