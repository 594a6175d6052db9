"""Writes twin.safetensors: a small network of InceptionV3's topology with random weights, and what it gives.

    python3 make_twin.py            (numpy and PyTorch; computed in float64, stored as float32)

Units have 3 to 6 channels, so that no two neighbours are alike. Tensors: unit_<n>/kernel (HWIO) and unit_<n>/bias;
picture, bytes that stand for value / 127; mixed<n>, the activations; gradient, that of
mean(mixed0) + 0.5 * mean(mixed5 ** 2) + 2 * mean(mixed10) with respect to the picture. Sides are chosen so that strides
meet odd and even sizes: 118 x 100 gives 12 x 10, 5 x 4 and 2 x 1.
"""

import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

rng = np.random.default_rng(6)
weights = {}


def unit(n, x, kernel, stride=1, same=True):
    """Convolution, bias, ReLU. x: 1, C, H, W. Makes the weights where they are not there yet."""
    if f"unit_{n}/kernel" not in weights:
        ins, outs = x.shape[1], 3 + n % 4
        spread = np.sqrt(2 / (kernel[0] * kernel[1] * ins))
        weights[f"unit_{n}/kernel"] = rng.normal(0, spread, (*kernel, ins, outs)).astype(np.float32)
        weights[f"unit_{n}/bias"] = rng.normal(0, 0.3, outs).astype(np.float32)
    k, b = (torch.tensor(weights[f"unit_{n}/{s}"].astype(np.float64)) for s in ("kernel", "bias"))
    pad = (kernel[0] // 2, kernel[1] // 2) if same else 0
    return F.relu(F.conv2d(x, k.permute(3, 2, 0, 1), b, stride, pad))


def average(x):
    return F.avg_pool2d(x, 3, 1, 1, count_include_pad=False)


def largest(x):
    return F.max_pool2d(x, 3, 2)


def join(*parts):
    return torch.cat(parts, 1)


def coarse(n, x):
    return join(
        unit(n, x, (1, 1)),
        unit(n + 2, unit(n + 1, x, (1, 1)), (5, 5)),
        unit(n + 5, unit(n + 4, unit(n + 3, x, (1, 1)), (3, 3)), (3, 3)),
        unit(n + 6, average(x), (1, 1)),
    )


def factored(n, x):
    b = unit(n + 3, unit(n + 2, unit(n + 1, x, (1, 1)), (1, 7)), (7, 1))
    c = unit(n + 4, x, (1, 1))
    for i, kernel in enumerate([(7, 1), (1, 7), (7, 1), (1, 7)]):
        c = unit(n + 5 + i, c, kernel)
    return join(unit(n, x, (1, 1)), b, c, unit(n + 9, average(x), (1, 1)))


def forked(n, x):
    b = unit(n + 1, x, (1, 1))
    c = unit(n + 5, unit(n + 4, x, (1, 1)), (3, 3))
    return join(
        unit(n, x, (1, 1)),
        unit(n + 2, b, (1, 3)),
        unit(n + 3, b, (3, 1)),
        unit(n + 6, c, (1, 3)),
        unit(n + 7, c, (3, 1)),
        unit(n + 8, average(x), (1, 1)),
    )


def network(x):
    x = unit(1, x, (3, 3), 2, False)
    x = unit(2, x, (3, 3), 1, False)
    x = largest(unit(3, x, (3, 3)))
    x = unit(4, x, (1, 1))
    x = largest(unit(5, x, (3, 3), 1, False))
    layers = []
    for n in (6, 13, 20):
        layers.append(x := coarse(n, x))
    layers.append(
        x := join(
            unit(27, x, (3, 3), 2, False),
            unit(30, unit(29, unit(28, x, (1, 1)), (3, 3)), (3, 3), 2, False),
            largest(x),
        )
    )
    for n in (31, 41, 51, 61):
        layers.append(x := factored(n, x))
    b = unit(75, unit(74, unit(73, x, (1, 1)), (1, 7)), (7, 1))
    layers.append(
        x := join(
            unit(72, unit(71, x, (1, 1)), (3, 3), 2, False),
            unit(76, b, (3, 3), 2, False),
            largest(x),
        )
    )
    for n in (77, 86):
        layers.append(x := forked(n, x))
    return layers


picture = rng.integers(-127, 128, (118, 100, 3)).astype(np.int8)
x = torch.tensor(picture / 127).permute(2, 0, 1)[None].requires_grad_(True)
layers = network(x)
value = layers[0].mean() + 0.5 * (layers[5] ** 2).mean() + 2 * layers[10].mean()
(gradient,) = torch.autograd.grad(value, x)


def nhwc(t):
    return t.detach().permute(0, 2, 3, 1).numpy().astype(np.float32)


tensors = dict(weights, picture=picture[None], gradient=nhwc(gradient))
tensors |= {f"mixed{i}": nhwc(layer) for i, layer in enumerate(layers)}
header, data = {"__metadata__": {"torch": torch.__version__, "value": repr(float(value))}}, b""
for name, array in tensors.items():
    begin, data = len(data), data + np.ascontiguousarray(array).tobytes()
    dtype = "I8" if array.dtype == np.int8 else "F32"
    header[name] = {"dtype": dtype, "shape": array.shape, "data_offsets": [begin, len(data)]}
text = json.dumps(header).encode()
text += b" " * (-len(text) % 8)
pathlib.Path(__file__).with_name("twin.safetensors").write_bytes(len(text).to_bytes(8, "little") + text + data)
print(f"value {float(value)}", *(f"mixed{i} {tuple(l.shape)} {float(l.std()):.3g}" for i, l in enumerate(layers)), sep="\n")
