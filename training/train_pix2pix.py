"""Pix2pix on Canny edges -> colour, by a plan of plans/.
usage: train_pix2pix.py PLAN OUT --raw RAW --lists LISTS [--test DATA]     cells
       train_pix2pix.py PLAN OUT --dishes FOLDER                           petri-pix2pix, petri-pix2pix-grey
       and [--resume] [--device cpu|cuda] [--steps N]
RAW and LISTS are what prepare_data.py reads and writes; with DATA (its tiles) the test loss is logged every 1000 steps.
FOLDER has the dishes as PNG of 256 x 256; which are for the test says petri_data.divided.
SIGTERM or Ctrl-C ends it after the step, with a checkpoint; --resume then goes on exactly as if it had not been stopped.
The convolutions run in bfloat16; weights, gradients and losses are float32."""
import argparse
import json
import os
import time

import numpy as np
import torch
import torch.nn.functional as F

import cell_data as cd
import petri_data
import trainer
from pix2pix_model import UNet256, PatchGAN70, init

ap = argparse.ArgumentParser()
ap.add_argument('plan')
ap.add_argument('out')
ap.add_argument('--raw')
ap.add_argument('--lists')
ap.add_argument('--dishes')
ap.add_argument('--test')
trainer.add_options(ap)
a = ap.parse_args()
plan = json.load(open(a.plan))
kind, train = plan['id'], plan['train']
seed, last = train['seed'], trainer.last_step(train, a.steps)

device = trainer.open_device(a.device)
torch.manual_seed(seed)
os.makedirs(a.out, exist_ok=True)
with_grey = 'grey' in plan['inputs']
if kind == 'nuclei-area':
    data = cd.Nuclei(a.raw, a.lists, seed=seed)
elif a.dishes:
    data = petri_data.Petri(a.dishes, seed, with_grey)
else:
    data = cd.Blood(a.raw, a.lists, seed=seed, with_grey=with_grey)
    json.dump({k: v.tolist() for k, v in data.ref.items()}, open(f'{a.out}/stain_reference.json', 'w'))
cin = 2 if with_grey else 1
G, D, E = init(UNet256(cin, ngf=train['ngf'])), init(PatchGAN70(cin=cin + 3, ndf=train['ndf'])), UNet256(cin, ngf=train['ngf'])
for net in (G, D, E):
    net.to(device)
E.load_state_dict(G.state_dict())
oG = torch.optim.Adam(G.parameters(), train['learningRate'], (0.5, 0.999), foreach=True)
oD = torch.optim.Adam(D.parameters(), train['learningRate'], (0.5, 0.999), foreach=True)
step, spent = 0, 0.0
ck = f'{a.out}/checkpoint.pt'
s = trainer.read(ck, device) if a.resume else None
if s:
    G.load_state_dict(s['G']); D.load_state_dict(s['D']); E.load_state_dict(s['E'])
    oG.load_state_dict(s['oG']); oD.load_state_dict(s['oD'])
    step, spent = s['step'], s['spent']
    data.rnd.setstate(s['random'])
bce = F.binary_cross_entropy_with_logits
gp, ep = list(G.parameters()), list(E.parameters())
test = data.test_set() if a.dishes else cd.test_set(a.test, kind, ref=getattr(data, 'ref', None))[::4] if a.test else []


def save():
    trainer.write(ck, dict(G=G.state_dict(), D=D.state_dict(), E=E.state_dict(), oG=oG.state_dict(), oD=oD.state_dict(),
                           random=data.rnd.getstate(), step=step, spent=spent, hardware=trainer.hardware(device)))


def peek():
    l = []
    rows = []
    with torch.no_grad():
        for _, src, e, t, _ in test:
            y = E(torch.from_numpy(cd.to_x(e)).to(device)).cpu().numpy()
            o = cd.to_rgb(y)
            l.append(np.abs(o.astype(float) - t).mean() / 255)
            rows.append(np.hstack([np.dstack([e] * 3) if e.ndim == 2 else np.dstack([e[..., 1]] * 3), o, t]))
    if rows:
        import cv2
        n = len(rows) // 2 * 2
        w = np.vstack([np.hstack(rows[i:i + 2]) for i in range(0, n, 2)][:4])
        cv2.imwrite(f'{a.out}/peek_{step:06d}.jpg', w[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 85])
    return float(np.mean(l)) if l else -1


log = open(f'{a.out}/log.txt', 'a')
print(kind, 'start at step', step, 'G', sum(p.numel() for p in gp), 'D', sum(p.numel() for p in D.parameters()), flush=True)
acc, n, ended = np.zeros(4), 0, trainer.told_to_end()
while step < last and not ended:
    t0 = time.time()
    lr = trainer.rate_at(train, step + 1)
    for o in (oG, oD):
        o.param_groups[0]['lr'] = lr
    e, t = data.pair()
    x, y = torch.from_numpy(cd.to_x(e)).to(device), torch.from_numpy(cd.to_y(t)).to(device)
    with torch.autocast(device, dtype=torch.bfloat16):
        f = G(x)
    f = f.float()
    for q in D.parameters():
        q.requires_grad_(True)
    with torch.autocast(device, dtype=torch.bfloat16):
        d = D(torch.cat([torch.cat([x, y], 1), torch.cat([x, f.detach()], 1)], 0))
    d = d.float()
    ld = 0.5 * (bce(d[:1], torch.ones_like(d[:1])) + bce(d[1:], torch.zeros_like(d[1:])))
    oD.zero_grad(set_to_none=True)
    ld.backward()
    oD.step()
    for q in D.parameters():
        q.requires_grad_(False)
    with torch.autocast(device, dtype=torch.bfloat16):
        d = D(torch.cat([x, f], 1))
    d = d.float()
    lg, l1 = bce(d, torch.ones_like(d)), F.l1_loss(f, y)
    oG.zero_grad(set_to_none=True)
    (lg + train['lambdaL1'] * l1).backward()
    oG.step()
    step += 1
    if step % 4 == 0:
        w = min(0.996, step / (step + 40))          # 0.999 a step, once warm
        with torch.no_grad():
            torch._foreach_mul_(ep, w)
            torch._foreach_add_(ep, gp, alpha=1 - w)
    dt = time.time() - t0
    spent += dt
    acc += (ld.item(), lg.item(), l1.item(), dt)
    n += 1
    if step % 100 == 0:
        m = acc / n
        s = f'{step} D {m[0]:.3f} Gadv {m[1]:.3f} L1 {m[2]:.4f} lr {lr:.2e} s/step {m[3]:.3f} spent {spent:.0f}'
        if step % 1000 == 0:
            s += f' test-L1 {peek():.4f}'
        print(s, file=log, flush=True)
        acc, n = np.zeros(4), 0
    if step % 500 == 0:
        save()
save()
print('end', step, f'{spent:.0f} s, test L1 {peek():.4f}', file=log, flush=True)
trainer.end(step, last)
