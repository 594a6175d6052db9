"""The net `cells-apart`: a small full-resolution U-Net, grey (1, H, W) in 0..1 in, three planes out.

    0  logit of the foreground
    1  distance to the cell's own border as a share of the cell's largest, about 0..1
    2  logit of "two cells touch here"

H and W are multiples of 16. Skips are added, not joined, and widths are multiples of eight: that is what a
convolution in WebAssembly does fastest (2.6 GFLOP at 256 x 256, about 80 ms on one thread)."""
import torch
import torch.nn as nn
import torch.nn.functional as F

WIDTHS = (16, 32, 56, 96, 128)
STEM = 8


class Conv(nn.Module):
    """3x3 convolution, batch norm (folded away on export), ReLU."""

    def __init__(self, i, o):
        super().__init__()
        self.conv = nn.Conv2d(i, o, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(o, momentum=0.03)

    def forward(self, x):
        return F.relu(self.norm(self.conv(x)), inplace=True)


class CellsApart(nn.Module):
    def __init__(self, widths=WIDTHS, stem=STEM):
        super().__init__()
        w, levels = widths, range(len(widths) - 1)
        self.down = nn.ModuleList(nn.Sequential(Conv(1 if n == 0 else w[n - 1], stem if n == 0 else c),
                                                Conv(stem if n == 0 else c, c)) for n, c in enumerate(w))
        self.deep = nn.ModuleList(Conv(w[-1], w[-1]) for _ in range(2))
        self.lateral = nn.ModuleList(nn.Conv2d(w[n + 1], w[n], 1) for n in levels)
        self.up = nn.ModuleList(Conv(w[n], w[n]) for n in levels)
        self.out = nn.Conv2d(w[0], 3, 1)
        for m in self.modules():
            if isinstance(m, nn.Conv2d):
                nn.init.kaiming_normal_(m.weight, nonlinearity='relu')

    def forward(self, x):
        skips = []
        for n, block in enumerate(self.down):
            x = block(x if n == 0 else F.max_pool2d(x, 2))
            skips.append(x)
        for block in self.deep:
            x = x + block(x)
        for n in reversed(range(len(self.up))):
            x = self.up[n](skips[n] + F.interpolate(self.lateral[n](x), scale_factor=2, mode='nearest'))
        return self.out(x)


def folded(model):
    """{name: tensor} with every batch norm folded into its convolution: NAME.weight (O, I, k, k) and NAME.bias (O)."""
    out = {}
    for name, m in model.named_modules():
        if isinstance(m, Conv):
            k = m.norm.weight / torch.sqrt(m.norm.running_var + m.norm.eps)
            out[name + '.weight'] = (m.conv.weight * k[:, None, None, None]).detach().clone()
            out[name + '.bias'] = (m.norm.bias - m.norm.running_mean * k).detach().clone()
        elif isinstance(m, nn.Conv2d) and not name.endswith('.conv'):
            out[name + '.weight'], out[name + '.bias'] = m.weight.detach().clone(), m.bias.detach().clone()
    return out
