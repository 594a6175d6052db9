"""The way back of a finished CycleGAN, from a dish to its edges: the half of the game that the shelf lacks, by a plan's `back`.
usage: train_way_back.py PLAN OUT --there MODEL --dishes FOLDER [--resume] [--device cpu|cuda] [--steps N]
MODEL has the safetensors of the generator that goes there, edges to colours, which stays as it is; FOLDER is as for train_cyclegan.py,
and so are the ends and --resume (on a card the noise is another after it). The edges of one dish meet the colours of another: this net sees no true pair.

What is minimised is CycleGAN's (Zhu et al. 2017): a judge that cannot tell made edges from true ones, edges that come back from the
colours made of them, colours that come back from the edges made of them, and edges that are left alone. Made edges go on under noise: colours that are hidden in
faint dots (Chu et al. 2017) do not come through it, and the judge, which sees both kinds under it, cannot tell them by their greys alone.
`then` names further legs, as for train_student.py; `until` ends one before its rate has fallen to nothing."""
import argparse
import copy
import json
import os
import time

import cv2
import numpy as np
import torch
import torch.nn.functional as F

import cell_data as cd
import trainer
import weights
from figures import edge_scores
from petri_data import Petri
from pix2pix_model import PatchGAN70, UNet256, init

AVERAGED = 0.999
LINE = 2                                          # what a pixel of an edge weighs: a twelfth of them are, and all black would be nearly right


def as_net(edges):
    """Edges [height, width] as RGB of -1..1."""
    return torch.from_numpy(cd.to_x(np.dstack([edges] * 3)))


def mixed(net, inputs):
    """The net's answer in float32, its convolutions in bfloat16."""
    with torch.autocast(inputs.device.type, dtype=torch.bfloat16):
        return net(inputs).float()


def drawn_by(back, picture):
    """The edges that the way back draws: grey, since colours in them would tell the way there what to paint."""
    return mixed(back, picture).mean(1, keepdim=True).expand(-1, 3, -1, -1)


def in_other_light(picture):
    """The same picture with its channels in another order, each with a contrast and a brightness of its own, under a soft shadow: its edges stay where
    they are, and dishes have more hues, and shadows beside them, than the way there paints."""
    gain, lift = (low + (high - low) * torch.rand(1, 3, 1, 1) for low, high in ((0.5, 1.5), (-0.4, 0.4)))
    shadow = F.interpolate(torch.rand(1, 1, 4, 4) - 0.5, size=picture.shape[-2:], mode='bicubic', align_corners=True)
    return (picture[:, torch.randperm(3)] * gain.to(picture) + (lift + shadow).to(picture)).clamp(-1, 1)


def against(logits, wanted):
    """The least-squares game."""
    return F.mse_loss(logits, torch.full_like(logits, wanted))


def lines_apart(made, edges):
    """L1 in which the few pixels of edges weigh more."""
    return ((made - edges).abs() * (1 + (LINE - 1) * (edges > 0))).mean()


def step_of(train, back, judge, there, optimisers, edges, colour):
    """One step of the way back and its judge. @returns the losses by name."""
    under = lambda picture, noise: picture + noise * torch.randn_like(picture)
    judged = lambda picture: mixed(judge, under(picture, train['judgeNoise']))
    judge.requires_grad_(False)
    made = drawn_by(back, colour)
    with torch.no_grad():
        painted = mixed(there, edges)
    parts = {
        'adversarial': against(judged(made), 1),
        'edges': lines_apart(drawn_by(back, in_other_light(painted)), edges),
        'colours': F.l1_loss(mixed(there, under(made, train['noise'])), colour),
        'identity': lines_apart(drawn_by(back, edges), edges),
    }
    optimisers['back'].zero_grad(set_to_none=True)
    (parts['adversarial'] + sum(train['weights'][name] * parts[name] for name in ('edges', 'colours', 'identity'))).backward()
    optimisers['back'].step()

    judge.requires_grad_(True)
    logits = judged(torch.cat([edges, made.detach()], 0))
    parts['judge'] = 0.5 * (against(logits[:1], 1) + against(logits[1:], 0))
    optimisers['judge'].zero_grad(set_to_none=True)
    parts['judge'].backward()
    optimisers['judge'].step()
    return {name: part.item() for name, part in parts.items()}


def as_edges(made):
    """Drawn edges of -1..1 as [height, width], 0 or 255."""
    return ((made[0, 0] > 0).numpy() * 255).astype(np.uint8)


def walked(back, there, edges, dish):
    """A test dish's edges, the colours made of them, edges made of those; the dish, edges made of it, and colours made of those."""
    with torch.no_grad():
        seen, true = as_net(edges), torch.from_numpy(cd.to_y(dish))
        painted, made = there(seen), drawn_by(back, true)
        return seen, painted, drawn_by(back, painted), true, made, there(made)


def measure(walks, test):
    """(edges that came back through colours, edges of the dishes) as F1 at 2 px, and how far what comes back is from the dish, L1 of 0..1."""
    rows = []
    for (_, _, again, _, made, home), (_, _, edges, dish, _) in zip(walks, test):
        scores = [edge_scores(as_edges(one), edges)['edgeF1'] for one in (again, made)]
        rows.append([*scores, np.abs(cd.to_rgb(home.numpy()).astype(float) - dish).mean() / 255])
    return tuple(np.mean(rows, 0))


def sheet(walks, file):
    rows = [np.hstack([cd.to_rgb(picture.numpy()) for picture in walk]) for walk in walks[:6]]
    cv2.imwrite(file, np.vstack(rows)[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 85])


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('plan')
    ap.add_argument('out')
    ap.add_argument('--there', required=True)
    ap.add_argument('--dishes', required=True)
    trainer.add_options(ap)
    a = ap.parse_args()
    train = json.load(open(a.plan))['back']
    # Legs of the training: where each begins, and what is new in it.
    legs, total = [(0, train)], train['steps']
    for leg in train.get('then', []):
        legs.append((total, {**leg, 'decayFrom': 0}))
        total += leg.get('until', leg['steps'])
    device, last = trainer.open_device(a.device), min(total, a.steps or total)
    torch.manual_seed(train['seed'])
    torch.set_flush_denormal(True)                  # where edges are sure, gradients are numbers so small that they cost twice the time
    os.makedirs(a.out, exist_ok=True)

    there = weights.generator(weights.of_folder(a.there)).requires_grad_(False).to(device)
    back = init(UNet256(3, ngf=train['ngf'], even=True))
    average, judge = copy.deepcopy(back), init(PatchGAN70(cin=3, ndf=train['ndf']))
    for net in (back, average, judge):
        net.to(device)
    optimisers = {name: torch.optim.Adam(net.parameters(), train['learningRate'], (0.5, 0.999), foreach=True)
                  for name, net in (('back', back), ('judge', judge))}
    held = {'back': back, 'E': average, 'judge': judge, **{f'{name}_adam': one for name, one in optimisers.items()}}
    data = Petri(a.dishes, train['seed'], with_grey=False)
    step, spent, checkpoint = 0, 0.0, f'{a.out}/checkpoint.pt'
    state = trainer.read(checkpoint, device) if a.resume else None
    if state:
        for name, one in held.items():
            one.load_state_dict(state[name])
        step, spent = state['step'], state['spent']
        data.rnd.setstate(state['random'])
        torch.set_rng_state(state['noise'].cpu())

    def save():
        trainer.write(checkpoint, {**{name: one.state_dict() for name, one in held.items()}, 'step': step, 'spent': spent,
                                   'random': data.rnd.getstate(), 'noise': torch.get_rng_state(), 'hardware': trainer.hardware(device)})

    test, log, sums, ended = data.test_set(), open(f'{a.out}/log.txt', 'a'), {}, trainer.told_to_end()
    say = lambda words: print(step, words, file=log, flush=True)
    while step < last and not ended:
        begin = time.time()
        begun, leg = next((at, leg) for at, leg in reversed(legs) if step >= at)
        rate = trainer.rate_at(leg, step + 1 - begun)
        for name, share in (('back', 1), ('judge', train['judgeRate'])):
            optimisers[name].param_groups[0]['lr'] = share * rate
        edges, dish = data.pair()[0], data.pair()[1]
        losses = step_of(train, back, judge, there, optimisers, as_net(edges).to(device), torch.from_numpy(cd.to_y(dish)).to(device))
        step += 1
        share = min(AVERAGED, step / (step + 10))
        with torch.no_grad():
            mean = list(average.parameters())
            torch._foreach_mul_(mean, share)
            torch._foreach_add_(mean, list(back.parameters()), alpha=1 - share)
        spent += time.time() - begin
        sums = {name: sums.get(name, 0) + value for name, value in losses.items()}
        if step % 100 == 0:
            say(' '.join(f'{name} {value / 100:.3f}' for name, value in sums.items()) + f' {spent / step:.3f} s a step, {spent:.0f} s')
            sums = {}
        if step % 500 == 0:
            save()
            walks = [walked(average.cpu(), there.cpu(), edges, dish) for _, _, edges, dish, _ in test]
            sheet(walks, f'{a.out}/sheet_{step:06d}.jpg')
            say('edges through colours F1 %.3f, edges of dishes F1 %.3f, dishes back L1 %.3f' % measure(walks, test))
            average.to(device), there.to(device)
    save()
    trainer.end(step, last)


if __name__ == '__main__':
    main()
