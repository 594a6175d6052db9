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


# How the four taps of a transposed convolution of stride 2 follow from the three of a convolution after doubling.
TAPS = torch.tensor([[0., 0., 1.], [0., 1., 1.], [1., 1., 0.], [1., 0., 0.]])


def doubled(weight):
    """The transposed convolution [in, out, 4, 4] that does what doubling the pixels and a convolution by [in, out, 3, 3] do.

    Both give the same numbers, borders included, so a studio need not know which was trained. The four phases of an even
    picture are equal, which free kernels have to learn (Odena et al. 2016, "Deconvolution and checkerboard artifacts")."""
    return TAPS.to(weight) @ weight @ TAPS.T.to(weight)


class Rise(nn.Module):
    """Doubles the pixels and convolves, 3 x 3."""

    def __init__(self, cin, cout):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(cin, cout, 3, 3))

    def forward(self, x):
        return F.conv_transpose2d(x, doubled(self.weight), stride=2, padding=1)


def balanced(weight):
    """A transposed convolution [in, out, 4, 4] of stride 2 whose four phases have equal sums: of even features it makes no checkerboard,
    and is free to draw all else. What a phase's sum differs from their mean by is taken from its four taps alike."""
    taps = weight.reshape(*weight.shape[:2], 2, 2, 2, 2)  # down: tap and phase; across: tap and phase
    sums = taps.sum((2, 4), keepdim=True)
    return (taps - (sums - sums.mean((3, 5), keepdim=True)) / 4).reshape(weight.shape)


class Balanced(nn.ConvTranspose2d):
    def forward(self, x):
        return F.conv_transpose2d(x, balanced(self.weight), self.bias, self.stride, self.padding)


class Block(nn.Module):
    """@param up the transposed convolution that goes up, or None to go down."""

    def __init__(self, cin, cout, up, norm, k=4, s=2):
        super().__init__()
        make = up or nn.Conv2d
        self.conv = Rise(cin, cout) if up is Rise else make(cin, cout, k, s, 1, bias=not norm)
        self.norm = Norm(cout) if norm else None

    def forward(self, x):
        x = self.conv(x)
        return x if self.norm is None else self.norm(x)


class UNet256(nn.Module):
    """@param even whether all but the last block going up double and convolve, and the last is balanced, so that no grid begins in them."""

    def __init__(self, cin=1, cout=3, ngf=32, depth=8, even=False):
        super().__init__()
        self.depth, self.even = depth, even
        down = [ngf * times for times in TIMES[:depth]]
        c = cin
        for i, o in enumerate(down, 1):
            setattr(self, f'down{i}', Block(c, o, None, norm=1 < i < depth))
            c = o
        for i, o in enumerate(down[depth - 2::-1], 1):
            setattr(self, f'up{i}', Block(c, o, Rise if even else nn.ConvTranspose2d, norm=True))
            c = 2 * o                              # concat with d7 .. d1
        setattr(self, f'up{depth}', Block(c, cout, Balanced if even else nn.ConvTranspose2d, norm=False))

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
        self.c1 = Block(cin, ndf, None, False)
        self.c2 = Block(ndf, ndf * 2, None, True)
        self.c3 = Block(ndf * 2, ndf * 4, None, True)
        self.c4 = Block(ndf * 4, ndf * 8, None, True, s=1)
        self.c5 = Block(ndf * 8, 1, None, False, s=1)

    def forward(self, x):
        for b in (self.c1, self.c2, self.c3, self.c4):
            x = F.leaky_relu(b(x), 0.2)
        return self.c5(x)


def init(m):
    """Random weights. The last block of an even net starts with equal phases too, and is free to leave them but for their sums."""
    for p_name, p in m.named_parameters():
        if p_name.endswith('conv.weight'):
            nn.init.normal_(p, 0.0, 0.02)
        elif p_name.endswith('norm.scale'):
            nn.init.normal_(p, 1.0, 0.02)
        else:
            nn.init.zeros_(p)
    if isinstance(m, UNet256) and m.even:
        last = getattr(m, f'up{m.depth}').conv.weight
        with torch.no_grad():
            last.copy_(doubled(last[..., :3, :3]))
    return m
