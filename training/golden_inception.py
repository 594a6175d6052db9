"""Golden activations of a network to dream with: what test/golden holds the engine's port to.
usage: golden_inception.py WEIGHTS.safetensors OUT.json
The input is drawn by a formula, so that no picture is needed: `sin(0.31 x + 0.17 y + c) * cos(0.11 x - 0.23 y + 2 c)` at column x,
row y, channel c of SIDE x SIDE, in -1..1. Float64 throughout, on the stored values widened."""
import json
import sys

import numpy as np
import torch

import inception_v3

SIDE, SAMPLES = 96, 16
LAYERS = ('mixed0', 'mixed3', 'mixed6', 'mixed8')

path, out = sys.argv[1:]
torch.set_num_threads(1)
net = inception_v3.InceptionV3(inception_v3.read(path)).double()
y, x, c = np.meshgrid(*(np.arange(n, dtype=np.float64) for n in (SIDE, SIDE, 3)), indexing='ij')
picture = np.sin(0.31 * x + 0.17 * y + c) * np.cos(0.11 * x - 0.23 * y + 2 * c)
with torch.no_grad():
    layers = net(torch.from_numpy(picture).permute(2, 0, 1)[None], LAYERS)
golden = {'input': {'side': SIDE, 'formula': 'sin(0.31 x + 0.17 y + c) * cos(0.11 x - 0.23 y + 2 c)'}, 'layers': {}}
for name, value in layers.items():
    flat = value[0].permute(1, 2, 0).reshape(-1).numpy()
    at = np.linspace(0, flat.size - 1, SAMPLES).astype(int)
    golden['layers'][name] = {'shape': list(value[0].permute(1, 2, 0).shape), 'mean': float(flat.mean()), 'norm': float(np.linalg.norm(flat)),
                              'at': at.tolist(), 'values': [float(np.float32(v)) for v in flat[at]]}
with open(out, 'w') as file:
    json.dump(golden, file, indent=1)
    file.write('\n')
