"""The training tiles of ../../shared/data as lists for train_pix2pix.py: enough for a trial, a sixth of what prepare_data.py lists.
usage: list_tiles.py DATA LISTS.json     DATA has cells/ and nuclei/ with their index.csv, and is train_pix2pix.py's RAW"""
import csv
import json
import sys

data, out = sys.argv[1:]


def training_tiles(folder, kind):
    rows = csv.DictReader(open(f'{data}/{folder}/index.csv'))
    return [f"{folder}/{row['file']}" for row in rows if row['split'] == 'train' and row['kind'] == kind]


lists = {'blood_train': training_tiles('cells', 'blood-smear'), 'nuclei_train': training_tiles('nuclei', 'nuclei-fluorescence')}
json.dump(lists, open(out, 'w'))
print({name: len(files) for name, files in lists.items()})
