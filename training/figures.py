"""Figures of merit of a generator on the test tiles (see the definitions in each function)."""
import cv2
import numpy as np
import torch
from scipy.stats import spearmanr
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

import cell_data as cd

torch.set_num_threads(1)


def only_edges(inputs):
    """The edges of a test tile's input, which may be edges and grey."""
    return inputs if inputs.ndim == 2 else inputs[..., 0]


def painted(net, inputs):
    """The generator's picture, RGB uint8."""
    with torch.no_grad():
        return cd.to_rgb(net(torch.from_numpy(cd.to_x(inputs))).numpy())


def likeness(picture, target):
    """L1 of 0..1, PSNR in dB, SSIM (Wang et al. 2004: Gaussian of sigma 1.5)."""
    return {
        'l1': np.abs(picture.astype(float) - target).mean() / 255,
        'psnr': peak_signal_noise_ratio(target, picture, data_range=255),
        'ssim': structural_similarity(target, picture, channel_axis=2, data_range=255, gaussian_weights=True,
                                      sigma=1.5, use_sample_covariance=False),
    }


def edge_scores(found, wanted, radius=2):
    """Precision, recall and F1; an edge pixel counts as found if the other map has one within the radius (Euclidean)."""
    y, x = np.mgrid[-radius:radius + 1, -radius:radius + 1]
    disc = (x * x + y * y <= radius * radius).astype(np.uint8)  # OpenCV's ellipse holds four pixels more
    precision = (found > 0)[cv2.dilate(wanted, disc) > 0].sum() / max((found > 0).sum(), 1)
    recall = (wanted > 0)[cv2.dilate(found, disc) > 0].sum() / max((wanted > 0).sum(), 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {'edgePrecision': precision, 'edgeRecall': recall, 'edgeF1': f1}


def grid_share(grey):
    """The share of the power that repeats every 2, 4 or 8 pixels, as src/engine/metrics/grid-share.ts has it."""
    height, width = grey.shape
    window = np.outer(*(0.5 - 0.5 * np.cos(2 * np.pi * (np.arange(side) + 0.5) / side) for side in (height, width)))
    values = grey.astype(float)
    mean = (window * values).sum() / window.sum()
    variance = (window * values * values).sum() / window.sum() - mean * mean
    places = [(window[y::8, x::8] * values[y::8, x::8]).sum() / window[y::8, x::8].sum() for y in range(8) for x in range(8)]
    return float(np.mean((np.array(places) - mean) ** 2) / variance) if variance > 1e-9 else 0.0


def laplacian_energy(grey):
    """Mean square of the Laplacian, as src/engine/metrics/laplacian-energy.ts has it."""
    g = grey.astype(float)
    return float(((4 * g[1:-1, 1:-1] - g[:-2, 1:-1] - g[2:, 1:-1] - g[1:-1, :-2] - g[1:-1, 2:]) ** 2).mean())


def area_of(rgb):
    """The area in pixels that a colour stands for: the nearest entry of the viridis map, read back."""
    entry = ((cd.VIRIDIS.astype(float) - rgb) ** 2).sum(1).argmin()
    return cd.AREA_LO * (cd.AREA_HI / cd.AREA_LO) ** (entry / 255)


def nuclei(picture, labels, edges):
    """(true area, area read from the median colour, painted at all) of each nucleus whose outline has edges."""
    shown = cd.supported(labels, edges)
    areas = np.bincount(labels.ravel(), minlength=len(shown))
    rows = []
    for i in np.flatnonzero(shown & (areas > 0)):
        whole = labels == i
        core = cv2.erode(whole.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        colours = picture[core if core.sum() >= 5 else whole].astype(float)
        bright = colours.max(1) > 40                # a nucleus left black is missed
        read = area_of(np.median(colours[bright], 0)) if bright.any() else cd.AREA_LO
        rows.append((areas[i], read, bright.mean() > 0.5))
    return rows


def mean_colour(targets):
    """The mean of the training targets' mean colours, RGB uint8: what a generator has to beat."""
    return np.round(np.mean([target.reshape(-1, 3).mean(0) for target in targets], 0)).astype(np.uint8)


def figures(nets, kind, tiles, mean):
    """Means over the test tiles for each of the named generators, beside the mean training colour's.

    @param nets generators by name.
    @param tiles as cell_data.test_set and petri_data.Petri.test_set give them.
    @returns {name: {figure: mean}}.
    """
    recipe = cd.RECIPE[kind]
    # Nuclei are painted on black at full contrast, so their edges are taken as they are.
    again = dict(recipe, gamma=1.0, p_lo=0.0, p_hi=100.0) if kind == 'nuclei-area' else recipe
    table = {}
    for name, net in nets.items():
        rows, cells = [], []
        for _, _, inputs, target, labels in tiles:
            picture = painted(net, inputs)
            constant = likeness(np.broadcast_to(mean, target.shape).copy(), target)
            edges = only_edges(inputs)
            grey, true_grey = (cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY) for rgb in (picture, target))
            rows.append({**likeness(picture, target), **edge_scores(cd.edges(picture, **again), edges),
                         'gridShare': grid_share(grey), 'gridShareOfTruth': grid_share(true_grey),
                         'laplacianEnergy': laplacian_energy(grey), 'laplacianEnergyOfTruth': laplacian_energy(true_grey),
                         **{figure + 'OfMeanColour': value for figure, value in constant.items()}})
            if labels is not None:
                cells += nuclei(picture, labels, edges)
        table[name] = {figure: float(np.mean([row[figure] for row in rows])) for figure in rows[0]}
        table[name]['laplacianShare'] = table[name]['laplacianEnergy'] / table[name]['laplacianEnergyOfTruth']
        table[name]['testTiles'] = len(tiles)
        if cells:
            true, read, seen = (np.array(column) for column in zip(*cells))
            off = np.abs(np.log(np.clip(read, cd.AREA_LO, cd.AREA_HI) / np.clip(true, cd.AREA_LO, cd.AREA_HI)))[seen]
            table[name] |= {'nucleiPainted': float(seen.mean()), 'areaSpearman': float(spearmanr(true, read)[0]),
                            'medianAreaError': float(np.exp(np.median(off)) - 1)}
    return table
