"""The golden pairs that ship.py expects beside a trained generator: two test tiles, what goes in and what comes out.
usage: golden.py PLAN TRAINED --data DATA | --dishes FOLDER     TRAINED has export.py's model.safetensors
Of dishes they are the first two. Of cells they are the tile at the first quarter of the L1 error and the one in the middle, so that
neither the best nor the worst stands for the model; of smears there is one of each source."""
import argparse
import json

import cv2
import numpy as np

import cell_data as cd
import weights
from figures import only_edges, painted
from held_out import held_out


def chosen(plan, tiles, net):
    """The two test tiles of models of cells."""
    order = sorted(tiles, key=lambda tile: np.abs(painted(net, tile[2]).astype(float) - tile[3]).mean())
    if plan['id'].startswith('blood'):
        later = order[len(order) // 4:]
        return [next(tile for tile in later if f'cells/{tile[0]}'.startswith(source)) for source in (cd.FIRST, cd.SECOND)]
    return [order[len(order) // 4], order[len(order) // 2]]


def main():
    ap = argparse.ArgumentParser()
    for name in ('plan', 'trained'):
        ap.add_argument(name)
    where = ap.add_mutually_exclusive_group(required=True)
    where.add_argument('--data')
    where.add_argument('--dishes')
    a = ap.parse_args()
    plan = json.load(open(a.plan))
    net = weights.generator(weights.read(f'{a.trained}/model.safetensors')[0])
    tiles, _ = held_out(plan, a.data, a.dishes)
    for tail, (name, _, seen, _, _) in zip(('', '_2'), tiles if a.dishes else chosen(plan, tiles, net)):
        cv2.imwrite(f'{a.trained}/golden_input{tail}.png', only_edges(seen))
        if 'grey' in plan['inputs']:
            cv2.imwrite(f'{a.trained}/golden_input_grey{tail}.png', seen[..., 1])
        cv2.imwrite(f'{a.trained}/golden_output{tail}.png', painted(net, seen)[..., ::-1])
        print(f'golden_input{tail}.png', name)


main()
