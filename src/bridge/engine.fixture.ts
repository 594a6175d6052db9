import { defaultRecipe } from '../engine/recipe.ts';
import type { DeviceInfo, ShownPicture, Source, Tasks } from './messages.ts';
import type { Engine } from './serve.ts';

export const wasm: DeviceInfo = {
  backend: 'wasm',
  name: 'the processor',
  software: false,
  skipped: [],
  rebuilt: 0,
};

export const summary: Tasks['render']['answer'] = {
  log: [],
  memory: { tensors: 0, tensorBytes: 0, cacheBytes: 0 },
};

export const cells: Source = {
  kind: 'file',
  id: 'file-1',
  name: 'cells.tif',
  blob: new Blob(['pixels']),
};

/** What a slider asks for. */
export const render: Tasks['render']['ask'] = { source: cells, recipe: defaultRecipe };

export const progress = (done: number) => ({ stage: 'colour' as const, words: 'Painting', done, of: 3 });

/** A grey square of 2 x 2 pixels, RGBA. */
export const shown = (): ShownPicture => ({
  stage: 'edges',
  picture: { width: 2, height: 2, channels: 4, data: new Uint8Array(16).fill(128) },
  run: { stage: 'edges', cached: false, seconds: 0.01 },
});

/** An engine that starts, and does what a test says; any other task is a mistake of the test. */
export function fakeEngine(tasks: Partial<Engine>): Engine {
  const unexpected = async function* (): AsyncGenerator<never, never> {
    throw new Error('this test has no such task');
  };
  return {
    async *start() {
      return wasm;
    },
    shelf: unexpected,
    dreams: unexpected,
    cellModels: unexpected,
    exportCells: unexpected,
    compareCells: unexpected,
    learnCells: unexpected,
    lensEdges: unexpected,
    lensCells: unexpected,
    lensSureness: unexpected,
    lensBeside: unexpected,
    lensCircle: unexpected,
    gatherTrue: unexpected,
    trueTile: unexpected,
    dropTrue: unexpected,
    batchLook: unexpected,
    batchMake: unexpected,
    batchWrite: unexpected,
    batchTable: unexpected,
    batchZip: unexpected,
    thumbnail: unexpected,
    live: unexpected,
    view: unexpected,
    stackRanges: unexpected,
    planesAhead: unexpected,
    render: unexpected,
    bringDream: unexpected,
    channels: unexpected,
    portrait: unexpected,
    export: unexpected,
    filmFormats: unexpected,
    film: unexpected,
    exportAll: unexpected,
    exportWhole: unexpected,
    figure: unexpected,
    figurePreview: unexpected,
    evaluate: unexpected,
    dataSet: unexpected,
    keptTraining: unexpected,
    train: unexpected,
    pauseTraining: unexpected,
    discardTraining: unexpected,
    useTraining: unexpected,
    ownModels: unexpected,
    unreadModels: unexpected,
    missingModels: unexpected,
    keepModels: unexpected,
    carried: unexpected,
    exportModel: unexpected,
    addModel: unexpected,
    removeModel: unexpected,
    ...tasks,
  };
}
