"""The words of inception-v3-cells: its model folder's card, and what `models pack` wants to know.
usage: ship_inception.py METRICS.json BASELINE.json FOLDER CARD.json
METRICS by train_inception.py, BASELINE by probe_inception.py; FOLDER gets card.md. `eosin models pack` then takes CARD.json."""
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROWS = (('59 kinds', 'kind'), ('... the tiles among them', 'kindOfCells'), ('... the textures', 'kindOfTextures'),
        ('stain (7)', 'stain'), ('size (3)', 'size'), ('density (3)', 'density'))

metrics, baseline, folder, words = sys.argv[1:]
metrics, baseline = json.load(open(metrics)), json.load(open(baseline))
held = metrics['heldOut']
table = ['| accuracy | this network | frozen ImageNet start | frozen random weights |', '| --- | --- | --- | --- |']
for title, task in ROWS:
    table.append(' | '.join([f'| {title}', *(f'{of[task]:.3f}' for of in (held, baseline['imagenet'], baseline['randomWeights']))]) + ' |')
card = open(f'{HERE}/cards/inception-v3-cells.md').read()
for name, text in (('figures', '\n'.join(table)), ('steps', f"{metrics['steps']} steps"),
                   ('notices', open(f'{HERE}/cards/mit-notices.md').read().strip())):
    card = card.replace('{{%s}}' % name, text)
os.makedirs(folder, exist_ok=True)
with open(f'{folder}/card.md', 'w') as file:
    file.write(card.rstrip() + '\n')
with open(words, 'w') as file:
    json.dump({
        'id': 'inception-v3-cells',
        'title': 'Cells and textures',
        'task': 'Dreams in cell walls, rims and nuclei, and in the grain of textures.',
        'licence': 'Apache-2.0',
        'data': "Google's inception-2015-12-05 (Apache-2.0), then 290 cell tiles: Blood Cell Detection Dataset (Abdussamet Aslan, MIT),"
                ' Chula RBC-12 Dataset (Chula PIC Lab, MIT), BBBC038v1 with corrected masks (CC0-1.0); and 3,300 textures drawn by this'
                ' project',
        'metrics': {
            **{f'accuracy{name}': held[task] for name, task in (
                ('Kind', 'kind'), ('Cells', 'kindOfCells'), ('Textures', 'kindOfTextures'), ('Stain', 'stain'), ('Size', 'size'),
                ('Density', 'density'))},
            'accuracyKindOfStart': baseline['imagenet']['kind'],
            'accuracyKindOfRandomWeights': baseline['randomWeights']['kind'],
        },
    }, file, indent=2)
