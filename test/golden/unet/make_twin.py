"""The golden output of a small twin of the generators: ngf 4, two input channels, drawn weights.
usage: make_twin.py   (from anywhere; writes twin.safetensors beside itself; made with PyTorch 1.13, NumPy 1.24)

twin.ts draws the same weights and the same input from the same stream, so only the output is kept: every seventh row
and column, which meets all parities."""
import os
import sys

import numpy as np
import torch

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, '../../../training'), os.path.join(HERE, '..')]
import weights  # noqa: E402
from mulberry import Stream  # noqa: E402
from pix2pix_model import UNet256  # noqa: E402

draw = Stream(7).draw
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
