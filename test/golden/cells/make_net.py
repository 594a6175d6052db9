"""Golden of nets/cells-apart and of cells/apart: net.safetensors (F32), made with PyTorch 1.13.1, OpenCV 4.6 and scikit-image 0.19.3.
Run in this folder: python3 make_net.py
A small net of training/cells_model.py with weights by chance, what it makes of a grey picture, and the labels that
training/cells_figures.py makes of maps drawn like those of a trained net."""
import sys

import cv2
import numpy as np
import torch

sys.path.insert(0, '../../../training')
import cells_figures
import weights
from cells_model import CellsApart, folded

torch.manual_seed(5)
random = np.random.default_rng(5)
H, W = 48, 32
net = CellsApart(widths=(8, 12, 16), stem=4)
for module in net.modules():
    if isinstance(module, torch.nn.BatchNorm2d):
        module.running_mean.uniform_(-0.3, 0.3)
        module.running_var.uniform_(0.5, 2)
        torch.nn.init.uniform_(module.weight, 0.5, 1.5)
        torch.nn.init.uniform_(module.bias, -0.2, 0.2)
net.eval()
grey = cv2.GaussianBlur(random.random((H, W)).astype(np.float32), (0, 0), 2)
grey = (grey - grey.min()) / (grey.max() - grey.min())
with torch.no_grad():
    out = net(torch.from_numpy(grey)[None, None])[0].numpy()

# Maps as a trained net gives them: discs that touch, deep in their middles, with a chance of touching where two meet.
h, w = 120, 160
y, x = np.mgrid[:h, :w]
deep, inside, between = np.zeros((h, w), np.float32), np.full((h, w), -6, np.float32), np.full((h, w), -6, np.float32)
for _ in range(40):
    cx, cy, r = random.uniform(0, w), random.uniform(0, h), random.uniform(3, 14)
    away = 1 - np.hypot(x - cx, y - cy) / r
    meets = (away > 0) & (deep > 0) & (np.abs(away - deep) < 0.15)
    between[meets] = 4
    deep = np.maximum(deep, np.clip(away, 0, 1))
    inside = np.maximum(inside, np.clip(8 * away + 1, -6, 6))
noise = lambda size: cv2.GaussianBlur(random.normal(0, size, (h, w)).astype(np.float32), (0, 0), 1)
deep, inside, between = (deep + noise(0.08)).astype(np.float32), (inside + noise(1.5)).astype(np.float32), between + noise(0.5)
chance = lambda logit: 1 / (1 + np.exp(-logit.astype(np.float64)))
labels = cells_figures.label((chance(inside), deep, chance(between)), foreground=0.5, seed=0.5, touch=0.3, smooth=1.0, least=16)

tensors = {f'net.{name}': tensor.numpy().astype(np.float32) for name, tensor in folded(net).items()}
tensors |= {'grey': grey.astype(np.float32), 'out': out.astype(np.float32), 'inside': inside, 'deep': deep,
            'between': between.astype(np.float32), 'labels': labels.astype(np.float32)}
weights.write('net.safetensors', tensors, {'format': 'pt'})
print('cells', labels.max())
