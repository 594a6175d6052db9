"""What `inception-v3-cells` learns to tell apart: views of real cell tiles and of procedural textures, with their labels.

Labels: `kind` for all (four sources of tiles, then the families of textures.py), and for cells `stain` (seven clusters
of colour), `size` and `density` (three classes each, of the view itself: small to large cells, few to many)."""
import csv
import os

import cv2
import numpy as np
from scipy import ndimage

SOURCES = ('smear_a', 'smear_b', 'fluo', 'tissue')
SIDE = 144
TEST_OF_FAMILY = 10  # of each family's pictures, the last ones
TASKS = ('kind', 'stain', 'size', 'density')
CLOSE, WIDE = 112, 256


def stretched(grey):
    """A fluorescence picture as the studio develops it: percentiles 1 and 99.8, gamma 0.7. Three equal channels."""
    low, high = np.percentile(grey, (1, 99.8))
    out = np.clip((grey.astype(float) - low) / max(high - low, 1), 0, 1) ** 0.7
    return np.repeat(np.round(out * 255).astype(np.uint8)[..., None], 3, 2)


def smear_mask(rgb):
    """Cells of a smear: what is darker in green than Otsu's threshold, holes filled."""
    green = cv2.GaussianBlur(rgb[..., 1], (0, 0), 1.5)
    _, mask = cv2.threshold(green, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    return ndimage.binary_fill_holes(mask)


def smear_diameter(mask):
    """Twice the median height of the peaks of the distance to the ground, in pixels."""
    distance = cv2.GaussianBlur(cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 5), (0, 0), 1.5)
    peak = (distance == ndimage.maximum_filter(distance, 13)) & (distance > 4)
    return 2 * float(np.median(distance[peak])) if peak.any() else 20.0


def nucleus_diameter(labels):
    areas = np.bincount(labels.ravel())[1:]
    areas = areas[areas > 0]
    return float(np.sqrt(4 / np.pi * np.median(areas))) if len(areas) else 10.0


def tiles(data):
    """[{rgb, mask, diameter, source, test}] of ../shared/data: 150 smears and 210 pictures of nuclei, all 256x256."""
    out = []
    for folder in ('cells', 'nuclei'):
        for row in csv.DictReader(open(f'{data}/{folder}/index.csv')):
            picture = cv2.imread(f"{data}/{folder}/{row['file']}")[..., ::-1]
            source = next(name for name in SOURCES if row['file'].startswith(name))
            if folder == 'cells':
                mask = smear_mask(picture)
                diameter = smear_diameter(mask)
            else:
                labels = cv2.imread(f"{data}/{folder}/{row['labels']}", cv2.IMREAD_UNCHANGED)
                mask, diameter = labels > 0, nucleus_diameter(labels)
            if source == 'fluo':
                picture = stretched(picture[..., 0])
            out.append({'rgb': np.ascontiguousarray(picture), 'mask': mask, 'diameter': diameter,
                        'source': SOURCES.index(source), 'test': row['split'] == 'test'})
    return out


def add_stains(cells):
    """Gives every tile a `stain`: fluorescence is 0; smears and tissue have three each, by k-means over the 10th, 50th and
    90th percentile of their channels, fitted to training tiles."""
    first = 1
    for tile in cells:
        tile['stain'] = 0
    for sources in ((0, 1), (3,)):
        mine = [tile for tile in cells if tile['source'] in sources]
        colours = np.array([np.percentile(t['rgb'].reshape(-1, 3), (10, 50, 90), axis=0).ravel() for t in mine], np.float32)
        train = colours[[not tile['test'] for tile in mine]]
        cv2.setRNGSeed(1)
        _, _, centres = cv2.kmeans(train, 3, None, (3, 100, 0.01), 10, cv2.KMEANS_PP_CENTERS)
        for tile, colour in zip(mine, colours):
            tile['stain'] = first + int(np.square(centres - colour).sum(1).argmin())
        first += 3


class DreamData:
    """Views of SIDE x SIDE, uint8, with labels [kind, stain, size, density]; -1 where a task does not apply."""

    def __init__(self, data, textures, seed):
        self.r = np.random.default_rng(seed)
        cells = tiles(data)
        add_stains(cells)
        self.cells = {False: [t for t in cells if not t['test']], True: [t for t in cells if t['test']]}
        self.families = sorted(f for f in os.listdir(textures) if os.path.isdir(f'{textures}/{f}'))
        self.pictures = {False: [], True: []}
        for k, name in enumerate(self.families):
            files = sorted(os.listdir(f'{textures}/{name}'))
            for i, file in enumerate(files):
                picture = cv2.imread(f'{textures}/{name}/{file}')[..., ::-1]
                self.pictures[i >= len(files) - TEST_OF_FAMILY].append((picture, len(SOURCES) + k))
        self.of_source = [[t for t in self.cells[False] if t['source'] == s] for s in range(len(SOURCES))]
        self.limits = self.terciles()
        self.classes = {'kind': len(SOURCES) + len(self.families), 'stain': 7, 'size': 3, 'density': 3}

    def terciles(self):
        """Limits between the classes of size (pixels of the view) and density (share covered), from training views."""
        r, sizes, shares = np.random.default_rng(0), [], []
        for _ in range(2000):
            tile = self.of_source[int(r.integers(4))]
            tile = tile[int(r.integers(len(tile)))]
            y, x, side = self.window(r)
            sizes.append(tile['diameter'] * SIDE / side)
            shares.append(tile['mask'][y:y + side, x:x + side].mean())
        return {'size': np.percentile(sizes, (33.3, 66.7)), 'density': np.percentile(shares, (33.3, 66.7))}

    @staticmethod
    def window(r):
        side = int(r.integers(CLOSE, WIDE + 1))
        y, x = r.integers(0, 256 - side + 1, 2)
        return int(y), int(x), side

    def view(self, tile, window):
        y, x, side = window
        rgb = cv2.resize(tile['rgb'][y:y + side, x:x + side], (SIDE, SIDE),
                         interpolation=cv2.INTER_AREA if side > SIDE else cv2.INTER_CUBIC)
        share, size = tile['mask'][y:y + side, x:x + side].mean(), tile['diameter'] * SIDE / side
        return rgb, [tile['source'], tile['stain'], int(np.searchsorted(self.limits['size'], size)),
                     int(np.searchsorted(self.limits['density'], share))]

    def changed(self, rgb, fluo):
        """Turned, mirrored, in slightly other light; fluorescence sometimes in one false colour, as viewers show it."""
        r = self.r
        rgb = np.rot90(rgb, int(r.integers(4)))
        rgb = (rgb[:, ::-1] if r.random() < 0.5 else rgb).astype(np.float32)
        if fluo and r.random() < 0.4:
            tint = r.uniform(0, 1, 3)
            rgb = rgb * (tint / tint.max())
        rgb = (rgb - 128) * r.uniform(0.88, 1.12) + 128 + r.uniform(-12, 12) + r.uniform(-6, 6, 3)
        return np.clip(rgb + r.normal(0, r.uniform(0, 5), rgb.shape), 0, 255).astype(np.uint8)

    def batch(self, cells, textures):
        """Random training views: `cells` of tiles, sources alike, and `textures`, families alike."""
        r, views, labels = self.r, [], []
        for k in range(cells):
            pool = self.of_source[int(r.integers(len(SOURCES)))]
            tile = pool[int(r.integers(len(pool)))]
            rgb, label = self.view(tile, self.window(r))
            views.append(self.changed(rgb, SOURCES[tile['source']] == 'fluo'))
            labels.append(label)
        for k in r.integers(0, len(self.pictures[False]), textures):
            picture, kind = self.pictures[False][int(k)]
            side = int(r.integers(112, picture.shape[0] + 1))
            y, x = r.integers(0, picture.shape[0] - side + 1, 2)
            views.append(self.changed(cv2.resize(picture[y:y + side, x:x + side], (SIDE, SIDE),
                                                 interpolation=cv2.INTER_AREA if side > SIDE else cv2.INTER_CUBIC), False))
            labels.append([kind, -1, -1, -1])
        return np.stack(views), np.array(labels)

    def test(self):
        """The held-out views, nothing drawn at random: of every test tile the whole and a close one, of a texture its middle."""
        views, labels = [], []
        for tile in self.cells[True]:
            for window in ((0, 0, 256), (56, 56, 144)):
                rgb, label = self.view(tile, window)
                views.append(rgb)
                labels.append(label)
        for picture, kind in self.pictures[True]:
            margin = (picture.shape[0] - SIDE) // 2
            views.append(picture[margin:margin + SIDE, margin:margin + SIDE])
            labels.append([kind, -1, -1, -1])
        return np.stack(views), np.array(labels)
