"""The pictures that a generator is measured on: the test tiles of prepare_data.py, or the dishes kept apart."""
import json
import os

import numpy as np

import cell_data as cd
from figures import mean_colour
import tissue_data
from petri_data import Petri

HERE = os.path.dirname(os.path.abspath(__file__))


def held_out(plan, data=None, dishes=None):
    """(test tiles as cell_data.test_set gives them, the mean colour of the training targets) of a plan.

    @param data the folder of prepare_data.py's tiles, for models of cells.
    @param dishes the folder of the dishes, for models of dishes.
    """
    if dishes:
        drawn = Petri(dishes, plan['train']['seed'], 'grey' in plan['inputs'])
        return drawn.test_set(len(plan['inputs']) == 3), mean_colour(drawn.pictures)
    if plan['id'] == 'tissue-stain':
        return tissue_data.test_set(data), mean_colour([tissue_data.target(*tile) for _, *tile in tissue_data.tiles(data, 'train')])
    stain = json.load(open(f'{HERE}/stain_reference.json'))
    reference = {name: np.array(values, np.float32) for name, values in stain.items()}
    trained_on = cd.test_set(data, plan['id'], split='train', ref=reference)
    return cd.test_set(data, plan['id'], ref=reference), mean_colour([row[3] for row in trained_on])
