"""Reads what `eosin cells` has written with other people's readers, once by hand: tifffile, shapely, csv, and ImageJ's ROIs by their layout.
Run: python3 read_back.py FOLDER      FOLDER has NAME.labels.tif, NAME.cells.csv, NAME.cells.geojson and NAME.rois.zip for each picture
Every outline, filled by shapely, must be its label's pixels; every ROI the largest part of them; every row of the table what NumPy counts.
Read so on 2026-11-29 with tifffile 2023.2, shapely 1.8 and Pillow's polygons, see the figures that it prints."""
import csv
import glob
import json
import struct
import sys
import zipfile

import numpy as np
import tifffile
from shapely.geometry import shape
from shapely.ops import unary_union
from shapely.geometry import box as square

folder = sys.argv[1]
cells = worst = 0
for path in sorted(glob.glob(f'{folder}/**/*.labels.tif', recursive=True)):
    stem = path[:-len('.labels.tif')]
    with tifffile.TiffFile(path) as tiff:
        labels = tiff.asarray()
        assert tiff.is_imagej and labels.dtype in (np.uint16, np.uint32), path
    count = int(labels.max())
    assert set(np.unique(labels)) - {0} == set(range(1, count + 1)), f'{path}: labels have gaps'
    features = json.load(open(f'{stem}.cells.geojson'))['features']
    rows = list(csv.DictReader(open(f'{stem}.cells.csv', newline='')))
    rois = zipfile.ZipFile(f'{stem}.rois.zip')
    assert len(features) == len(rows) == len(rois.namelist()) == count, f'{stem}: {len(features)}, {len(rows)}, {len(rois.namelist())}, {count}'
    for i in range(count):
        y, x = np.nonzero(labels == i + 1)
        polygon = shape(features[i]['geometry'])
        assert polygon.is_valid, f'{stem}: cell {i + 1} is no valid polygon'
        pixels = unary_union([square(a, b, a + 1, b + 1) for a, b in zip(x, y)])
        off = polygon.symmetric_difference(pixels).area
        worst = max(worst, off)
        assert off < 1e-6, f'{stem}: the outline of cell {i + 1} is off by {off} px'
        assert float(rows[i]['area_px']) == len(x)
        assert abs(float(rows[i]['centroid_x']) - x.mean()) < 1e-3 and abs(float(rows[i]['centroid_y']) - y.mean()) < 1e-3
        roi = rois.read(sorted(rois.namelist())[i])
        assert roi[:4] == b'Iout' and roi[6] == 8
        top, left, bottom, right, n = struct.unpack('>hhhhH', roi[8:18])
        xs = np.array(struct.unpack(f'>{n}h', roi[64:64 + 2 * n])) + left
        ys = np.array(struct.unpack(f'>{n}h', roi[64 + 2 * n:64 + 4 * n])) + top
        part = shape({'type': 'Polygon', 'coordinates': [list(zip(xs.tolist(), ys.tolist()))]})
        parts = list(getattr(pixels, 'geoms', [pixels]))
        largest = max(parts, key=lambda one: one.area)
        assert abs(part.area - shape({'type': 'Polygon', 'coordinates': [list(largest.exterior.coords)]}).area) < 1e-6, f'{stem}: ROI {i + 1}'
    cells += count
print(f'{cells} cells read back, outlines off by {worst} px at most')
