"""Golden activations and a golden dream of a network to dream with: what test/golden holds the engine's port to.
usage: golden_inception.py WEIGHTS.safetensors [WEIGHTS.safetensors ...] OUT.json
Five plain steps, `x <- clip(x + 0.01 g / (std(g) + 1e-8))` with g the gradient of mean(mixed6) + mean(mixed8), at DREAM_SIDE.
The input is drawn by a formula, so that no picture is needed: `sin(0.31 x + 0.17 y + c) * cos(0.11 x - 0.23 y + 2 c)` at column x,
row y, channel c of SIDE x SIDE, in -1..1. Float64 throughout, on the stored values widened."""
import json
import sys

import numpy as np
import torch

import inception_v3

SIDE, DREAM_SIDE, SAMPLES = 96, 128, 16
LAYERS = ('mixed0', 'mixed3', 'mixed6', 'mixed8')


def drawn(side):
    """[1, 3, side, side]"""
    y, x, c = np.meshgrid(*(np.arange(n, dtype=np.float64) for n in (side, side, 3)), indexing='ij')
    picture = np.sin(0.31 * x + 0.17 * y + c) * np.cos(0.11 * x - 0.23 * y + 2 * c)
    return torch.from_numpy(picture).permute(2, 0, 1)[None]


*paths, out = sys.argv[1:]
torch.set_num_threads(1)
net = inception_v3.InceptionV3({name: tensor for path in paths for name, tensor in inception_v3.read(path).items()}).double()
with torch.no_grad():
    layers = net(drawn(SIDE), LAYERS)
golden = {'input': {'side': SIDE, 'formula': 'sin(0.31 x + 0.17 y + c) * cos(0.11 x - 0.23 y + 2 c)'}, 'layers': {}}
for name, value in layers.items():
    flat = value[0].permute(1, 2, 0).reshape(-1).numpy()
    at = np.linspace(0, flat.size - 1, SAMPLES).astype(int)
    golden['layers'][name] = {'shape': list(value[0].permute(1, 2, 0).shape), 'mean': float(flat.mean()), 'norm': float(np.linalg.norm(flat)),
                              'at': at.tolist(), 'values': [float(np.float32(v)) for v in flat[at]]}
dreamed, losses = drawn(DREAM_SIDE), []
for _ in range(5):
    dreamed = dreamed.detach().requires_grad_(True)
    at = net(dreamed, ('mixed6', 'mixed8'))
    loss = at['mixed6'].mean() + at['mixed8'].mean()
    gradient, = torch.autograd.grad(loss, dreamed)
    dreamed = (dreamed + 0.01 * gradient / (gradient.std(unbiased=False) + 1e-8)).clamp(-1, 1).detach()
    losses.append(float(loss.detach()))
flat = dreamed[0].permute(1, 2, 0).reshape(-1).numpy()
at = np.arange(8 * SAMPLES) * 383  # of all columns and channels
golden['dream'] = {'side': DREAM_SIDE, 'losses_before_each_step': losses, 'at': at.tolist(), 'values': [float(np.float32(v)) for v in flat[at]]}
with open(out, 'w') as file:
    json.dump(golden, file, indent=1)
    file.write('\n')
