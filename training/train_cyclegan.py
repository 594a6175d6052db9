"""CycleGAN between the edges and the colours of petri dishes, by a plan of plans/.
usage: train_cyclegan.py PLAN OUT --dishes FOLDER [--resume] [--device cpu|cuda] [--steps N]
FOLDER has the dishes as PNG of 256 x 256; which are for the test says petri_data.divided. The edges of one dish meet the
colours of another, so that nothing tells the nets which belong together; edges are RGB, as in both originals. SIGTERM or Ctrl-C
ends it after the step, with a checkpoint; --resume then goes on exactly as if it had not been stopped."""
import argparse
import copy
import json
import os
import random
import time

import cv2
import numpy as np
import torch
import torch.nn.functional as F

import cell_data as cd
import trainer
from petri_data import Petri
from pix2pix_model import PatchGAN70, UNet256, init

WAYS = ('colour', 'edges')
AVERAGED = 0.999


def as_rgb(edges):
    return np.dstack([edges] * 3)


def from_pool(pool, newest, size, chance):
    """A past picture in the newest one's place, half of the time, as src/engine/train/pool.ts."""
    if len(pool) < size:
        pool.append(newest)
        return newest
    if size == 0 or chance.random() < 0.5:
        return newest
    place = chance.randrange(size)
    past, pool[place] = pool[place], newest
    return past


def mixed(net, *inputs):
    """The net's answer in float32, its convolutions in bfloat16."""
    with torch.autocast(inputs[0].device.type, dtype=torch.bfloat16):
        return net(*inputs).float()


def against(logits, wanted):
    """The least-squares game."""
    return F.mse_loss(logits, torch.full_like(logits, wanted))


def under_noise(train, way, picture):
    """Made edges with noise over them: colours that are hidden in faint dots (Chu et al. 2017) do not reach the way back."""
    return picture + train.get('noise', 0) * torch.randn_like(picture) if way == 'edges' else picture


def learning(nets, yes):
    for net in nets:
        for parameter in net.parameters():
            parameter.requires_grad_(yes)


def step_of(train, nets, optimisers, pools, real, chance):
    """One step of all four nets. @returns the losses by name."""
    judges = [nets[f'judge_{way}'] for way in WAYS]
    learning(judges, False)
    made, sums = {}, dict(adversarial=0.0, cycle=0.0, identity=0.0)
    optimisers['makers'].zero_grad(set_to_none=True)
    for way, other in (WAYS, WAYS[::-1]):
        there, back = nets[f'to_{way}'], nets[f'to_{other}']
        made[way] = mixed(there, real[other])
        parts = {
            'adversarial': against(mixed(nets[f'judge_{way}'], made[way]), 1),
            'cycle': F.l1_loss(mixed(back, under_noise(train, way, made[way])), real[other]),
            'identity': F.l1_loss(mixed(back, real[other]), real[other]),
        }
        (parts['adversarial'] + train['lambdaCycle'] * parts['cycle'] + train['lambdaIdentity'] * parts['identity']).backward()
        for name, value in parts.items():
            sums[name] += value.item()
    optimisers['makers'].step()

    learning(judges, True)
    optimisers['judges'].zero_grad(set_to_none=True)
    for way in WAYS:
        shown = from_pool(pools[way], made[way].detach(), train['pool'], chance)
        logits = mixed(nets[f'judge_{way}'], torch.cat([real[way], shown], 0))
        loss = 0.5 * (against(logits[:1], 1) + against(logits[1:], 0))
        loss.backward()
        sums[f'judge_{way}'] = loss.item()
    optimisers['judges'].step()
    return sums


def sheet(averaged, test, file, device):
    """Rows of test dishes: edges, colours made of them, edges made of those colours; the dish, edges made of it, and back."""
    rows = []
    with torch.no_grad():
        for _, _, edges, dish, _ in test[:6]:
            x, y = torch.from_numpy(cd.to_x(as_rgb(edges))).to(device), torch.from_numpy(cd.to_y(dish)).to(device)
            shown = [x, averaged['to_colour'](x)]
            shown.append(averaged['to_edges'](shown[1]))
            shown += [y, averaged['to_edges'](y)]
            shown.append(averaged['to_colour'](shown[4]))
            rows.append(np.hstack([cd.to_rgb(picture.cpu().numpy()) for picture in shown]))
    cv2.imwrite(file, np.vstack(rows)[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 85])


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('plan')
    ap.add_argument('out')
    ap.add_argument('--dishes', required=True)
    trainer.add_options(ap)
    a = ap.parse_args()
    plan = json.load(open(a.plan))
    train = plan['train']
    device, last = trainer.open_device(a.device), trainer.last_step(train, a.steps)
    torch.manual_seed(train['seed'])
    os.makedirs(a.out, exist_ok=True)

    nets = {f'to_{way}': init(UNet256(3, ngf=train['ngf'])) for way in WAYS}
    averaged = copy.deepcopy(nets)
    nets |= {f'judge_{way}': init(PatchGAN70(cin=3, ndf=train['ndf'])) for way in WAYS}
    for net in [*nets.values(), *averaged.values()]:
        net.to(device)
    optimisers = {
        kind: torch.optim.Adam([parameter for name in names for parameter in nets[name].parameters()],
                               train['learningRate'], (0.5, 0.999), foreach=True)
        for kind, names in (('makers', ['to_colour', 'to_edges']), ('judges', ['judge_colour', 'judge_edges']))
    }
    data = Petri(a.dishes, train['seed'], with_grey=False)
    chance, pools, step, spent = random.Random(train['seed']), {way: [] for way in WAYS}, 0, 0.0
    checkpoint = f'{a.out}/checkpoint.pt'
    held = {**nets, **{f'averaged_{name}': net for name, net in averaged.items()}, **optimisers}
    state = trainer.read(checkpoint, device) if a.resume else None
    if state:
        for name, one in held.items():
            one.load_state_dict(state[name])
        pools, step, spent = state['pools'], state['step'], state['spent']
        data.rnd.setstate(state['random'])
        chance.setstate(state['chance'])

    def save():
        trainer.write(checkpoint, {**{name: one.state_dict() for name, one in held.items()}, 'pools': pools, 'step': step, 'spent': spent,
                                   'random': data.rnd.getstate(), 'chance': chance.getstate(), 'hardware': trainer.hardware(device)})

    test, log, sums, ended = data.test_set(), open(f'{a.out}/log.txt', 'a'), {}, trainer.told_to_end()
    while step < last and not ended:
        begin = time.time()
        for optimiser in optimisers.values():
            optimiser.param_groups[0]['lr'] = trainer.rate_at(train, step + 1)
        edges, dish = data.pair()[0], data.pair()[1]
        real = {'edges': torch.from_numpy(cd.to_x(as_rgb(edges))).to(device), 'colour': torch.from_numpy(cd.to_y(dish)).to(device)}
        losses = step_of(train, nets, optimisers, pools, real, chance)
        step += 1
        share = min(AVERAGED, step / (step + 10))
        with torch.no_grad():
            for name, net in averaged.items():
                mean = list(net.parameters())
                torch._foreach_mul_(mean, share)
                torch._foreach_add_(mean, list(nets[name].parameters()), alpha=1 - share)
        spent += time.time() - begin
        sums = {name: sums.get(name, 0) + value for name, value in losses.items()}
        if step % 100 == 0:
            said = ' '.join(f'{name} {value / 100:.3f}' for name, value in sums.items())
            print(step, said, f'{spent / step:.3f} s a step, {spent:.0f} s', file=log, flush=True)
            sums = {}
        if step % 500 == 0:
            save()
            sheet(averaged, test, f'{a.out}/sheet_{step:06d}.jpg', device)
    save()
    sheet(averaged, test, f'{a.out}/sheet.jpg', device)
    trainer.end(step, last)


main()
