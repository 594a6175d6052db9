"""figures.json: what scikit-image, SciPy and NumPy measure on pictures that figures.test.ts draws by the same formulas.

    /usr/bin/python3 test/golden/evaluate/make_figures.py

Made with Debian's python3, numpy 1.24.2, scipy 1.10.1 and scikit-image 0.19.3.
"""
import json
import re
from pathlib import Path

import numpy as np
import scipy
import skimage
from scipy.ndimage import laplace
from skimage.color import rgb2lab
from skimage.measure import label
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

W, H = 75, 52
y, x = np.mgrid[0:H, 0:W]
drawn = np.stack([(7 * x + 13 * y + 50 * c + x * y // 9) % 256 for c in range(3)], -1).astype(np.uint8)
error = np.stack([(31 * x * x + 17 * y + 7 * c) % 61 - 30 for c in range(3)], -1)
spoilt = np.clip(drawn.astype(int) + error, 0, 255).astype(np.uint8)
grey, other = drawn[..., 0], spoilt[..., 0]
edges = ((x * y + x) % 5 == 0) | (y % 11 == 3)


def ssim(a, b, axis):
    return structural_similarity(a, b, channel_axis=axis, data_range=255, gaussian_weights=True, sigma=1.5,
                                 use_sample_covariance=False)


def spectrum(picture):
    side = 2 ** int(np.log2(min(picture.shape)))
    top, left = (picture.shape[0] - side) // 2, (picture.shape[1] - side) // 2
    part = picture[top:top + side, left:left + side].astype(float)
    hann = np.sin(np.pi * np.arange(side) / side) ** 2
    power = np.abs(np.fft.fft2((part - part.mean()) * np.outer(hann, hann))) ** 2
    power[0, 0] = 0
    share = power / power.sum()
    cycles = np.fft.fftfreq(side)
    high = share[np.hypot(cycles[:, None], cycles[None]) > 0.25].sum()
    some = share[share > 0]
    return {'entropy': -(some * np.log(some)).sum() / np.log(side * side - 1), 'highShare': high}


def grid_share(picture):
    hann = [0.5 - 0.5 * np.cos(2 * np.pi * (np.arange(side) + 0.5) / side) for side in picture.shape]
    weight = np.outer(*hann).ravel()
    values = picture.astype(float).ravel()
    place = (y % 8 * 8 + x % 8).ravel()
    means = np.bincount(place, weight * values) / np.bincount(place, weight)
    mean = np.average(values, weights=weight)
    return ((means - mean) ** 2).mean() / np.average((values - mean) ** 2, weights=weight)


def features(count, shift):
    i, d = np.mgrid[0:count, 0:64]
    return (((i * 37 + d * 11 + i * d) % 97) / 97 + shift).astype(np.float32)


def kid(a, b):
    """Equation 4 of Binkowski et al. 2018, as matrices."""
    a, b = a.astype(float), b.astype(float)
    kernel = lambda p, q: (p @ q.T / p.shape[1] + 1) ** 3
    m, n = len(a), len(b)
    aa, bb = kernel(a, a), kernel(b, b)
    return ((aa.sum() - np.trace(aa)) / (m * (m - 1)) + (bb.sum() - np.trace(bb)) / (n * (n - 1))
            - 2 * kernel(a, b).mean())


def by_region():
    """Variances of a* and b* about the regions' means (regions of 16 pixels or more), and of those means."""
    lab = rgb2lab(drawn)[..., 1:]
    labels = label(~edges, connectivity=1, background=0)
    areas = np.bincount(labels.ravel())
    kept = [i for i in range(1, len(areas)) if areas[i] >= 16]
    some = np.isin(labels, kept)
    n = some.sum()
    means = {i: lab[labels == i].mean(0) for i in kept}
    within = sum(((lab[labels == i] - means[i]) ** 2).sum() for i in kept) / n
    between = sum(areas[i] * ((means[i] - lab[some].mean(0)) ** 2).sum() for i in kept) / n
    hue = (sum(np.hypot(*lab[labels == i].sum(0)) for i in kept)
           / sum(np.hypot(lab[labels == i][:, 0], lab[labels == i][:, 1]).sum() for i in kept))
    return {'regions': len(kept), 'within': within, 'between': between, 'explained': between / (within + between),
            'oneHue': hue}


regions = label(~edges, connectivity=1, background=0)
figures = {
    'made with': {'numpy': np.__version__, 'scipy': scipy.__version__, 'scikit-image': skimage.__version__},
    'l1': float(np.abs(spoilt.astype(float) - drawn).mean() / 255),
    'psnr': float(peak_signal_noise_ratio(drawn, spoilt, data_range=255)),
    'ssim': float(ssim(drawn, spoilt, 2)),
    'ssimOfGrey': float(ssim(grey, other, None)),
    'laplacianEnergy': float((laplace(grey.astype(float))[1:-1, 1:-1] ** 2).mean()),
    'spectrum': spectrum(grey),
    'gridShare': grid_share(grey),
    'kid': float(kid(features(7, 0), features(5, 0.05))),
    'lab': [[*map(int, colour), *rgb2lab(np.uint8([[colour]]))[0, 0]] for colour in drawn[::17, ::19].reshape(-1, 3)],
    'regions': {'count': int(regions.max()), 'areas': [int(n) for n in np.sort(np.bincount(regions.ravel())[1:])]},
    'colourByRegion': by_region(),
}
rounded = json.loads(json.dumps(figures), parse_float=lambda text: round(float(text), 10))
text = re.sub(r'\[\s+([^\[\]]+?)\s+\]', lambda row: '[' + ' '.join(row[1].split()) + ']', json.dumps(rounded, indent=1))
Path(__file__).with_name('figures.json').write_text(text + '\n')
