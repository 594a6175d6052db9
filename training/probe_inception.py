"""What the same heads reach on frozen features: the control of train_inception.py.
usage: probe_inception.py PLAN START DATA TEXTURES OUT.json     linear heads on START and on random weights of its shapes"""
import json
import sys

import torch

import inception_v3
from dream_data import DreamData
from train_inception import accuracy, features_of, linear_probe, probe_views

plan, start, data, textures, out = sys.argv[1:]
torch.set_num_threads(1)
train = json.load(open(plan))['train']
data = DreamData(data, textures, train['seed'])
views, labels = probe_views(data, train['probeViews'])
test, test_labels = data.test()
start, figures = inception_v3.read(start), {}
for name, tensors in (('imagenet', start), ('randomWeights', inception_v3.random_start(start, train['seed']))):
    net = inception_v3.InceptionV3(tensors)
    heads = linear_probe(features_of(net, views), labels, data.classes, train['seed'])
    with torch.no_grad():
        figures[name] = accuracy(heads(features_of(net, test)), torch.from_numpy(test_labels))
    print(name, figures[name], flush=True)
    json.dump(figures, open(out, 'w'), indent=2)
