"""A small generator taught by a large one of the same inputs, and by the true pictures: no discriminator, by a plan's `student`.
usage: train_student.py PLAN OUT --teacher MODEL --raw RAW --lists LISTS [--test DATA]     cells
       train_student.py PLAN OUT --teacher MODEL --dishes FOLDER                           of petri dishes
       train_student.py PLAN OUT --raw DATA --test DATA                                    tissue-stain: the true pictures alone teach it
       and [--resume] [--device cpu|cuda] [--steps N]
MODEL has the teacher's safetensors, as the studio loads them or as export.py writes them; RAW, LISTS, DATA and FOLDER are as for
train_pix2pix.py, and so are the ends, the checkpoints and the log. What a picture's features are, the shipped inception-v3-cells says.

What is minimised is a sum, each part by its weight in the plan: L1 to the teacher's picture (`teacher`) or between the means of boxes of 8, in which a
teacher's grid of 2, 4 or 8 pixels is nothing (`tint`), L1 to the true one, L1 between the differences of neighbouring pixels, the teacher's
(`gradient`) or the true ones (`outline`), 1 - SSIM (truth; Wang et al. 2004, a box of 7), and on a window the L1 of InceptionV3's
features at `mixed0` and of their Gram matrices (truth; Johnson et al. 2016, arXiv 1603.08155); where a plan names `crisp`, also how
far the energy of the Laplacian in boxes of 16 is from the true one's, in logarithms, since L1 alone leaves half of it. A plan's `then`
names further legs, each with a rate of its own, falling to nothing, and with weights that replace those of the first: what is crisp from the
beginning learns its colours badly. `finish` says what export.py makes of the last leg."""
import argparse
import json
import os
import time

import numpy as np
import torch
import torch.nn.functional as F

import cell_data as cd
import inception_v3
import petri_data
import tissue_data
import trainer
import weights
from figures import figures, only_edges
from pix2pix_model import UNet256, init

NETWORK = f'{os.path.dirname(os.path.abspath(__file__))}/../public/models/inception-v3-cells'
WINDOW = 128                                      # side of what the features are taken of, in pixels
PARTS = ('teacher', 'tint', 'truth', 'gradient', 'outline', 'ssim', 'features', 'style', 'crisp', 'region')

ap = argparse.ArgumentParser()
ap.add_argument('plan')
ap.add_argument('out')
ap.add_argument('--teacher')
ap.add_argument('--raw')
ap.add_argument('--lists')
ap.add_argument('--dishes')
ap.add_argument('--test')
trainer.add_options(ap)


def differences(picture):
    """What a pixel differs from its right and its lower neighbour."""
    return picture[..., :, 1:] - picture[..., :, :-1], picture[..., 1:, :] - picture[..., :-1, :]


def likeness(a, b):
    """Mean SSIM of two pictures of -1..1, over boxes of 7 x 7."""
    mean = lambda x: F.avg_pool2d(x, 7, 1)
    c1, c2 = (0.01 * 2) ** 2, (0.03 * 2) ** 2
    ma, mb = mean(a), mean(b)
    va, vb, vab = mean(a * a) - ma * ma, mean(b * b) - mb * mb, mean(a * b) - ma * mb
    return (((2 * ma * mb + c1) * (2 * vab + c2)) / ((ma * ma + mb * mb + c1) * (va + vb + c2))).mean()


LAPLACIAN = torch.tensor([[[[0., -1., 0.], [-1., 4., -1.], [0., -1., 0.]]]])
LUMA = torch.tensor([0.299, 0.587, 0.114]).reshape(1, 3, 1, 1)
FAINT = 0.003                                     # an energy in units of -1..1 that nobody sees: some 7 levels, squared


def energies(picture):
    """The logarithm of the Laplacian's mean square in boxes of 16 pixels that overlap by half."""
    grey = (picture * LUMA.to(picture)).sum(1, keepdim=True)
    return torch.log(F.avg_pool2d(F.conv2d(grey, LAPLACIAN.to(picture)) ** 2, 16, 8) + FAINT)


REGION = 1.4                                      # with 1 and half the weight, held-out dishes had 0.32 of the true 0.36; with this 0.40
OPPONENT = torch.tensor([[-0.169, -0.331, 0.5], [0.5, -0.419, -0.081]])  # Cb and Cr of BT.601


def explained(picture, regions):
    """The share of the variance of colour that lies between regions, as src/engine/metrics/colour-by-region.ts has it, of Cb and Cr in
    place of a* and b*. @param regions [height, width], 0 on the edges."""
    colours = torch.einsum('oc,chw->ohw', OPPONENT.to(picture), picture[0])[:, regions > 0]
    which = regions[regions > 0] - 1
    area = torch.bincount(which).to(picture)
    mean = torch.zeros(2, len(area)).to(picture).index_add(1, which, colours) / area
    whole = colours.mean(1, keepdim=True)
    between = (area * (mean - whole) ** 2).sum()
    return between / (((colours - whole) ** 2).sum() + 1e-3 * colours.shape[1])


def regions_of(edges):
    """The parts into which edges cut a picture, from 1 on, [height, width]; 0 on the edges."""
    return torch.from_numpy(cd.cv2.connectedComponents((edges == 0).astype(np.uint8), connectivity=4)[1]).long()


def gram(features):
    """[n, c, c]: how channels go together, whatever the place."""
    n, c, h, w = features.shape
    flat = features.reshape(n, c, h * w)
    return flat @ flat.transpose(1, 2) / (c * h * w)


def parts_of(picture, taught, true, look, place, regions):
    """The parts of the loss, by name. @param place top and left of the window that is looked at, @param regions as `explained` takes them, or None."""
    top, left = place
    window = lambda x: x[..., top:top + WINDOW, left:left + WINDOW]
    with torch.no_grad():
        wanted = look(window(true))
    seen = look(window(picture))
    return {
        'teacher': F.l1_loss(picture, taught),
        'tint': F.l1_loss(F.avg_pool2d(picture, 8, 4), F.avg_pool2d(taught, 8, 4)),
        'truth': F.l1_loss(picture, true),
        'outline': sum(F.l1_loss(a, b) for a, b in zip(differences(picture), differences(true))),
        'gradient': sum(F.l1_loss(a, b) for a, b in zip(differences(picture), differences(taught))),
        'ssim': 1 - likeness(picture, true),
        'features': F.l1_loss(seen, wanted),
        'style': F.l1_loss(gram(seen), gram(wanted)),
        'crisp': F.l1_loss(energies(picture), energies(true)),
        'region': picture.new_zeros(()) if regions is None else F.relu(REGION * explained(true, regions) - explained(picture, regions)),
    }


def main():
    a = ap.parse_args()
    plan = json.load(open(a.plan))
    kind, train = plan['id'], {**plan['train'], **plan['student']}
    # Legs of the training: where each begins, and what is new in it.
    legs, total = [], train['steps']
    for leg in train.get('then', []):
        legs.append((total, {**leg, 'decayFrom': 0}))
        total += leg['steps']
    last, device = min(total, a.steps or total), trainer.open_device(a.device)
    torch.manual_seed(train['seed'])
    os.makedirs(a.out, exist_ok=True)
    channels, with_grey = len(plan['inputs']), 'grey' in plan['inputs']
    if kind == 'nuclei-area':
        data = cd.Nuclei(a.raw, a.lists, seed=train['seed'])
    elif kind == 'tissue-stain':
        data = tissue_data.Tissue(a.raw, train['seed'])
    elif a.dishes:
        data = petri_data.Petri(a.dishes, train['seed'], with_grey)
    else:
        data = cd.Blood(a.raw, a.lists, seed=train['seed'], with_grey=with_grey)
    tiles = data.test_set(channels == 3) if a.dishes else tissue_data.test_set(a.test) if kind == 'tissue-stain' else cd.test_set(a.test, kind, ref=getattr(data, 'ref', None)) if a.test else []

    teacher = weights.generator(weights.of_folder(a.teacher)).to(device) if a.teacher else None
    network = inception_v3.InceptionV3({name: tensor.astype('float32') for name, tensor in weights.of_folder(NETWORK).items()})
    for net in filter(None, (teacher, network.to(device))):
        net.requires_grad_(False)
    student, average = (UNet256(channels, ngf=train['ngf'], even=train.get('even', False)) for _ in range(2))
    init(student)
    average.load_state_dict(student.state_dict())
    for net in (student, average):
        net.to(device)
    adam = torch.optim.Adam(student.parameters(), train['learningRate'], (0.9, 0.999), foreach=True)
    numbers, averaged = list(student.parameters()), list(average.parameters())
    step, spent, path, before = 0, 0.0, f'{a.out}/checkpoint.pt', {}
    kept = trainer.read(path, device) if a.resume else None
    if kept:
        student.load_state_dict(kept['student']); average.load_state_dict(kept['E']); adam.load_state_dict(kept['adam'])
        step, spent = kept['step'], kept['spent']
        before = {'before': kept['before']} if 'before' in kept else {}
        data.rnd.setstate(kept['random'])

    def save():
        trainer.write(path, dict(student=student.state_dict(), E=average.state_dict(), adam=adam.state_dict(),
                                 random=data.rnd.getstate(), step=step, spent=spent, hardware=trainer.hardware(device), **before))

    def look(window):
        with torch.autocast(device, dtype=torch.bfloat16):
            return network(window, ('mixed0',))['mixed0'].float()

    log = open(f'{a.out}/log.txt', 'a')
    say = lambda words: print(time.strftime('%F %T'), words, file=log, flush=True)

    def measure():
        if tiles:
            nets = {'student': average.cpu(), **({'teacher': teacher.cpu()} if teacher else {})}
            table = figures(nets, kind, tiles, np.zeros(3, np.uint8))
            for net in nets.values():
                net.to(device)
            names = [name for name in ('l1', 'psnr', 'ssim', 'edgeF1', 'areaSpearman', 'gridShare', 'laplacianShare') if name in table['student']]
            of_teacher = lambda name: f" (teacher {table['teacher'][name]:.4f})" if teacher else ''
            say(f'  held out at step {step}: ' + ', '.join(f"{name} {table['student'][name]:.4f}{of_teacher(name)}" for name in names))

    say(f'{kind}: start at step {step} of {last}, {sum(p.numel() for p in numbers)} numbers')
    sums, ended = np.zeros(len(PARTS)), trainer.told_to_end()
    while step < last and not ended:
        begin = time.time()
        if 'finish' in train and step == legs[-1][0]:
            before = {'before': {name: tensor.clone() for name, tensor in average.state_dict().items()}}
        begun, leg = next(((at, leg) for at, leg in reversed(legs) if step >= at), (0, train))
        adam.param_groups[0]['lr'] = trainer.rate_at(leg, step + 1 - begun)
        share_of = {**train['losses'], **leg['losses']}
        seen, target = data.pair()
        seen = np.dstack([seen] * 3) if channels == 3 else seen
        x, true = torch.from_numpy(cd.to_x(seen)).to(device), torch.from_numpy(cd.to_y(target)).to(device)
        with torch.autocast(device, dtype=torch.bfloat16):
            with torch.no_grad():
                taught = teacher(x) if teacher else true
            picture = student(x)
        place = data.rnd.randint(0, cd.S - WINDOW), data.rnd.randint(0, cd.S - WINDOW)
        regions = regions_of(only_edges(seen)).to(device) if 'region' in share_of else None
        parts = parts_of(picture.float(), taught.float(), true, look, place, regions)
        adam.zero_grad(set_to_none=True)
        sum(share_of.get(name, 0) * part for name, part in parts.items()).backward()
        adam.step()
        step += 1
        share = min(0.999, step / (step + 40))
        with torch.no_grad():
            torch._foreach_mul_(averaged, share)
            torch._foreach_add_(averaged, numbers, alpha=1 - share)
        spent += time.time() - begin
        sums += [parts[name].item() for name in PARTS]
        if step % 200 == 0:
            say(f'{step} ' + ' '.join(f'{name} {value / 200:.4f}' for name, value in zip(PARTS, sums)) + f' spent {spent:.0f} s')
            sums[:] = 0
        if step % 500 == 0:
            save()
        if step % 2000 == 0:
            measure()
    save()
    say(f'end at step {step}, {spent:.0f} s')
    if step == last:
        measure()
    trainer.end(step, last)


main()
