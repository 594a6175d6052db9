"""Golden of learn/cell-targets and learn/cell-losses: targets.png and losses.json, made with PyTorch 1.13, OpenCV 4.6 and
scikit-image 0.19.3. Run in this folder: python3 make_targets.py

targets.png holds, for every eighth picture of maps.png, below one another and side by side: depth * 255, touching, and weight * 40 (rounded), as
training/cells_data.py makes them. losses.json has the parts of training/train_cells.py's loss on what is said of the first of them, which
is chance, and the gradient of their weighted sum for some of those numbers."""
import json
import sys

import numpy as np
import torch
from PIL import Image

sys.path.insert(0, '../../../training')
import cells_data
from train_cells import losses

W, H = 64, 48
SHARES = json.load(open('../../../training/plans/cells-apart.json'))['train']['losses']
maps = np.asarray(Image.open('maps.png')).reshape(-1, H, W)[::8].astype(np.uint16)
rows = []
for n, labels in enumerate(maps):
    inside, deep, touch, weight = cells_data.Crops.targets(None, labels, cells_data.distances(labels))
    rows.append(np.hstack([np.round(deep * 255), touch, np.round(weight * 40)]).astype(np.uint8))
    if n == 0:
        # The same numbers in TypeScript: whole numbers, no generator.
        i = np.arange(3 * W * H)
        said = torch.tensor((((i * 7919) % 1009) / 1009 * 4 - 2).reshape(H, W, 3).transpose(2, 0, 1)[None], dtype=torch.float64, requires_grad=True)
        target = torch.tensor(np.stack([inside, deep, touch, weight])[None], dtype=torch.float64)
        parts = losses(said, target)
        total = sum(share * part for share, part in zip(SHARES, parts))
        total.backward()
        gradient = said.grad[0].numpy().transpose(1, 2, 0).ravel()
        some = list(range(0, 3 * W * H, 211))
        found = {'inside': parts[0].item(), 'dice': parts[1].item(), 'deep': parts[2].item(), 'touch': parts[3].item(), 'total': total.item(),
                 'gradient': [[k, float(f'{gradient[k]:.9g}')] for k in some]}
Image.fromarray(np.vstack(rows)).save('targets.png', optimize=True)
with open('losses.json', 'w') as file:
    json.dump(found, file)
    file.write('\n')
