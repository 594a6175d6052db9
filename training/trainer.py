"""What the trainers share: their options, the device, the rate of a plan, checkpoints, and how they end."""
import argparse
import os
import signal

import torch


def count(text):
    """A whole number from 1 on."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f'must be a whole number from 1 on, not "{text}"')
    return int(text)


def add_options(parser):
    parser.add_argument('--resume', action='store_true', help='go on from OUT/checkpoint.pt, where there is one')
    parser.add_argument('--device', choices=('cpu', 'cuda'), default='cpu')
    parser.add_argument('--steps', type=count, help="end after so many steps, for a trial; the rates stay those of the plan's steps")


def open_device(name):
    """Readies the device: one thread on the processor, so that a training takes its own share of a machine and no more."""
    if name == 'cuda' and not torch.cuda.is_available():
        raise SystemExit('--device cuda: this PyTorch finds no CUDA card; leave the option out to train on the processor.')
    torch.set_num_threads(1)
    return name


def hardware(device):
    """What it runs on, in words, for a model's manifest."""
    return torch.cuda.get_device_name() if device == 'cuda' else 'one CPU thread'


def last_step(train, asked):
    return min(train['steps'], asked or train['steps'])


def rate_at(train, step):
    """Adam's rate at a step, from 1, as `rateAt` of src/engine/train/plan.ts: even, then falling in a line to nothing."""
    falling = train['steps'] * (1 - train.get('decayFrom', 0.5))
    return train['learningRate'] * (min(1.0, (train['steps'] - step + 1) / falling) if falling else 1.0)


def read(path, device):
    """The state of a checkpoint, or None where there is none."""
    return torch.load(path, map_location=device) if os.path.exists(path) else None


def write(path, state):
    """Writes a checkpoint whole or not at all."""
    torch.save(state, path + '.part')
    os.replace(path + '.part', path)


def told_to_end():
    """A list that is filled by the first SIGTERM or Ctrl-C: the trainer then ends after its step, with a checkpoint."""
    told = []
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: told.append(True))
    return told


def end(step, last):
    """Leaves with a status other than 0 where the training is not at its end, so that nobody exports half of one."""
    if step < last:
        raise SystemExit(f'ended at step {step} of {last}; --resume goes on from there')
