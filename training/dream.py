"""The dream of TensorFlow's tutorial in PyTorch, to see what a network learnt.
usage: dream.py OUT.png WEIGHTS.safetensors... [--pictures A.png ...]     a row for each picture: the picture, then for each
network its dreams at mixed6 + mixed8 and at mixed3 + mixed5"""
import argparse

import cv2
import numpy as np
import torch
import torch.nn.functional as F

import inception_v3

OBJECTIVES = (('mixed6', 'mixed8'), ('mixed3', 'mixed5'))


def dream(net, rgb, layers, octaves, scale=1.3, steps=20, step=0.01):
    """rgb: uint8, height x width x 3. Climbs the sum of the layers' means, octave after octave."""
    x = torch.from_numpy(rgb.astype(np.float32) / 127.5 - 1).permute(2, 0, 1)[None].to(next(net.parameters()).device)
    height, width = rgb.shape[:2]
    for octave in octaves:
        size = (int(height * scale ** octave), int(width * scale ** octave))
        x = F.interpolate(x, size, mode='bilinear', align_corners=False)
        for _ in range(steps):
            x.requires_grad_(True)
            out = net(x, layers)
            (gradient,) = torch.autograd.grad(sum(out[name].mean() for name in layers), x)
            x = (x + step * gradient / (gradient.std() + 1e-8)).clamp(-1, 1).detach()
    x = F.interpolate(x, (height, width), mode='bilinear', align_corners=False)
    return np.round((x[0].permute(1, 2, 0).cpu().numpy() + 1) * 127.5).clip(0, 255).astype(np.uint8)


def row(nets, rgb, octaves=range(-2, 2)):
    return np.hstack([rgb] + [dream(net, rgb, layers, octaves) for net in nets for layers in OBJECTIVES])


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('out')
    ap.add_argument('weights', nargs='+')
    ap.add_argument('--pictures', nargs='+', required=True)
    a = ap.parse_args()
    torch.set_num_threads(1)
    nets = [inception_v3.InceptionV3(inception_v3.read(path)).requires_grad_(False) for path in a.weights]
    rows = [row(nets, np.ascontiguousarray(cv2.imread(path)[..., ::-1])) for path in a.pictures]
    cv2.imwrite(a.out, np.vstack(rows)[..., ::-1])


if __name__ == '__main__':
    main()
