"""The golden pairs that ship.py expects beside a trained generator of dishes: the first and the second test dish.
usage: golden.py PLAN TRAINED DISHES     TRAINED has export.py's model.safetensors"""
import json
import sys

import cv2

import weights
from figures import only_edges, painted
from petri_data import Petri

plan, trained, dishes = sys.argv[1:]
plan = json.load(open(plan))
with_grey = 'grey' in plan['inputs']
net = weights.generator(weights.read(f'{trained}/model.safetensors')[0])
for tail, (_, _, seen, _, _) in zip(('', '_2'), Petri(dishes, plan['train']['seed'], with_grey).test_set(len(plan['inputs']) == 3)):
    cv2.imwrite(f'{trained}/golden_input{tail}.png', only_edges(seen))
    if with_grey:
        cv2.imwrite(f'{trained}/golden_input_grey{tail}.png', seen[..., 1])
    cv2.imwrite(f'{trained}/golden_output{tail}.png', painted(net, seen)[..., ::-1])
