"""A model folder of the studio: weights, manifest, card, sample and golden pair, measured and written.
usage: ship.py ID TRAINED OUT --data DATA       as: ship.py blood-smear ../shared/weights/blood-smear public/models --data ../shared/data
       ship.py ID TRAINED OUT --dishes FOLDER   as: ship.py petri-pix2pix petri/trained public/models --dishes petri
TRAINED has export.py's model.safetensors and golden.py's golden_*.png; DATA the tiles of prepare_data.py. Stores 8 bits where no held-out
figure then changes by 1 % or more, else float16. The plans and the prose of the cards are in plans/ and cards/."""
import argparse
import glob
import hashlib
import json
import os
import shutil

import cv2
import numpy as np

import weights
from figures import figures
from held_out import HERE, held_out

# Hosts and caches take files of this size.
PART = 16 * 2 ** 20
COMPARED = ('l1', 'psnr', 'ssim', 'edgeF1')


def parts(tensors):
    """The tensors in files of at most 16 MiB; a scale stays with its integers."""
    files, size = [{}], 0
    for name, tensor in tensors.items():
        together = tensor.nbytes + getattr(tensors.get(name + weights.SCALE), 'nbytes', 0)
        if size + together > PART - 2 ** 16 and not name.endswith(weights.SCALE):  # leaves room for the header
            files.append({})
            size = 0
        files[-1][name] = tensor
        size += tensor.nbytes
    return files


def sample(folder, inputs):
    """A whole test tile at 128x128 for the shelf: the left half what goes in, the right half what comes out."""
    source = cv2.imread(f"{folder}/golden_input{'_grey' if 'grey' in inputs else ''}_2.png")
    if 'grey' not in inputs:
        source = cv2.dilate(source, np.ones((2, 2), np.uint8))  # lines of one pixel would fade
    picture = np.where(np.arange(256)[None, :, None] < 128, source, cv2.imread(f'{folder}/golden_output_2.png'))
    return cv2.resize(picture, (128, 128), interpolation=cv2.INTER_AREA)


def table(wide, small):
    """The held-out figures as a table in Markdown."""
    rows = [('L1 (of 0..1)', 'l1', 4), ('PSNR, dB', 'psnr', 2), ('SSIM', 'ssim', 3),
            ('edge precision at 2 px', 'edgePrecision', 3), ('edge recall', 'edgeRecall', 3), ('edge F1', 'edgeF1', 3),
            ('grid of 2, 4 and 8 px, share of the power', 'gridShare', 5), ('the same of the true pictures', 'gridShareOfTruth', 5),
            ("Laplacian energy, of the true pictures'", 'laplacianShare', 2),
            ('nuclei painted, of those with edges', 'nucleiPainted', 3),
            ('Spearman, true area and area read from the colour', 'areaSpearman', 3),
            ('median error of that area (factor minus 1)', 'medianAreaError', 3)]
    lines = ['| figure | float16 | 8 bits, as shipped | mean colour |', '| --- | --- | --- | --- |']
    for words, name, digits in rows:
        if name in wide:
            values = [figures.get(key) for figures, key in ((wide, name), (small, name), (wide, name + 'OfMeanColour'))]
            lines.append(' | '.join([f'| {words}', *('' if v is None else f'{v:.{digits}f}' for v in values)]) + ' |')
    return '\n'.join(lines)


def training_of(plan, metadata):
    """What a manifest says of the training: by the weights' own metadata, and by the plan's record where those are of its run."""
    if 'hours' not in metadata:
        return plan['trained']
    return {'steps': int(metadata['steps']), 'hours': float(metadata['hours']), 'hardware': metadata['hardware']}


def ship(plan, folder, out, tiles, mean):
    os.makedirs(out, exist_ok=True)
    for before in glob.glob(f'{out}/back-*.safetensors'):
        os.remove(before)                           # it goes with the weights before; ship_back.py puts another there
    stored, metadata = weights.read(f'{folder}/model.safetensors')
    small = weights.quantise(stored)
    nets = {'f16': weights.generator(stored), 'i8': weights.generator(small)}
    measured = figures(nets, plan['id'], tiles, mean)
    change = {name: measured['i8'][name] / max(measured['f16'][name], 1e-9) - 1 for name in COMPARED}
    storage = 'i8' if max(map(abs, change.values())) < 0.01 else 'f16'
    trained = training_of(plan, metadata)
    print(plan['id'], storage, {name: f'{100 * value:+.2f} %' for name, value in change.items()}, flush=True)

    listed = []
    for i, tensors in enumerate(parts(small if storage == 'i8' else stored), 1):
        file = f'weights-{i}.safetensors'
        weights.write(f'{out}/{file}', tensors, {**metadata, 'storage': storage})
        content = open(f'{out}/{file}', 'rb').read()
        listed.append({'file': file, 'bytes': len(content), 'sha256': hashlib.sha256(content).hexdigest()})

    golden = ['golden_input.png' if kind == 'edges' else 'golden_input_grey.png' for kind in plan['inputs']]
    for file in {*golden, 'golden_output.png'}:
        shutil.copyfile(f'{folder}/{file}', f'{out}/{file}')
    cv2.imwrite(f'{out}/sample.png', sample(folder, plan['inputs']), [cv2.IMWRITE_PNG_COMPRESSION, 9])

    first = stored['down1.conv.weight']
    manifest = {
        'format': 1,
        **{key: plan[key] for key in ('id', 'title', 'task', 'kinds')},
        'architecture': {'kind': 'unet-256', 'ngf': first.shape[0], 'inputChannels': first.shape[1]},
        **{key: plan[key] for key in ('inputs', 'recipe')},
        'weights': {'storage': storage, 'parts': listed},
        'licence': 'Apache-2.0',
        'data': plan['data'],
        'training': {'plan': f"training/plans/{plan['id']}.json", **trained, 'seed': plan['train']['seed']},
        'metrics': {name: round(value, 4) for name, value in measured[storage].items() if np.isfinite(value)},
        'sample': 'sample.png',
        'golden': {'input': golden, 'output': 'golden_output.png'},
    }
    with open(f'{out}/manifest.json', 'w') as file:
        json.dump(manifest, file, indent=2)
        file.write('\n')
    notices = open(f'{HERE}/cards/mit-notices.md').read()
    card = open(f"{HERE}/cards/{plan['id']}.md").read()
    with open(f'{out}/card.md', 'w') as file:
        for name, words in (('figures', table(measured['f16'], measured['i8'])), ('notices', notices),
                            ('steps', f"{trained['steps']:,} steps")):
            card = card.replace('{{%s}}' % name, words)
        file.write(card)


def main():
    ap = argparse.ArgumentParser()
    for name in ('id', 'trained', 'out'):
        ap.add_argument(name)
    ap.add_argument('--data')
    ap.add_argument('--dishes')
    a = ap.parse_args()
    plan = json.load(open(f'{HERE}/plans/{a.id}.json'))
    tiles, mean = held_out(plan, a.data, a.dishes)
    ship(plan, a.trained, f'{a.out}/{a.id}', tiles, mean)
    index = f'{a.out}/index.json'
    ids = json.load(open(index)) if os.path.exists(index) else []
    with open(index, 'w') as file:
        file.write(json.dumps(ids if a.id in ids else [*ids, a.id]) + '\n')


main()
