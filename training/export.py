"""What a training leaves to ship, as a float16 safetensors file: a generator's moving average (of CycleGAN's two the one that makes
colours), InceptionV3 itself, or the moving average of `cells-apart` with its norms folded away.
usage: export.py PLAN CHECKPOINT MODEL.safetensors"""
import json
import sys

import numpy as np
import torch

import inception_v3
import weights
from cells_model import CellsApart, folded
from pix2pix_model import doubled


def shipped(state):
    """(tensors by name, which weights they are) of a checkpoint of any trainer."""
    generator = state.get('E', state.get('averaged_to_colour'))
    if generator:
        rises = lambda name, tensor: name.startswith('up') and name.endswith('conv.weight') and tensor.shape[-1] == 3
        return {name: doubled(tensor) if rises(name, tensor) else tensor for name, tensor in generator.items()}, 'ema'
    if 'average' in state:
        model = CellsApart()
        model.load_state_dict(state['average'])
        return folded(model), 'ema'
    return inception_v3.stored(state['net']), 'last'


plan, checkpoint, out = sys.argv[1:]
state = torch.load(checkpoint, map_location='cpu')
tensors, which = shipped(state)
weights.write(out, {name: tensor.numpy().astype(np.float16) for name, tensor in tensors.items()},
              {'model': json.load(open(plan))['id'], 'steps': str(state['step']), 'hours': f"{state['spent'] / 3600:.2f}",
               'hardware': state.get('hardware', 'one CPU thread'), 'weights': which, 'format': 'pt'})
print(out, 'steps', state['step'], 'largest value', max(float(tensor.abs().max()) for tensor in tensors.values()))
