"""The network of a checkpoint of train_inception.py as a float16 safetensors file, as that script leaves at its end.
usage: export_inception.py START CHECKPOINT MODEL.safetensors"""
import sys

import numpy as np
import torch

import inception_v3
import weights

start, checkpoint, out = sys.argv[1:]
state = torch.load(checkpoint)
net = inception_v3.InceptionV3(inception_v3.read(start))
net.load_state_dict(state['net'])
weights.write(out, {name: tensor.astype(np.float16) for name, tensor in net.tensors().items()},
              {'model': 'inception-v3-cells', 'steps': str(state['step']), 'format': 'pt'})
print('steps', state['step'], 'largest value', max(float(np.abs(t).max()) for t in net.tensors().values()))
