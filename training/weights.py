"""Generator weights in safetensors files: float16, or int8 with a scale for each output channel."""
import glob
import json
import os
import struct

import numpy as np
import torch

from pix2pix_model import UNet256

TYPES = {'F32': '<f4', 'F16': '<f2', 'I8': 'i1'}
SCALE = '.scale-i8'
# First and last convolution: 0.03 % of the numbers, and half of all the rounding error where they are rounded.
KEPT = ('down1.conv.weight', 'up8.conv.weight')


def read(path):
    """Tensors by name, as stored, and the metadata."""
    with open(path, 'rb') as file:
        data = file.read()
    (length,) = struct.unpack('<Q', data[:8])
    header = json.loads(data[8:8 + length])
    metadata = header.pop('__metadata__', {})
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry['data_offsets'])
        tensors[name] = np.frombuffer(data[begin:end], TYPES[entry['dtype']]).reshape(entry['shape'])
    return tensors, metadata


def of_folder(folder):
    """All tensors of a model's folder, by name, as its files hold them; of a CycleGAN those of the way there."""
    files = [file for file in sorted(glob.glob(f'{folder}/*.safetensors')) if not os.path.basename(file).startswith('back-')]
    return {name: tensor for file in files for name, tensor in read(file)[0].items()}


def write(path, tensors, metadata):
    """Writes the tensors in their order, each in its own type, without gaps."""
    names = {np.dtype(code): name for name, code in TYPES.items()}
    header, begin = {'__metadata__': metadata}, 0
    for name, tensor in tensors.items():
        end = begin + tensor.nbytes
        header[name] = {'dtype': names[tensor.dtype], 'shape': list(tensor.shape), 'data_offsets': [begin, end]}
        begin = end
    text = json.dumps(header, separators=(',', ':')).encode()
    text += b' ' * (-len(text) % 8)
    with open(path, 'wb') as file:
        file.write(struct.pack('<Q', len(text)) + text)
        for tensor in tensors.values():
            file.write(np.ascontiguousarray(tensor).tobytes())


def quantise(tensors):
    """Convolution weights as int8, symmetric, with a float32 scale for each output channel; the rest as it is.

    The output channel is axis 0 of a convolution [out, in, 4, 4] and axis 1 of a transposed one [in, out, 4, 4].
    A scale that minimises the squared error (searched from 0.5 to 1 of the largest value) was no better.
    """
    small = {}
    for name, tensor in tensors.items():
        if not name.endswith('conv.weight') or name in KEPT:
            small[name] = tensor
            continue
        axis = 0 if name.startswith('down') else 1
        wide = tensor.astype(np.float32)
        others = tuple(a for a in range(4) if a != axis)
        scale = np.abs(wide).max(others, keepdims=True) / np.float32(127)
        small[name] = np.round(wide / np.where(scale > 0, scale, 1)).astype(np.int8)
        small[name + SCALE] = scale
    return small


def widened(tensors):
    """All weights as float32: what the files stand for."""
    wide = {name: tensor.astype(np.float32) for name, tensor in tensors.items() if not name.endswith(SCALE)}
    return {name: tensor * tensors.get(name + SCALE, np.float32(1)) for name, tensor in wide.items()}


def generator(tensors):
    """The PyTorch generator with these weights, ready to paint."""
    wide = widened(tensors)
    net = UNet256(cin=wide['down1.conv.weight'].shape[1], ngf=wide['down1.conv.weight'].shape[0])
    net.load_state_dict({name: torch.from_numpy(np.array(tensor)) for name, tensor in wide.items()})
    return net.eval()
