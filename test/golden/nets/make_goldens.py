"""Goldens of small twins of the nets that learn: what they give, and every gradient of the sum of their output times
drawn numbers.
usage: make_goldens.py   (from anywhere; writes a .safetensors for each net beside itself; made with PyTorch 1.13, NumPy 1.24)

nets.test.ts draws the same weights, input and output gradient, in this order, from the same stream."""
import os
import sys

import numpy as np
import torch

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, '../../../training'), os.path.join(HERE, '..')]
import weights  # noqa: E402
from cyclegan_model import ResNet  # noqa: E402
from mulberry import Stream  # noqa: E402
from pix2pix_model import PatchGAN70, UNet256  # noqa: E402

torch.set_num_threads(1)


def drawn_state(net, draw):
    """Drawn weights, around 1 for scales and around 0 for all others, in the net's own order."""
    state = {}
    for name, tensor in net.state_dict().items():
        values = (1 if name.endswith('norm.scale') else 0) + (draw(tensor.numel()) - 0.5) * 0.4
        state[name] = torch.from_numpy(values.astype(np.float32)).reshape(tensor.shape)
    net.load_state_dict(state)


def golden(name, net, channels, side):
    draw = Stream(7).draw
    drawn_state(net, draw)

    def picture(shape):
        values = (draw(int(np.prod(shape))) * 2 - 1).astype(np.float32).reshape(shape)
        return torch.from_numpy(np.ascontiguousarray(values.transpose(0, 3, 1, 2)))  # drawn with the channels last

    x = picture((1, side, side, channels)).requires_grad_(True)
    y = net(x)
    (y * picture((1, *y.shape[2:], y.shape[1]))).sum().backward()

    def last(tensor):
        return np.ascontiguousarray(tensor.detach().numpy().transpose(0, 2, 3, 1))

    tensors = {'output': last(y), 'input gradient': last(x.grad)}
    tensors |= {name: p.grad.numpy() for name, p in net.named_parameters()}
    weights.write(f'{HERE}/{name}.safetensors', tensors, {'made by': 'make_goldens.py'})
    print(name, 'output deviation', y.std().item(), 'greatest gradients',
          max(np.abs(t).max() for t in list(tensors.values())[1:]))


golden('unet', UNet256(cin=2, ngf=2, depth=5), 2, 32)
golden('patchgan', PatchGAN70(cin=4, ndf=2), 4, 32)
golden('resnet-9', ResNet(cin=1, ngf=2, blocks=9), 1, 16)
golden('resnet-6', ResNet(cin=3, cout=1, ngf=2, blocks=6), 3, 16)
