"""ResNet generator of CycleGAN (Zhu et al. 2017); instance norm with a scale and an offset, as in pix2pix_model.py."""
import torch
import torch.nn as nn
import torch.nn.functional as F

from pix2pix_model import Norm


class Layer(nn.Module):
    """A convolution and its instance norm; transposed where it goes up."""

    def __init__(self, cin, cout, k, s, pad, up=False, norm=True):
        super().__init__()
        if up:
            self.conv = nn.ConvTranspose2d(cin, cout, k, s, pad, output_padding=1, bias=not norm)
        else:
            self.conv = nn.Conv2d(cin, cout, k, s, pad, bias=not norm)
        self.norm = Norm(cout) if norm else None

    def forward(self, x):
        x = self.conv(x)
        return x if self.norm is None else self.norm(x)


def reflected(x, pad):
    return F.pad(x, (pad,) * 4, 'reflect')


class ResNet(nn.Module):
    def __init__(self, cin=1, cout=3, ngf=32, blocks=9):
        super().__init__()
        self.blocks = blocks
        self.first = Layer(cin, ngf, 7, 1, 0)
        self.down1 = Layer(ngf, 2 * ngf, 3, 2, 1)
        self.down2 = Layer(2 * ngf, 4 * ngf, 3, 2, 1)
        for i in range(1, blocks + 1):
            setattr(self, f'block{i}a', Layer(4 * ngf, 4 * ngf, 3, 1, 0))
            setattr(self, f'block{i}b', Layer(4 * ngf, 4 * ngf, 3, 1, 0))
        self.up1 = Layer(4 * ngf, 2 * ngf, 3, 2, 1, up=True)
        self.up2 = Layer(2 * ngf, ngf, 3, 2, 1, up=True)
        self.last = Layer(ngf, cout, 7, 1, 0, norm=False)

    def forward(self, x):
        x = F.relu(self.first(reflected(x, 3)))
        x = F.relu(self.down2(F.relu(self.down1(x))))
        for i in range(1, self.blocks + 1):
            y = F.relu(getattr(self, f'block{i}a')(reflected(x, 1)))
            x = x + getattr(self, f'block{i}b')(reflected(y, 1))
        x = F.relu(self.up2(F.relu(self.up1(x))))
        return torch.tanh(self.last(reflected(x, 3)))
