"""Trains `cells-apart` by a plan of plans/.
usage: train_cells.py PLAN PACKED OUT [--resume] [--start CHECKPOINT --refine N] [--device cpu|cuda] [--workers N] [--data DATA] [--steps N]
With --start the plan's `refine` number N, from 1, is done, from the averaged weights of CHECKPOINT on: what it does not name is as in
`train`, and where it has `until` it ends there, its rates being those of its `steps`.
PACKED is what cells_data.py wrote. The step's number seeds its batch, so that a training that was stopped goes on exactly as if it had
not been. SIGTERM or Ctrl-C ends it after the step, with a checkpoint; one is written every ten minutes too. With DATA (../../shared/data) the
figures on the tests are logged every `figuresEvery` steps; nothing is chosen by them. --steps ends sooner, for a trial.
On a processor with bfloat16 the convolutions run in it; weights, gradients and losses are float32."""
import argparse
import json
import os
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader, Dataset

import cells_data as cd
import cells_figures
import trainer
from cells_model import CellsApart

SAVE_SECONDS = 600


class Batches(Dataset):
    """The batch of every step from `first` on."""

    def __init__(self, crops, first, steps):
        self.crops, self.first, self.steps = crops, first, steps

    def __len__(self):
        return max(0, self.steps - self.first)

    def __getitem__(self, i):
        return tuple(torch.from_numpy(a) for a in self.crops.batch(self.first + i))


def losses(y, t):
    """Foreground (cross-entropy and Dice), distance (L1), touching (cross-entropy); y (B, 3, S, S), t (B, 4, S, S)."""
    inside, deep, touch, weight = t.unbind(1)
    known = (weight > 0).float()
    mean = lambda v, w: (v * w).sum() / w.sum().clamp(min=1)
    p = torch.sigmoid(y[:, 0]) * known
    dice = 1 - (2 * (p * inside).sum((1, 2)) + 50) / (p.sum((1, 2)) + (inside * known).sum((1, 2)) + 50)
    return (mean(F.binary_cross_entropy_with_logits(y[:, 0], inside, reduction='none'), weight), dice.mean(),
            mean(F.smooth_l1_loss(y[:, 1], deep, reduction='none', beta=0.1), weight * (0.5 + inside)),
            mean(F.binary_cross_entropy_with_logits(y[:, 2], touch, reduction='none'), known * (1 + 4 * touch)))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('plan')
    ap.add_argument('packed')
    ap.add_argument('out')
    trainer.add_options(ap)
    ap.add_argument('--workers', type=int, default=0)
    ap.add_argument('--data')
    ap.add_argument('--start')
    ap.add_argument('--refine', type=int, default=1)
    a = ap.parse_args()
    plan = json.load(open(a.plan))
    train = {**plan['train'], **plan['refine'][a.refine - 1]} if a.start else plan['train']
    steps, shares = train['steps'], train['losses']
    device, last = trainer.open_device(a.device), trainer.last_step(train, a.steps or train.get('until'))
    torch.manual_seed(train['seed'])
    os.makedirs(a.out, exist_ok=True)
    model = CellsApart().to(device, memory_format=torch.channels_last)
    average = CellsApart().to(device, memory_format=torch.channels_last)
    average.load_state_dict(model.state_dict())
    plain = [p for p in model.parameters() if p.ndim < 2]
    opt = torch.optim.AdamW([dict(params=[p for p in model.parameters() if p.ndim >= 2], weight_decay=train['weightDecay']),
                             dict(params=plain, weight_decay=0)], train['learningRate'], (0.9, 0.99), foreach=True)
    step, spent, kept = 0, 0.0, f'{a.out}/checkpoint.pt'
    before = dict(steps=0, spent=0.0)
    if a.start:
        first = trainer.read(a.start, device)
        model.load_state_dict(first['average'])
        average.load_state_dict(first['average'])
        earlier = first.get('before', before)
        before = dict(steps=first['step'] + earlier['steps'], spent=first['spent'] + earlier['spent'])
    s = trainer.read(kept, device) if a.resume else None
    if s:
        model.load_state_dict(s['model'])
        average.load_state_dict(s['average'])
        opt.load_state_dict(s['opt'])
        step, spent = s['step'], s['spent']
    log = open(f'{a.out}/log.txt', 'a')

    def say(text):
        print(time.strftime('%F %T'), text, file=log, flush=True)

    def save():
        trainer.write(kept, dict(model=model.state_dict(), average=average.state_dict(), opt=opt.state_dict(), step=step, spent=spent, before=before,
                                 hardware=trainer.hardware(device)))

    def measure(two_passes=False):
        if a.data:
            asked = CellsApart()
            asked.load_state_dict({k: v.cpu() for k, v in average.state_dict().items()})
            for k, f in cells_figures.figures(asked, a.data, two_passes).items():
                say(f"  step {step} {'two passes, ' if two_passes else ''}{k}: {cells_figures.line(f)}")

    crops = cd.Crops(a.packed, train['seed'], train['batch'], train.get('shares', cd.SHARES), train['crop'])
    ended = trainer.told_to_end()
    mine = [t for t in model.state_dict().values() if t.is_floating_point()]
    theirs = [t for t in average.state_dict().values() if t.is_floating_point()]
    say(f"start at step {step} of {steps}, {sum(p.numel() for p in model.parameters())} numbers, {device}")
    acc, n, clock, saved = np.zeros(5), 0, time.time(), time.time()
    batches = DataLoader(Batches(crops, step, last), batch_size=None, shuffle=False, num_workers=a.workers)
    model.train()
    for x, t in batches:
        made = time.time()
        rate = train['learningRate'] * min(1, (step + 1) / train['warmup']) * (0.01 + 0.99 * 0.5 * (1 + np.cos(np.pi * step / steps)))
        for g in opt.param_groups:
            g['lr'] = rate
        x, t = x.to(device).contiguous(memory_format=torch.channels_last), t.to(device)
        with torch.autocast(device, dtype=torch.bfloat16):
            y = model(x)
        parts = losses(y.float(), t)
        opt.zero_grad(set_to_none=True)
        sum(k * v for k, v in zip(shares, parts)).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        opt.step()
        step += 1
        keep = min(train['average'], step / (step + 50))
        with torch.no_grad():
            torch._foreach_mul_(theirs, keep)
            torch._foreach_add_(theirs, mine, alpha=1 - keep)
        now = time.time()
        acc += [v.item() for v in parts] + [made - clock]
        n, spent, clock = n + 1, spent + now - clock, now
        if step % train['logEvery'] == 0:
            m = acc / n
            say(f'{step} inside {m[0]:.4f} dice {m[1]:.4f} distance {m[2]:.4f} touch {m[3]:.4f} rate {rate:.2e} data {m[4]:.3f} s spent {spent:.0f} s')
            acc, n = np.zeros(5), 0
        if step % train['figuresEvery'] == 0:
            measure()
        if now - saved > SAVE_SECONDS or step % train['figuresEvery'] == 0 or ended:
            save()
            saved = time.time()
        if ended:
            say(f'stopped at step {step}')
            trainer.end(step, last)
        clock = time.time()
    save()
    measure()
    measure(two_passes=True)
    say(f'end at step {step}, {spent:.0f} s')


if __name__ == '__main__':
    main()
