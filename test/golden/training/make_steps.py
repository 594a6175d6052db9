"""Goldens of five steps of training, of small nets: the weights that PyTorch ends with.
usage: make_steps.py   (from anywhere; writes a .safetensors for each case beside itself; made with PyTorch 1.13, NumPy 1.24)

steps.test.ts draws the same weights and pairs, in this order, from the same stream. The learning rates are high, so
that the weights move far."""
import os
import sys

import numpy as np
import torch
import torch.nn.functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, '../../../training'), os.path.join(HERE, '..')]
import weights  # noqa: E402
from cyclegan_model import ResNet  # noqa: E402
from mulberry import Stream  # noqa: E402
from pix2pix_model import PatchGAN70, UNet256  # noqa: E402

torch.set_num_threads(1)
STEPS, SIDE = 5, 32
RATE = {'pix2pix': 0.005, 'cyclegan': 0.0005}  # at ten times that CycleGAN magnifies the last bit to a hundredth


def drawn_state(net, draw):
    state = {}
    for name, tensor in net.state_dict().items():
        values = (1 if name.endswith('norm.scale') else 0) + (draw(tensor.numel()) - 0.5) * 0.4
        state[name] = torch.from_numpy(values.astype(np.float32)).reshape(tensor.shape)
    net.load_state_dict(state)
    return net


def picture(draw, channels):
    values = (draw(SIDE * SIDE * channels) * 2 - 1).astype(np.float32).reshape(1, SIDE, SIDE, channels)
    return torch.from_numpy(np.ascontiguousarray(values.transpose(0, 3, 1, 2)))


def adversarial(game, logits, real):
    loss = F.binary_cross_entropy_with_logits if game == 'cross-entropy' else F.mse_loss
    return loss(logits, torch.full_like(logits, float(real)))


def adam(method, *nets):
    parameters = [parameter for net in nets for parameter in net.parameters()]
    return torch.optim.Adam(parameters, RATE[method], (0.5, 0.999))


def learn(net, on):
    for parameter in net.parameters():
        parameter.requires_grad_(on)


def write(name, nets):
    tensors = {f'{net}/{key}': value.numpy() for net, module in nets.items() for key, value in module.state_dict().items()}
    weights.write(f'{HERE}/{name}.safetensors', tensors, {'made by': 'make_steps.py'})


def pix2pix(name, game, weight, lambda_l1):
    draw = Stream(7).draw
    generator = drawn_state(UNet256(cin=2, ngf=2, depth=5), draw)
    discriminator = drawn_state(PatchGAN70(cin=5, ndf=2), draw)
    generators, discriminators = adam('pix2pix', generator), adam('pix2pix', discriminator)
    for _ in range(STEPS):
        x, y = picture(draw, 2), picture(draw, 3)
        made = generator(x)
        learn(discriminator, True)
        loss = weight * (adversarial(game, discriminator(torch.cat([x, y], 1)), True)
                         + adversarial(game, discriminator(torch.cat([x, made.detach()], 1)), False))
        discriminators.zero_grad()
        loss.backward()
        discriminators.step()
        learn(discriminator, False)
        fooled = adversarial(game, discriminator(torch.cat([x, made], 1)), True)
        off = F.l1_loss(made, y)
        generators.zero_grad()
        (fooled + lambda_l1 * off).backward()
        generators.step()
        print(name, loss.item(), fooled.item(), off.item())
    write(name, {'generator': generator, 'discriminator': discriminator})


pix2pix('pix2pix-cross-entropy', 'cross-entropy', 0.5, 100)
pix2pix('pix2pix-least-squares', 'least-squares', 1, 10)


def cyclegan(name, game, weight):
    draw = Stream(7).draw
    to_colour, to_edges = (drawn_state(ResNet(cin=3, ngf=2, blocks=6), draw) for _ in range(2))
    judge_colour, judge_edges = (drawn_state(PatchGAN70(cin=3, ndf=2), draw) for _ in range(2))
    generators = adam('cyclegan', to_colour, to_edges)
    judges = {judge: adam('cyclegan', judge) for judge in (judge_colour, judge_edges)}
    for _ in range(STEPS):
        a, b = picture(draw, 3), picture(draw, 3)
        for judge in judges:
            learn(judge, False)
        made_b, made_a = to_colour(a), to_edges(b)
        fooled = adversarial(game, judge_colour(made_b), True) + adversarial(game, judge_edges(made_a), True)
        cycle = F.l1_loss(to_edges(made_b), a) + F.l1_loss(to_colour(made_a), b)
        identity = F.l1_loss(to_edges(a), a) + F.l1_loss(to_colour(b), b)
        generators.zero_grad()
        (fooled + 10 * cycle + 5 * identity).backward()
        generators.step()
        for judge, real, made in ((judge_colour, b, made_b), (judge_edges, a, made_a)):
            learn(judge, True)
            loss = weight * (adversarial(game, judge(real), True) + adversarial(game, judge(made.detach()), False))
            judges[judge].zero_grad()
            loss.backward()
            judges[judge].step()
        print(name, fooled.item(), cycle.item(), identity.item(), loss.item())
    write(name, {'toColour': to_colour, 'toEdges': to_edges, 'judgeColour': judge_colour, 'judgeEdges': judge_edges})


cyclegan('cyclegan-least-squares', 'least-squares', 0.5)
