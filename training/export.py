"""The moving average of a trained generator as a float16 safetensors file.
usage: export.py PLAN CHECKPOINT MODEL.safetensors
Of CycleGAN's two it is the one that makes colours."""
import json
import sys

import numpy as np
import torch

import weights

plan, checkpoint, out = sys.argv[1:]
state = torch.load(checkpoint, map_location='cpu')
painter = state['E'] if 'E' in state else state['averaged_to_colour']
weights.write(out, {name: tensor.numpy().astype(np.float16) for name, tensor in painter.items()},
              {'model': json.load(open(plan))['id'], 'steps': str(state['step']), 'weights': 'ema', 'format': 'pt'})
