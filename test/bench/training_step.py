"""A step of the ngf-32 Pix2pix in PyTorch, once for each line that is read; answers each with a line.
usage: training_step.py THREADS   (training.ts starts it; batch 1, 256 px, both nets, Adam, as train_pix2pix.py in float32)"""
import os
import sys

import torch
import torch.nn.functional as F

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../training'))
from pix2pix_model import PatchGAN70, UNet256, init  # noqa: E402

torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(1)
G, D = init(UNet256(1)), init(PatchGAN70(cin=4, ndf=32))
oG, oD = (torch.optim.Adam(net.parameters(), 2e-4, (0.5, 0.999), foreach=True) for net in (G, D))
x, y = torch.rand(1, 1, 256, 256) * 2 - 1, torch.rand(1, 3, 256, 256) * 2 - 1
bce = F.binary_cross_entropy_with_logits
for _ in sys.stdin:
    made = G(x)
    for parameter in D.parameters():
        parameter.requires_grad_(True)
    real, fake = D(torch.cat([x, y], 1)), D(torch.cat([x, made.detach()], 1))
    oD.zero_grad(set_to_none=True)
    (0.5 * (bce(real, torch.ones_like(real)) + bce(fake, torch.zeros_like(fake)))).backward()
    oD.step()
    for parameter in D.parameters():
        parameter.requires_grad_(False)
    fooled = D(torch.cat([x, made], 1))
    oG.zero_grad(set_to_none=True)
    (bce(fooled, torch.ones_like(fooled)) + 100 * F.l1_loss(made, y)).backward()
    oG.step()
    print('done', flush=True)
