"""The moving average of a trained generator as a float16 safetensors file.
usage: export.py PLAN CHECKPOINT MODEL.safetensors"""
import json
import sys

import numpy as np
import torch

import weights

plan, checkpoint, out = sys.argv[1:]
state = torch.load(checkpoint, map_location='cpu')
weights.write(out, {name: tensor.numpy().astype(np.float16) for name, tensor in state['E'].items()},
              {'model': json.load(open(plan))['id'], 'steps': str(state['step']), 'weights': 'ema', 'format': 'pt'})
