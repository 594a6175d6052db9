"""Puts the way back beside the generator that it was trained for: back-1.safetensors, golden_back.png (what it draws, RGB, of golden_output.png),
and `back` in the manifest.
usage: ship_back.py PLAN TRAINED MODEL --dishes FOLDER
TRAINED has export.py's model.safetensors of train_way_back.py's checkpoint, MODEL is the folder that ship.py has made. 8 bits."""
import argparse
import hashlib
import json

import cv2
import numpy as np
import torch

import cell_data as cd
import weights
from petri_data import Petri
from train_way_back import measure, walked

FILE = 'back-1.safetensors'


def main():
    ap = argparse.ArgumentParser()
    for name in ('plan', 'trained', 'model'):
        ap.add_argument(name)
    ap.add_argument('--dishes', required=True)
    a = ap.parse_args()
    plan = json.load(open(a.plan))
    stored, metadata = weights.read(f'{a.trained}/model.safetensors')
    small = weights.quantise(stored)
    there, test = weights.generator(weights.of_folder(a.model)), Petri(a.dishes, plan['back']['seed'], with_grey=False).test_set()
    measured = [measure([walked(back, there, edges, dish) for _, _, edges, dish, _ in test], test)
                for back in (weights.generator(stored), weights.generator(small))]
    print('float16, 8 bits:', *measured)

    weights.write(f'{a.model}/{FILE}', small, {**metadata, 'storage': 'i8'})
    picture = cd.read(f'{a.model}/golden_output.png')
    with torch.no_grad():
        golden = weights.generator(small)(torch.from_numpy(cd.to_y(picture)))
    cv2.imwrite(f'{a.model}/golden_back.png', np.ascontiguousarray(cd.to_rgb(golden.numpy())[..., ::-1]))
    content = open(f'{a.model}/{FILE}', 'rb').read()
    first = stored['down1.conv.weight']
    with open(f'{a.model}/manifest.json') as file:
        manifest = json.load(file)
    manifest['back'] = {
        'architecture': {'kind': 'unet-256', 'ngf': first.shape[0], 'inputChannels': first.shape[1]},
        'weights': {'storage': 'i8', 'parts': [{'file': FILE, 'bytes': len(content), 'sha256': hashlib.sha256(content).hexdigest()}]},
        'training': {'plan': f"training/plans/{plan['id']}.json", 'steps': int(metadata['steps']), 'hours': float(metadata['hours']),
                     'hardware': metadata['hardware'], 'seed': plan['back']['seed']},
        'metrics': {name: round(float(value), 4) for name, value in zip(('edgeF1Again', 'edgeF1OfPicture', 'l1Again'), measured[1])},
    }
    again, own, off = measured[1]
    said = f'edges drawn again of the colours painted from them F1 {again:.3f} at 2 px, edges drawn of the dishes {own:.3f}, what is painted of those L1 {off:.3f}.'
    card = open(f'{a.model}/card.md').read()
    for name, words in (('back', f"{int(metadata['steps']):,} steps"), ('round', said)):
        card = card.replace('{{%s}}' % name, words)
    with open(f'{a.model}/card.md', 'w') as file:
        file.write(card)
    with open(f'{a.model}/manifest.json', 'w') as file:
        json.dump(manifest, file, indent=2)
        file.write('\n')


main()
