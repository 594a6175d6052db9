"""What a training leaves to ship, as a float16 safetensors file: a generator's moving average (of CycleGAN's two the one that makes
colours), InceptionV3 itself, or the moving average of `cells-apart` with its norms folded away.
usage: export.py PLAN CHECKPOINT MODEL.safetensors
A student's plan may say how it is finished: `share` of the last leg, the rest being the weights before it, which the checkpoint has too (Wortsman et
al. 2022, arXiv 2109.01903), and `gain`, what its last convolution is multiplied by, since what is near in the mean has less contrast than the truth."""
import json
import sys

import numpy as np
import torch

import inception_v3
import weights
from cells_model import CellsApart, folded
from pix2pix_model import balanced, doubled


def risen(generator):
    """The generator's tensors, its blocks going up as transposed convolutions where they double the pixels."""
    ups = [name for name in generator if name.startswith('up') and name.endswith('conv.weight')]
    rises = [name for name in ups if generator[name].shape[-1] == 3]
    last = set(ups) - set(rises) if rises else ()
    as_stored = {**{name: doubled(generator[name]) for name in rises}, **{name: balanced(generator[name]) for name in last}}
    return {name: as_stored.get(name, tensor) for name, tensor in generator.items()}


def shipped(state):
    """(tensors by name, which weights they are) of a checkpoint of any trainer."""
    if 'E' in state:
        return risen(state['E']), 'ema'
    if 'averaged_to_colour' in state:
        return state['averaged_to_colour'], 'ema'
    if 'average' in state:
        model = CellsApart()
        model.load_state_dict(state['average'])
        return folded(model), 'ema'
    return inception_v3.stored(state['net']), 'last'


def finished(tensors, before, share, gain):
    """A generator's tensors, mixed with those before the last leg and with more contrast."""
    mixed = {name: share * tensor + (1 - share) * before[name] for name, tensor in tensors.items()}
    last = max(int(name[2:].split('.')[0]) for name in mixed if name.startswith('up'))
    return {name: gain * tensor if name.startswith(f'up{last}.conv.') else tensor for name, tensor in mixed.items()}


path, checkpoint, out = sys.argv[1:]
plan, state = json.load(open(path)), torch.load(checkpoint, map_location='cpu')
tensors, which = shipped(state)
if ('before' in state) != ('finish' in plan.get('student', {})):
    raise SystemExit(f'{checkpoint} is of another plan than {path}, or of one whose last leg has not begun: only one of them says how it is finished.')
if 'before' in state:
    tensors = finished(tensors, risen(state['before']), **plan['student']['finish'])
weights.write(out, {name: tensor.numpy().astype(np.float16) for name, tensor in tensors.items()},
              {'model': plan['id'], 'steps': str(state['step']), 'hours': f"{state['spent'] / 3600:.2f}",
               'hardware': state.get('hardware', 'one CPU thread'), 'weights': which, 'format': 'pt'})
print(out, 'steps', state['step'], 'largest value', max(float(tensor.abs().max()) for tensor in tensors.values()))
