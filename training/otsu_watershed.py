"""What `cells-apart` has to beat: Otsu's threshold and a watershed over the distance (scikit-image), on the same tiles.
usage: otsu_watershed.py DATA OUT.json     DATA is ../../shared/data; OUT.json is the --baseline of ship_cells.py"""
import json
import sys

import numpy as np
from scipy import ndimage as ndi
from skimage.feature import peak_local_max
from skimage.filters import gaussian, threshold_otsu
from skimage.segmentation import watershed

import cells_figures

LEAST = 16                                        # pixels that a cell has at least, as DECODING of cells_figures.py


def find(grey, dark):
    """Labels of a grey picture. @param dark whether cells are darker than the ground"""
    smooth = gaussian(grey.astype(float), 1)
    threshold = threshold_otsu(smooth)
    mask = ndi.binary_fill_holes(smooth < threshold if dark else smooth > threshold)
    distance = gaussian(ndi.distance_transform_edt(mask), 1)
    peaks = peak_local_max(distance, min_distance=5, labels=ndi.label(mask)[0])
    seeds = np.zeros(grey.shape, int)
    seeds[tuple(peaks.T)] = np.arange(1, len(peaks) + 1)
    found = watershed(-distance, seeds, mask=mask)
    found[(np.bincount(found.ravel()) < LEAST)[found]] = 0
    _, numbers = np.unique(np.concatenate([[0], found.ravel()]), return_inverse=True)
    return numbers[1:].reshape(grey.shape)


def main():
    data, out = sys.argv[1:]
    figures = {}
    for name, tiles in cells_figures.tiles(data).items():
        each = [cells_figures.compare(labels, find(grey, dark=name.startswith('tissue'))) for _, grey, labels in tiles]
        figures[name] = cells_figures.summed(each)
        print(name, {key: round(float(value), 3) for key, value in figures[name].items()}, flush=True)
    json.dump(figures, open(out, 'w'), indent=1, default=float)


main()
