"""Turns an ImageNet InceptionV3 into one of cells and textures, all layers.
usage: train_inception.py PLAN START DATA TEXTURES OUT [--resume] [--device cpu|cuda] [--steps N] [--pictures A.png ...]
START is the float16 network to begin with (unit_<n>/kernel, unit_<n>/bias), DATA has cells/ and nuclei/ as prepare_data.py writes
them, TEXTURES is what textures.py wrote. OUT gets log.txt, checkpoint.pt, metrics.json and, every plan.look steps, the dreams of
PICTURES. SIGTERM or Ctrl-C ends it after the step, with a checkpoint; --resume then goes on exactly as if it had not been stopped.

Linear heads stand on the means of mixed6 and of mixed8, each standardised by the start's statistics. Every batch is used
twice: the second time the picture is moved uphill in the loss by at most `push` (the L2 norm over the whole view, -1..1), from
the gradient that the first pass gave for free. Networks that stand such pushes climb to features that eyes see (Engstrom et al.
2019, arXiv 1906.00945)."""
import argparse
import json
import math
import os
import time

import cv2
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import dream
import inception_v3
import trainer
from dream_data import TASKS, DreamData

LAYERS = {'mixed6': 768, 'mixed8': 1280}
SHARE = {'kind': 1.0, 'stain': 0.4, 'size': 0.4, 'density': 0.4}


def to_net(views):
    """uint8 [n, height, width, 3] -> float [n, 3, height, width], -1..1, channels last in memory."""
    return torch.from_numpy(views.astype(np.float32) / 127.5 - 1).permute(0, 3, 1, 2)


def device_of(net):
    return next(net.parameters()).device


def run(net, x):
    """The means of both layers, [n, channels] each. The convolutions run in bfloat16."""
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        out = net(x, tuple(LAYERS))
    return {layer: out[layer].float().mean((2, 3)) for layer in LAYERS}


class Heads(nn.Module):
    def __init__(self, classes, features):
        super().__init__()
        for layer, values in features.items():
            self.register_buffer(f'mean_{layer}', values.mean(0))
            self.register_buffer(f'deviation_{layer}', values.std(0) + 0.05 * values.std())
            for task in TASKS:
                head = nn.Linear(LAYERS[layer], classes[task])
                nn.init.zeros_(head.weight)
                nn.init.zeros_(head.bias)
                self.add_module(f'{task}_{layer}', head)

    def forward(self, features):
        """{(task, layer): logits}"""
        out = {}
        for layer, values in features.items():
            z = (values - getattr(self, f'mean_{layer}')) / getattr(self, f'deviation_{layer}')
            for task in TASKS:
                out[task, layer] = getattr(self, f'{task}_{layer}')(z)
        return out


def loss_of(logits, labels):
    total = 0.0
    for k, task in enumerate(TASKS):
        known = labels[:, k] >= 0
        if known.any():
            for layer in LAYERS:
                total = total + SHARE[task] * F.cross_entropy(logits[task, layer][known], labels[known, k])
    return total


def accuracy(logits, labels):
    """Shares right by both layers' summed log probabilities, and by mixed8 alone; `cells` are the tiles' kinds only."""
    out = {}
    for k, task in enumerate(TASKS):
        known = labels[:, k] >= 0
        both = sum(logits[task, layer].log_softmax(1) for layer in LAYERS).argmax(1)
        alone = logits[task, 'mixed8'].argmax(1)
        out[task] = (both == labels[:, k])[known].float().mean().item()
        out[f'{task}OfMixed8'] = (alone == labels[:, k])[known].float().mean().item()
        if task == 'kind':
            cells = labels[:, 1] >= 0
            out['kindOfCells'] = (both == labels[:, 0])[cells].float().mean().item()
            out['kindOfTextures'] = (both == labels[:, 0])[~cells].float().mean().item()
    return {name: round(value, 4) for name, value in out.items()}


def features_of(net, views):
    with torch.no_grad():
        parts = [run(net, to_net(views[k:k + 32]).to(device_of(net))) for k in range(0, len(views), 32)]
    return {layer: torch.cat([part[layer] for part in parts]) for layer in LAYERS}


def linear_probe(features, labels, classes, seed, rounds=400):
    """Heads trained on frozen features."""
    torch.manual_seed(seed)
    heads = Heads(classes, features).to(labels.device)
    optimiser = torch.optim.Adam(heads.parameters(), 3e-3)
    for k in range(rounds):
        optimiser.param_groups[0]['lr'] = 3e-3 * (1 - k / rounds)
        pick = torch.randint(len(labels), (256,))
        optimiser.zero_grad()
        loss_of(heads({layer: values[pick] for layer, values in features.items()}), labels[pick]).backward()
        optimiser.step()
    return heads


def probe_views(data, count):
    seen = [data.batch(16, 16) for _ in range(count // 32)]
    return np.concatenate([views for views, _ in seen]), torch.from_numpy(np.concatenate([labels for _, labels in seen]))


def main():
    ap = argparse.ArgumentParser()
    for name in ('plan', 'start', 'data', 'textures', 'out'):
        ap.add_argument(name)
    trainer.add_options(ap)
    ap.add_argument('--pictures', nargs='*', default=[])
    a = ap.parse_args()
    plan = json.load(open(a.plan))
    train = plan['train']
    device, last = trainer.open_device(a.device), trainer.last_step(train, a.steps)
    torch.manual_seed(train['seed'])
    os.makedirs(a.out, exist_ok=True)
    log = open(f'{a.out}/log.txt', 'a')

    def say(*words):
        print(time.strftime('%H:%M:%S'), *words, file=log, flush=True)

    data = DreamData(a.data, a.textures, train['seed'])
    start = inception_v3.read(a.start)
    views, labels = data.test()
    test, test_labels = views, torch.from_numpy(labels).to(device)
    say('training tiles', len(data.cells[False]), 'textures', len(data.pictures[False]), 'test views', len(test), data.classes, data.limits)
    net = inception_v3.InceptionV3(start).to(device)
    checkpoint = f'{a.out}/checkpoint.pt'
    state = trainer.read(checkpoint, device) if a.resume else None
    if state is None:
        seen_views, seen_labels = probe_views(data, train['firstViews'])
        heads = linear_probe(features_of(net, seen_views), seen_labels.to(device), data.classes, train['seed'])
        step, spent = 0, 0.0
    else:
        heads = Heads(data.classes, {layer: torch.zeros(2, width) for layer, width in LAYERS.items()}).to(device)
        heads.load_state_dict(state['heads'])
        net.load_state_dict(state['net'])
        step, spent = state['step'], state['spent']
    home = [p.detach().clone() for p in inception_v3.InceptionV3(start).to(device).parameters()]
    body = list(net.parameters())
    optimiser = torch.optim.Adam([{'params': body}, {'params': heads.parameters()}], foreach=True)
    if state is not None:
        optimiser.load_state_dict(state['optimiser'])
        data.r.bit_generator.state = state['random']

    def save():
        trainer.write(checkpoint, {'net': net.state_dict(), 'heads': heads.state_dict(), 'optimiser': optimiser.state_dict(),
                                   'random': data.r.bit_generator.state, 'step': step, 'spent': spent, 'hardware': trainer.hardware(device)})

    def look():
        with torch.no_grad():
            figures = accuracy(heads(features_of(net, test)), test_labels)
        moved = math.sqrt(sum((p.detach() - q).square().sum().item() for p, q in zip(body, home)) / sum(q.square().sum().item() for q in home))
        say('test at', step, figures, f'moved {moved:.3f}')
        if a.pictures:
            net.requires_grad_(False)
            rows = [dream.row([net], np.ascontiguousarray(cv2.imread(path)[..., ::-1]), range(-2, 1)) for path in a.pictures]
            net.requires_grad_(True)
            cv2.imwrite(f'{a.out}/dreams-{step:05d}.png', np.vstack(rows)[..., ::-1])
        return figures

    total, right, count, logged, ended = 0.0, 0, 0, time.time(), trainer.told_to_end()
    while step < last and not ended:
        begun = time.time()
        views, labels = data.batch(train['cells'], train['textures'])
        x, labels = to_net(views).to(device), torch.from_numpy(labels).to(device)
        push = torch.zeros_like(x)
        for again in range(2):
            slow = min(1, (step + 1) / train['warmUp']) * 0.5 * (1 + math.cos(math.pi * min(1, step / train['steps'])))
            optimiser.param_groups[0]['lr'] = train['learningRate'] * slow
            optimiser.param_groups[1]['lr'] = train['headLearningRate'] * slow
            y = (x + push).requires_grad_(not again)
            logits = heads(run(net, y))
            loss = loss_of(logits, labels)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            if not again:
                steep = y.grad / (y.grad.flatten(1).norm(dim=1)[:, None, None, None] + 1e-12)
                push = train['push'] * steep
            torch.nn.utils.clip_grad_norm_(body, 1.0)
            optimiser.step()
            with torch.no_grad():  # toward the start (L2-SP, Li et al. 2018)
                pull = optimiser.param_groups[0]['lr'] * train['towardStart']
                torch._foreach_mul_(body, 1 - pull)
                torch._foreach_add_(body, home, alpha=pull)
            step += 1
        spent += time.time() - begun
        total, count = total + loss.item(), count + 1
        right += (logits['kind', 'mixed8'].argmax(1) == labels[:, 0]).float().mean().item()
        if step % 50 == 0:
            say(f'{step} loss {total / count:.3f} kind {right / count:.3f} s/step {(time.time() - logged) / 50:.2f} spent {spent:.0f}')
            total, right, count, logged = 0.0, 0, 0, time.time()
        if step % 200 == 0:
            save()
        if step % train['look'] == 0:
            look()
            logged = time.time()
    save()
    trainer.end(step, last)
    metrics = {'steps': step, 'heldOut': look()}
    json.dump(metrics, open(f'{a.out}/metrics.json', 'w'), indent=2)
    say('end', metrics)


if __name__ == '__main__':
    main()
