"""The model folder of `cells-apart`: weights, manifest, card, sample and golden pair, measured and written.
usage: ship_cells.py CHECKPOINT OUT DATA [--baseline BASELINE.json]    as: ship_cells.py cells/checkpoint.pt ../public/models ../../shared/data
CHECKPOINT is train_cells.py's; its moving average is taken, every batch norm folded away. Stores 8 bits where no set's AP50 (F1 on smears) then
falls by more than 0.005, else float16. Plan and prose are plans/cells-apart.json and cards/cells-apart.md; BASELINE has the figures of Otsu and
watershed as cells_figures.py names them, for the card."""
import argparse
import hashlib
import json
import os

import cv2
import numpy as np
import torch

import cells_data as cd
import cells_figures
import weights
from cells_model import STEM, WIDTHS, CellsApart, folded

HERE = os.path.dirname(os.path.abspath(__file__))
# First and last convolution: next to nothing of the numbers, and their rounding reaches every pixel.
KEPT = ('down.0.0.weight', 'out.weight')
ALLOWED = 0.005
SETS = ('fluorescence', 'new', 'tissue', 'smear')


def quantised(tensors):
    """Kernels as int8, symmetric, with a float32 scale for each output channel; the rest as it is."""
    small = {}
    for name, tensor in tensors.items():
        if tensor.ndim < 4 or name in KEPT:
            small[name] = tensor
            continue
        wide = tensor.astype(np.float32)
        scale = np.abs(wide).max((1, 2, 3), keepdims=True) / np.float32(127)
        small[name] = np.round(wide / np.where(scale > 0, scale, 1)).astype(np.int8)
        small[name + weights.SCALE] = scale
    return small


def asked(stored):
    """The net with these weights, its norms doing nothing but adding the bias."""
    net = CellsApart().eval()
    wide = {name: torch.from_numpy(np.array(tensor)) for name, tensor in weights.widened(stored).items()}
    state = net.state_dict()
    for name in state:
        if name.endswith('norm.weight'):
            state[name] = torch.full_like(state[name], float(np.sqrt(1 + net.down[0][0].norm.eps)))
        elif name.endswith('norm.bias'):
            state[name] = wide[name.replace('norm.bias', 'bias')]
        elif name.endswith('running_mean'):
            state[name] = torch.zeros_like(state[name])
        elif name.endswith('running_var'):
            state[name] = torch.ones_like(state[name])
        elif name.endswith('conv.weight'):
            state[name] = wide[name.replace('conv.weight', 'weight')]
        elif name in wide:
            state[name] = wide[name]
    net.load_state_dict(state)
    return net


def metrics(figures):
    """{name: number} of a manifest."""
    out = {}
    for key, set_ in figures.items():
        first, *others = key.replace(',', '').split()
        short = first + ''.join(word.capitalize() for word in others)
        for name, value in set_.items():
            out[short + name[0].upper() + name[1:]] = round(float(value), 4)
    return out


def table(shipped, wide, baseline):
    """The held-out figures as a table in Markdown."""
    lines = ['| set | AP50 | F1 | PQ | AJI | count error | AP50 as float16 | AP50 of Otsu and watershed |',
             '| --- | --- | --- | --- | --- | --- | --- | --- |']
    for key, f in shipped.items():
        if 'AP50' in f:
            other = baseline.get(key, {}).get('AP50')
            values = [f['AP50'], f['F1'], f['PQ'], f['AJI'], f['count'], wide[key]['AP50']]
            lines.append(f"| {key} ({f['tiles']} tiles, {f['cells']} cells) | " + ' | '.join(f'{v:.3f}' for v in values)
                         + f" | {'' if other is None else f'{other:.3f}'} |")
    lines += ['', '| smears, by places | F1 | F1 without cells at the border | F1, set a | found, set b |', '| --- | --- | --- | --- | --- |']
    for key, f in shipped.items():
        if 'F1_a' in f:
            lines.append(f"| {key} ({f['tiles']} tiles, {f['cells']} cells) | " + ' | '.join(f'{f[k]:.3f}' for k in ('F1', 'F1_uncut', 'F1_a', 'found_b')) + ' |')
    return '\n'.join(lines)


def golden(net, data, out):
    """A test tile and its labels as two passes find them; the shelf's picture of it."""
    name, grey, _ = cells_figures.tiles(data)['fluorescence'][0]
    labels = cells_figures.find(net, grey, two_passes=True)
    cv2.imwrite(f'{out}/golden_input.png', grey)
    cv2.imwrite(f'{out}/golden_output.png', labels.astype(np.uint16))
    base = np.repeat(np.round(cd.stretched(grey) * 255).astype(np.uint8)[..., None], 3, 2)
    # Okabe and Ito's colours, blue first as OpenCV has them.
    hues = np.array([(0, 159, 230), (233, 180, 86), (115, 158, 0), (66, 228, 240), (178, 114, 0), (0, 94, 213), (167, 121, 204)], np.uint8)
    coloured = np.where((labels > 0)[..., None], hues[labels * 3 % 7], base)
    half = np.arange(base.shape[1])[None, :, None] < base.shape[1] // 2
    side = min(base.shape[:2])
    cv2.imwrite(f'{out}/sample.png', cv2.resize(np.where(half, base, coloured)[:side, :side], (128, 128), interpolation=cv2.INTER_AREA),
                [cv2.IMWRITE_PNG_COMPRESSION, 9])
    return name


def main():
    ap = argparse.ArgumentParser()
    for name in ('checkpoint', 'out', 'data'):
        ap.add_argument(name)
    ap.add_argument('--baseline')
    a = ap.parse_args()
    torch.set_num_threads(1)
    plan = json.load(open(f'{HERE}/plans/cells-apart.json'))
    baseline = json.load(open(a.baseline)) if a.baseline else {}
    state = torch.load(a.checkpoint, map_location='cpu')
    before = state.get('before', dict(steps=0, spent=0.0))
    steps = state['step'] + before['steps']
    model = CellsApart()
    model.load_state_dict(state['average'])
    wide = {name: tensor.numpy().astype(np.float16) for name, tensor in folded(model.eval()).items()}
    small = quantised(wide)
    measured = {kind: cells_figures.figures(asked(stored), a.data, two_passes=True) for kind, stored in (('f16', wide), ('i8', small))}
    score = lambda kind, key: measured[kind][key].get('AP50', measured[kind][key]['F1'])
    storage = 'i8' if all(score('f16', key) - score('i8', key) <= ALLOWED for key in SETS) else 'f16'
    for key in measured['f16']:
        print(key, *(f'{kind} {cells_figures.line(f[key])};' for kind, f in measured.items()), flush=True)
    print('stored as', storage)

    out = f"{a.out}/{plan['id']}"
    os.makedirs(out, exist_ok=True)
    tensors = small if storage == 'i8' else wide
    weights.write(f'{out}/weights-1.safetensors', tensors, {'model': plan['id'], 'steps': str(steps), 'storage': storage, 'format': 'pt'})
    content = open(f'{out}/weights-1.safetensors', 'rb').read()
    golden(asked(tensors), a.data, out)
    manifest = {
        'format': 1,
        **{key: plan[key] for key in ('id', 'title', 'task')},
        'architecture': {'kind': 'cells-apart', 'widths': list(WIDTHS), 'stem': STEM},
        'inputs': ['grey'],
        'reading': {**{{'foreground': 'threshold'}.get(k, k): v for k, v in cells_figures.DECODING.items()},
                    'large': cells_figures.LARGE, 'canonical': cells_figures.CANONICAL, 'speck': cells_figures.SPECK},
        'weights': {'storage': storage, 'parts': [{'file': 'weights-1.safetensors', 'bytes': len(content),
                                                   'sha256': hashlib.sha256(content).hexdigest()}]},
        'licence': 'Apache-2.0',
        'data': plan['data'],
        'training': {'plan': f"training/plans/{plan['id']}.json", 'steps': steps, 'hours': round((state['spent'] + before['spent']) / 3600, 2),
                     'hardware': state.get('hardware', 'one CPU thread'), 'seed': plan['train']['seed']},
        'metrics': metrics(measured[storage]),
        'sample': 'sample.png',
        'golden': {'input': ['golden_input.png'], 'output': 'golden_output.png'},
    }
    with open(f'{out}/manifest.json', 'w') as file:
        json.dump(manifest, file, indent=2)
        file.write('\n')
    card = open(f'{HERE}/cards/cells-apart.md').read()
    stored_as = {'i8': '8-bit integers with a scale for each output channel (first and last convolution as float16)', 'f16': 'half floats'}[storage]
    for name, words in (('figures', table(measured[storage], measured['f16'], baseline)), ('storage', stored_as), ('steps', f'{steps:,}'), ('speck', f'{cells_figures.SPECK:.0%}'),
                        ('notices', open(f'{HERE}/cards/mit-notices.md').read().strip())):
        card = card.replace('{{%s}}' % name, words)
    with open(f'{out}/card.md', 'w') as file:
        file.write(card.rstrip() + '\n')
    index = f'{a.out}/index.json'
    ids = json.load(open(index)) if os.path.exists(index) else []
    with open(index, 'w') as file:
        file.write(json.dumps(ids if plan['id'] in ids else [*ids, plan['id']]) + '\n')


if __name__ == '__main__':
    main()
