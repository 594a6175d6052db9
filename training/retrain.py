"""Retrains a shipped model: prepares its data, trains, exports, and writes the folder that the studio loads.
usage: retrain.py MODEL SOURCES OUT [--steps N] [--device cpu|cuda]

SOURCES is the folder with the data sets of README.md's table, each under the name that it has there, or several such folders with a
colon between them; models of petri dishes draw theirs and take `-`. OUT gets all that is made on the way, and OUT/models/MODEL.
Each step is named before it runs. After a Ctrl-C, an error or a power cut the same command goes on where it stood: steps that are
done are left out, and a training goes on from its checkpoint. With --steps the training ends after N steps: a trial of the whole
way in minutes, for which ready tiles do in place of the originals. What it leaves is no model to ship."""
import argparse
import glob
import json
import os
import shlex
import signal
import subprocess
import sys
from typing import NamedTuple

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)

# What each source is known by (a pattern in SOURCES), and its title.
ORIGINALS = {'draaslan/images/*.png': 'Blood Cell Detection Dataset', 'chula/Dataset/*.jpg': 'Chula RBC-12 Dataset',
             'dsb/stage1_train/*/masks/*.png': 'BBBC038v1 with corrected masks'}
TILES = {'cells/index.csv': 'smear tiles', 'nuclei/index.csv': 'nuclei tiles'}
SINGLE_CELLS = {'single-cells/index.csv': 'single cells', 'single-cells/smears.csv': 'places of blood cells', 'cells/index.csv': 'smear tiles'}
TISSUE = {'single-cells/index.csv': 'single cells', 'nuclei/index.csv': 'nuclei tiles'}
START = {'inception-v3-imagenet2015/model.safetensors': "Google's inception-2015-12-05"}
WIDE = {'models/inception-v3-cells/weights-*.safetensors': 'the model inception-v3-cells'}


class Run(NamedTuple):
    model: str
    sources: list
    out: str
    steps: int | None
    device: str

    def folder_with(self, *choices):
        """(the first folder of SOURCES that has all of a choice, that choice); the first choice is preferred."""
        for needed in choices:
            for folder in self.sources:
                if all(next(glob.iglob(f'{folder}/{pattern}'), None) for pattern in needed):
                    return folder, needed
        wanted = ', '.join(f'{pattern} ({title})' for pattern, title in choices[0].items())
        raise SystemExit(f"{self.model}: no folder of SOURCES ({':'.join(self.sources)}) has {wanted}; "
                         'training/README.md says where to get it and how to lay it out.')

    @property
    def plan(self):
        return f'{HERE}/plans/{self.model}.json'

    @property
    def trained(self):
        return f'{self.out}/trained'

    def training(self, script, *arguments, environment=None, name='train'):
        trial = ['--steps', str(self.steps)] if self.steps else []
        return Step(name, py(script, *arguments, '--resume', '--device', self.device, *trial), environment or {})

    def export(self):
        return Step('export', py('export.py', self.plan, f'{self.trained}/checkpoint.pt', f'{self.trained}/model.safetensors'))


class Step(NamedTuple):
    name: str
    command: list
    environment: dict = {}


def py(script, *arguments):
    return [sys.executable, '-u', f'{HERE}/{script}', *arguments]


def eosin(*arguments):
    return ['node', f'{ROOT}/src/cli/launch.mjs', *arguments]


def cut(run, originals):
    """The steps from the originals to OUT/tiles and the training lists."""
    return [Step('find pictures that overlap', py('find_overlaps.py', originals, f'{run.out}/overlap.json')),
            Step('cut tiles and list the rest', py('prepare_data.py', originals, f'{run.out}/tiles', f'{run.out}/held', run.out))]


def painted(run, train, data, where):
    """The steps from a training to a model folder that paints; of a plan that ships its student, with the student's.
    @param data of the trainers, what they learn from @param where of golden.py and ship.py, the held-out pictures"""
    steps, folder = [train, run.export()], run.trained
    if json.load(open(run.plan)).get('ships') == 'student':
        folder = f'{run.out}/student'
        trial = ['--steps', str(run.steps)] if run.steps else []
        taught = py('train_student.py', run.plan, folder, '--teacher', run.trained, *data, '--resume', '--device', run.device, *trial)
        steps += [Step('teach the student', taught),
                  Step('export the student', py('export.py', run.plan, f'{folder}/checkpoint.pt', f'{folder}/model.safetensors'))]
    return [*steps, Step('golden pairs', py('golden.py', run.plan, folder, *where)),
            Step('ship', py('ship.py', run.model, folder, f'{run.out}/models', *where))]


def cells(run):
    source, found = run.folder_with(ORIGINALS, *([TILES] if run.steps else []))
    if found is ORIGINALS:
        first, tiles = cut(run, source), f'{run.out}/tiles'
    else:
        first, tiles = [Step('list the tiles', py('list_tiles.py', source, f'{run.out}/train_lists.json'))], source
    data = ['--raw', source, '--lists', f'{run.out}/train_lists.json', '--test', tiles]
    return [*first, *painted(run, run.training('train_pix2pix.py', run.plan, run.trained, *data), data, ['--data', tiles])]


def dishes(run):
    drawn = f'{run.out}/dishes'
    script = 'train_cyclegan.py' if json.load(open(run.plan))['train']['method'] == 'cyclegan' else 'train_pix2pix.py'
    data = ['--dishes', drawn]
    train = run.training(script, run.plan, run.trained, *data)
    steps = [Step('draw the dishes', eosin('dishes', '--out', drawn)), *painted(run, train, data, data)]
    if 'back' not in json.load(open(run.plan)):
        return steps
    model, back = f'{run.out}/models/{run.model}', f'{run.out}/back'
    return [*steps, run.training('train_way_back.py', run.plan, back, '--there', model, *data, name='train the way back'),
            Step('export the way back', py('export.py', run.plan, f'{back}/checkpoint.pt', f'{back}/model.safetensors')),
            Step('ship the way back', py('ship_back.py', run.plan, back, model, *data))]


def tissue(run):
    data, _ = run.folder_with(TISSUE)
    where = ['--data', data]
    return [run.training('train_student.py', run.plan, run.trained, '--raw', data, '--test', data), run.export(),
            Step('golden pairs', py('golden.py', run.plan, run.trained, *where)),
            Step('ship', py('ship.py', run.model, run.trained, f'{run.out}/models', *where))]


def dream(run):
    source, found = run.folder_with(TILES, ORIGINALS)
    first, data = ([], source) if found is TILES else (cut(run, source), f'{run.out}/tiles')
    start = f"{run.folder_with(START)[0]}/{next(iter(START))}"
    textures, folder, card = f'{run.out}/textures', f'{run.out}/models/{run.model}', f'{run.out}/card.json'
    return [
        *first,
        Step('draw textures', py('textures.py', textures, *(['--each', '12'] if run.steps else []))),
        run.training('train_inception.py', run.plan, start, data, textures, run.trained),
        Step('measure frozen features', py('probe_inception.py', run.plan, start, data, textures, f'{run.out}/baseline.json')),
        run.export(),
        Step('card', py('ship_inception.py', f'{run.trained}/metrics.json', f'{run.out}/baseline.json', folder, card)),
        Step('ship', eosin('models', 'pack', f'{run.trained}/model.safetensors', '--card', card, '--out', f'{run.out}/models')),
    ]


def eight_bits(run):
    wide = sorted(glob.glob(f"{run.folder_with(WIDE)[0]}/{next(iter(WIDE))}"))
    card = f'{HERE}/cards/{run.model}'
    return [Step('ship', eosin('models', 'pack', *wide, '--bits', '8', '--card', f'{card}.json', '--out', f'{run.out}/models')),
            Step('card', ['cp', f'{card}.md', f'{run.out}/models/{run.model}/card.md'])]


def apart(run):
    data, _ = run.folder_with(SINGLE_CELLS)
    scenes, packed, checkpoint = f'{run.out}/scenes', f'{run.out}/packed.npz', f'{run.trained}/checkpoint.pt'
    baseline = f'{run.out}/otsu.json'
    # With glibc's usual settings every step gives its memory back and takes it again, which doubles the time.
    keep = {'MALLOC_MMAP_MAX_': '0', 'MALLOC_TRIM_THRESHOLD_': '8000000000'}
    whole = not run.steps
    refinings = len(json.load(open(run.plan))['refine'])
    folders = [*(f'{run.out}/leg-{leg}' for leg in range(refinings)), run.trained]
    legs = [run.training('train_cells.py', run.plan, packed, folder, *(['--data', data] if whole else []),
                         *(['--start', f'{folders[leg - 1]}/checkpoint.pt', '--refine', str(leg)] if leg else []), environment=keep,
                         name=f'refine {leg}' if leg else 'train')
            for leg, folder in enumerate(folders)]
    return [
        Step('draw scenes', ['node', f'{HERE}/draw_cell_scenes.mjs', scenes, *([] if whole else ['8', '8'])]),
        Step('pack', py('cells_data.py', data, scenes, packed)),
        *legs,
        run.export(),
        *([Step('measure Otsu and watershed', py('otsu_watershed.py', data, baseline))] if whole else []),
        Step('ship', py('ship_cells.py', checkpoint, f'{run.out}/models', data, *(['--baseline', baseline] if whole else []))),
        *([Step('figures', py('cells_figures.py', checkpoint, data, f'{run.out}/figures.json'))] if whole else []),
    ]


MODELS = {
    'blood-smear': cells,
    'blood-stain': cells,
    'nuclei-area': cells,
    'petri-pix2pix': dishes,
    'petri-pix2pix-grey': dishes,
    'petri-cyclegan': dishes,
    'tissue-stain': tissue,
    'inception-v3-cells': dream,
    'inception-v3-cells-8bit': eight_bits,
    'cells-apart': apart,
}


def status_of(step):
    """Runs a step's command. SIGTERM and Ctrl-C are handed on, so that a trainer can write its checkpoint."""
    child = subprocess.Popen(step.command, cwd=ROOT, env={**os.environ, **step.environment})
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: child.send_signal(signal.SIGTERM))
    return child.wait()


def done_in(run):
    """The names of the steps that are done in OUT. An OUT that another command began is refused: its data would be mixed."""
    asked, path = {'model': run.model, 'sources': run.sources, 'steps': run.steps}, f'{run.out}/retrain.json'
    kept = json.load(open(path)) if os.path.exists(path) else {**asked, 'done': []}
    if {name: kept[name] for name in asked} != asked:
        length = f"with --steps {kept['steps']}" if kept['steps'] else 'without --steps'
        raise SystemExit(f"{run.out} was begun for {kept['model']} from {':'.join(kept['sources']) or '-'} {length}; name another folder.")
    return kept


def note(run, kept):
    """Writes what is done, whole or not at all."""
    with open(f'{run.out}/retrain.json.part', 'w') as file:
        json.dump(kept, file, indent=1)
    os.replace(f'{run.out}/retrain.json.part', f'{run.out}/retrain.json')


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('model', metavar='MODEL', choices=MODELS, help=', '.join(MODELS))
    ap.add_argument('sources', metavar='SOURCES')
    ap.add_argument('out', metavar='OUT')
    ap.add_argument('--steps', type=int)
    ap.add_argument('--device', choices=('cpu', 'cuda'), default='cpu')
    a = ap.parse_args()
    if a.steps is not None and a.steps < 1:
        ap.error('--steps must be a whole number from 1 on')
    run = Run(a.model, [] if a.sources == '-' else [os.path.abspath(folder) for folder in a.sources.split(os.pathsep)], os.path.abspath(a.out), a.steps, a.device)
    steps = MODELS[run.model](run)
    os.makedirs(run.out, exist_ok=True)
    kept = done_in(run)
    note(run, kept)
    for k, step in enumerate(steps, 1):
        if step.name in kept['done']:
            print(f'[{k} of {len(steps)}] {step.name}: done before', flush=True)
            continue
        print(f'[{k} of {len(steps)}] {step.name}: {shlex.join(step.command)}', flush=True)
        status = status_of(step)
        if status != 0:
            raise SystemExit(f'"{step.name}" ended with status {status}; the same command goes on from here.')
        kept['done'].append(step.name)
        note(run, kept)
    print(f'{run.out}/models/{run.model}')


if __name__ == '__main__':
    main()
