"""Pairs of overlapping or repeated images within each source, by the peak of their phase correlation.
usage: find_overlaps.py RAW OUT.json   (RAW as for prepare_data.py; writes {source: [[peak, file, file], ...]})"""
import glob
import json
import sys

import cv2
import numpy as np
from PIL import Image

cv2.setNumThreads(1)
SIZE = 128


def spectra(files):
    """Spectra of the grey images at 128x128, windowed and standardised."""
    window = np.outer(np.hanning(SIZE), np.hanning(SIZE)).astype(np.float32)
    out = []
    for file in files:
        grey = cv2.resize(cv2.imread(file, 0), (SIZE, SIZE), interpolation=cv2.INTER_AREA).astype(np.float32)
        out.append(np.fft.rfft2((grey - grey.mean()) / (grey.std() + 1e-3) * window))
    return np.array(out)


def pairs(files, threshold):
    """[(peak, i, j)], highest first; a low pass makes the peak robust against noise."""
    phases = spectra(files)
    phases /= np.maximum(np.abs(phases), 1e-6)
    fy, fx = np.fft.fftfreq(SIZE)[:, None], np.fft.rfftfreq(SIZE)[None]
    low = np.exp(-(fx ** 2 + fy ** 2) / (2 * 0.12 ** 2)).astype(np.float32)
    low /= np.fft.irfft2(low, s=(SIZE, SIZE)).max()
    found = []
    for i in range(len(files) - 1):
        products = np.fft.irfft2(phases[i + 1:] * np.conj(phases[i]) * low, s=(SIZE, SIZE))
        peaks = products.reshape(len(files) - i - 1, -1).max(1)
        found += [(float(peaks[j]), i, i + 1 + int(j)) for j in np.where(peaks > threshold)[0]]
    return sorted(found, reverse=True)


def main():
    raw, out = sys.argv[1:]
    sources = {'draaslan': sorted(glob.glob('draaslan/images/*.png', root_dir=raw)),
               'chula': sorted(glob.glob('chula/Dataset/*.jpg', root_dir=raw))}
    for file in sorted(glob.glob('dsb/stage1_train/*/images/*.png', root_dir=raw)):
        width, height = Image.open(f'{raw}/{file}').size
        sources.setdefault(f'dsb{width}x{height}', []).append(file)
    overlaps = {}
    for source, files in sources.items():
        found = pairs([f'{raw}/{file}' for file in files], 0.2) if len(files) > 1 else []
        overlaps[source] = [(peak, files[i], files[j]) for peak, i, j in found]
        print(source, len(files), 'images,', len(found), 'pairs')
    json.dump(overlaps, open(out, 'w'))


main()
