"""U-Net 256 generator and 70x70 PatchGAN discriminator (Pix2pix), written plainly
so that the generator is easy to write again in another tensor library."""
import torch
import torch.nn as nn
import torch.nn.functional as F

TIMES = [1, 2, 4, 8, 8, 8, 8, 8]                   # channels after down1..down8, in ngf; less deep nets end sooner


class Norm(nn.Module):
    """Instance normalisation over H,W with a scale and an offset for each channel."""

    def __init__(self, c):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(c))
        self.offset = nn.Parameter(torch.zeros(c))

    def forward(self, x):
        return F.instance_norm(x, weight=self.scale, bias=self.offset, eps=1e-5)


class Block(nn.Module):
    def __init__(self, cin, cout, up, norm, k=4, s=2):
        super().__init__()
        make = nn.ConvTranspose2d if up else nn.Conv2d
        self.conv = make(cin, cout, k, s, 1, bias=not norm)
        self.norm = Norm(cout) if norm else None

    def forward(self, x):
        x = self.conv(x)
        return x if self.norm is None else self.norm(x)


class UNet256(nn.Module):
    def __init__(self, cin=1, cout=3, ngf=32, depth=8):
        super().__init__()
        self.depth = depth
        down = [ngf * times for times in TIMES[:depth]]
        c = cin
        for i, o in enumerate(down, 1):
            setattr(self, f'down{i}', Block(c, o, False, norm=1 < i < depth))
            c = o
        for i, o in enumerate(down[depth - 2::-1], 1):
            setattr(self, f'up{i}', Block(c, o, True, norm=True))
            c = 2 * o                              # concat with d7 .. d1
        setattr(self, f'up{depth}', Block(c, cout, True, norm=False))

    def forward(self, x):
        d = [self.down1(x)]
        for i in range(2, self.depth + 1):
            d.append(getattr(self, f'down{i}')(F.leaky_relu(d[-1], 0.2)))
        u = self.up1(F.relu(d[-1]))
        for i in range(2, self.depth + 1):
            u = torch.cat([u, d[self.depth - i]], 1)
            u = getattr(self, f'up{i}')(F.relu(u))
        return torch.tanh(u)


class PatchGAN70(nn.Module):
    def __init__(self, cin=4, ndf=32):
        super().__init__()
        self.c1 = Block(cin, ndf, False, False)
        self.c2 = Block(ndf, ndf * 2, False, True)
        self.c3 = Block(ndf * 2, ndf * 4, False, True)
        self.c4 = Block(ndf * 4, ndf * 8, False, True, s=1)
        self.c5 = Block(ndf * 8, 1, False, False, s=1)

    def forward(self, x):
        for b in (self.c1, self.c2, self.c3, self.c4):
            x = F.leaky_relu(b(x), 0.2)
        return self.c5(x)


def init(m):
    for p_name, p in m.named_parameters():
        if p_name.endswith('conv.weight'):
            nn.init.normal_(p, 0.0, 0.02)
        elif p_name.endswith('norm.scale'):
            nn.init.normal_(p, 1.0, 0.02)
        else:
            nn.init.zeros_(p)
    return m
