"""The golden output of a small twin of the generators: ngf 4, two input channels, drawn weights.
usage: make_twin.py   (from anywhere; writes twin.safetensors beside itself; made with PyTorch 1.13, NumPy 1.24)

twin.ts draws the same weights and the same input from the same stream, so only the output is kept: every seventh row
and column, which meets all parities."""
import os
import sys

import numpy as np
import torch

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '../../../training'))
import weights  # noqa: E402
from pix2pix_model import UNet256  # noqa: E402

drawn = 0


def draw(count, seed=7):
    """The next numbers in [0, 1) of Mulberry32, as randomFrom(7) of src/engine/random.ts gives them."""
    global drawn
    steps = np.arange(drawn + 1, drawn + 1 + count, dtype=np.uint64)
    drawn += count
    mask = np.uint64(0xffffffff)
    state = (np.uint64(seed) + steps * np.uint64(0x6d2b79f5)) & mask
    t = ((state ^ (state >> np.uint64(15))) * (state | np.uint64(1))) & mask
    t = ((t + (((t ^ (t >> np.uint64(7))) * (t | np.uint64(61))) & mask)) & mask) ^ t
    return (t ^ (t >> np.uint64(14))).astype(np.float64) / 2 ** 32


net = UNet256(cin=2, ngf=4).eval()
state = {}
for name, tensor in net.state_dict().items():
    around = 1 if name.endswith('norm.scale') else 0
    values = around + (draw(tensor.numel()) - 0.5) * 0.4
    state[name] = torch.from_numpy(values.astype(np.float32)).reshape(tensor.shape)
net.load_state_dict(state)
picture = (draw(2 * 256 * 256) * 2 - 1).astype(np.float32).reshape(1, 2, 256, 256)
with torch.no_grad():
    output = net(torch.from_numpy(picture))[0].numpy().transpose(1, 2, 0)
print('values from', output.min(), 'to', output.max(), 'deviation', output.std())
weights.write(f'{HERE}/twin.safetensors', {'output': np.ascontiguousarray(output[::7, ::7])}, {'made by': 'make_twin.py'})
