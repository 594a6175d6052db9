"""InceptionV3 (Szegedy et al. 2015, arXiv 1512.00567) through mixed8 in PyTorch, batch norm folded into kernel and bias.

Units are numbered as Keras creates them; all padding is symmetric zeros or none; a 3x3 average pool of stride 1 divides by
the number of real pixels. Input [n, 3, height, width], -1..1."""
import torch
import torch.nn as nn
import torch.nn.functional as F

import weights

# A step is a unit (number, outputs, (height, width), stride, padded), 'average' (3x3, stride 1) or 'max' (3x3, stride 2).
STEM = [(1, 32, (3, 3), 2, False), (2, 32, (3, 3), 1, False), (3, 64, (3, 3), 1, True), 'max',
        (4, 80, (1, 1), 1, False), (5, 192, (3, 3), 1, False), 'max']


def block_35(n, pooled):
    return [[(n, 64, (1, 1), 1, True)],
            [(n + 1, 48, (1, 1), 1, True), (n + 2, 64, (5, 5), 1, True)],
            [(n + 3, 64, (1, 1), 1, True), (n + 4, 96, (3, 3), 1, True), (n + 5, 96, (3, 3), 1, True)],
            ['average', (n + 6, pooled, (1, 1), 1, True)]]


def block_17(n, width):
    return [[(n, 192, (1, 1), 1, True)],
            [(n + 1, width, (1, 1), 1, True), (n + 2, width, (1, 7), 1, True), (n + 3, 192, (7, 1), 1, True)],
            [(n + 4, width, (1, 1), 1, True), (n + 5, width, (7, 1), 1, True), (n + 6, width, (1, 7), 1, True),
             (n + 7, width, (7, 1), 1, True), (n + 8, 192, (1, 7), 1, True)],
            ['average', (n + 9, 192, (1, 1), 1, True)]]


BLOCKS = {
    'mixed0': block_35(6, 32), 'mixed1': block_35(13, 64), 'mixed2': block_35(20, 64),
    'mixed3': [[(27, 384, (3, 3), 2, False)],
               [(28, 64, (1, 1), 1, True), (29, 96, (3, 3), 1, True), (30, 96, (3, 3), 2, False)], ['max']],
    'mixed4': block_17(31, 128), 'mixed5': block_17(41, 160), 'mixed6': block_17(51, 160), 'mixed7': block_17(61, 192),
    'mixed8': [[(71, 192, (1, 1), 1, True), (72, 320, (3, 3), 2, False)],
               [(73, 192, (1, 1), 1, True), (74, 192, (1, 7), 1, True), (75, 192, (7, 1), 1, True),
                (76, 192, (3, 3), 2, False)], ['max']],
}
UNITS = range(1, 77)


class InceptionV3(nn.Module):
    """Every kernel is kept as `kernel = scale * parameter`, the scale being the root mean square of each output channel (of
    each layer for biases) of the starting weights, so that one step of Adam changes all of them by the same share."""

    def __init__(self, start):
        """start: {unit_<n>/kernel: HWIO, unit_<n>/bias: O}, float arrays."""
        super().__init__()
        for n in UNITS:
            kernel = torch.tensor(start[f'unit_{n}/kernel']).float().permute(3, 2, 0, 1).contiguous()
            bias = torch.tensor(start[f'unit_{n}/bias']).float()
            scale = kernel.square().mean((1, 2, 3), keepdim=True).sqrt().clamp_min(1e-6)
            level = bias.square().mean().sqrt().clamp_min(0.05)
            self.register_buffer(f'kernel_scale_{n}', scale)
            self.register_buffer(f'bias_scale_{n}', level)
            self.register_parameter(f'kernel_{n}', nn.Parameter(kernel / scale))
            self.register_parameter(f'bias_{n}', nn.Parameter(bias / level))

    def kernel(self, n):
        return getattr(self, f'kernel_{n}') * getattr(self, f'kernel_scale_{n}')

    def bias(self, n):
        return getattr(self, f'bias_{n}') * getattr(self, f'bias_scale_{n}')

    def run(self, x, steps):
        for step in steps:
            if step == 'average':
                x = F.avg_pool2d(x, 3, 1, 1, count_include_pad=False)
            elif step == 'max':
                x = F.max_pool2d(x, 3, 2)
            else:
                n, _, (height, width), stride, padded = step
                margin = (height // 2, width // 2) if padded else 0
                x = F.relu(F.conv2d(x, self.kernel(n), self.bias(n), stride, margin))
        return x

    def forward(self, x, layers=('mixed6', 'mixed8')):
        """{layer: [n, channels, height, width]} for the wanted layers; what lies beyond the deepest is not computed."""
        x, out = self.run(x, STEM), {}
        for name, branches in BLOCKS.items():
            x = torch.cat([self.run(x, branch) for branch in branches], 1)
            if name in layers:
                out[name] = x
                if len(out) == len(layers):
                    break
        return out


def stored(state):
    """The weights of an InceptionV3's state as they are stored: {unit_<n>/kernel: HWIO, unit_<n>/bias: O}."""
    out = {}
    for n in UNITS:
        out[f'unit_{n}/kernel'] = (state[f'kernel_{n}'] * state[f'kernel_scale_{n}']).permute(2, 3, 1, 0).contiguous()
        out[f'unit_{n}/bias'] = state[f'bias_{n}'] * state[f'bias_scale_{n}']
    return out


def random_start(start, seed):
    """The same shapes with He-normal kernels and no biases: the control."""
    generator = torch.Generator().manual_seed(seed)
    out = {}
    for n in UNITS:
        kernel = torch.tensor(start[f'unit_{n}/kernel']).float()
        fan_in = kernel[..., 0].numel()
        out[f'unit_{n}/kernel'] = (torch.randn(kernel.shape, generator=generator) * (2 / fan_in) ** 0.5).numpy()
        out[f'unit_{n}/bias'] = torch.zeros(kernel.shape[-1]).numpy()
    return out


def read(path):
    """The stored weights of `path` (safetensors), float32."""
    return {name: tensor.astype('float32') for name, tensor in weights.read(path)[0].items()}
