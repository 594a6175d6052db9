"""How alike two networks dream: a picture, and the figures of a card.
usage: compare_dreams.py OUT.jpg PICTURE.png ONE.png OTHER.png [ONE.png OTHER.png ...]
Each ONE and OTHER is the dream of the picture in `npm run cli -- render PICTURE.png --model none --preset P --dream-model ID`."""
import sys

import cv2
import numpy as np

from cell_data import edges
from figures import edge_scores

out, picture, *dreams = sys.argv[1:]
source = cv2.imread(picture)
rows = []
for one, other in zip(dreams[::2], dreams[1::2]):
    pair = [cv2.imread(path) for path in (one, other)]
    start = cv2.resize(source, pair[0].shape[1::-1], interpolation=cv2.INTER_AREA)
    added = [dream.astype(float) - start for dream in pair]
    lines = [edges(cv2.cvtColor(im, cv2.COLOR_BGR2GRAY), 1, 99, 1, 1.4, 30, 80) for im in (start, *pair)]
    energy = [np.hypot(*(cv2.Sobel(cv2.cvtColor(im, cv2.COLOR_BGR2GRAY).astype(float), -1, *way) for way in ((1, 0), (0, 1)))).mean()
              for im in (start, *pair)]
    print(one, other, 'correlation of what is added', round(np.corrcoef(added[0].ravel(), added[1].ravel())[0, 1], 3))
    for name, line, strength in zip((one, other), lines[1:], energy[1:]):
        print(' ', name, 'recall', round(edge_scores(line, lines[0])['edgeRecall'], 3), 'edge energy', round(strength / energy[0], 3))
    rows.append(np.hstack([start, *pair]))
cv2.imwrite(out, np.vstack(rows), [cv2.IMWRITE_JPEG_QUALITY, 90])
