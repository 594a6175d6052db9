import type { StateCreator } from 'zustand';
import type { Source } from '../bridge/messages.ts';
import type { Manifest } from '../engine/models/manifest.ts';
import {
  type CellStroke,
  type CellsRecipe,
  type ColourRecipe,
  type DevelopRecipe,
  type DreamLayer,
  type DreamRecipe,
  defaultRecipe,
  type EdgesRecipe,
  type Recipe,
  type Stroke,
} from '../engine/recipe.ts';
import { trainedDevelop, trainedEdges, trainedRecipe } from '../engine/starting-recipe.ts';
import { climbedChannels, type DreamModel, layersOf } from './dream.ts';
import type { LabelsBeside } from './label-files.ts';
import type { Studio } from './studio.ts';

/** The panes that can be drawn on: edges, cells to mend, and where the dream may change the picture. */
export type DrawnPane = 'edges' | 'cells' | 'dream';

/** What is drawn on each of them. */
export interface StrokeOn {
  readonly edges: Stroke;
  readonly cells: CellStroke;
  readonly dream: Stroke;
}

/** What undo and redo move through. */
export interface RecipeState {
  /** The settings for every picture; the strokes in it stay empty. */
  readonly recipe: Recipe;
  /** What was drawn, by the pane and the picture's id. */
  readonly strokes: { readonly [P in DrawnPane]: Readonly<Record<string, readonly StrokeOn[P][]>> };
  /** What a dream with the objective `guide` goes towards; it rests with any other. */
  readonly guide: Source | null;
  /** Cells that someone else found, by the picture's id. */
  readonly labels: Readonly<Record<string, LabelsBeside>>;
}

export interface RecipeSlice extends RecipeState {
  changeDevelop(change: Partial<DevelopRecipe>): void;
  changeEdges(change: Partial<Omit<EdgesRecipe, 'strokes'>>): void;
  changeCells(change: Partial<Omit<CellsRecipe, 'strokes'>>): void;
  changeColour(change: Partial<Omit<ColourRecipe, 'model'>>): void;
  /** Colours the single cells, in place of what a model paints. */
  colourCells(): void;
  changeDream(change: Partial<Omit<DreamRecipe, 'strokes'>>): void;
  /** Climbs a layer or leaves it; with the first one the dream begins, without any it ends. */
  climbLayer(layer: DreamLayer, isClimbed: boolean): void;
  /** Dreams with another network, on those of the layers that it reaches. */
  chooseDreamModel(model: DreamModel): void;
  /** Climbs a channel of a layer or leaves it again; without any left, all of its channels are climbed. */
  climbChannel(layer: DreamLayer, channel: number): void;
  /** Dreams towards a picture, or no longer does. */
  chooseGuide(guide: Source | null): void;
  /** Chooses a model together with the develop and edges settings it was trained with; null for none. */
  chooseModel(manifest: Manifest | null): void;
  /** Gives one stage the settings that the model was trained with. */
  backToModel(stage: 'develop' | 'edges', manifest: Manifest): void;
  /** Puts a stroke after those of the picture; with `replace`, in place of the last one, which is still being drawn. */
  drawStroke<P extends DrawnPane>(pane: P, picture: string, stroke: StrokeOn[P], replace?: boolean): void;
  clearStrokes(pane: DrawnPane, picture: string): void;
}

/** `low` and `high` in order: the one that was changed takes the other along. */
function ordered<T extends { readonly low: number; readonly high: number }, C extends Partial<T>>(
  before: T,
  change: C,
): T {
  const after = { ...before, ...change };
  if (after.low <= after.high) return after;
  return change.low === undefined ? { ...after, low: after.high } : { ...after, high: after.low };
}

/** At least one octave is not larger than the picture. */
const possible = (dream: DreamRecipe): DreamRecipe => ({
  ...dream,
  octavesAbove: Math.min(dream.octavesAbove, dream.octaves - 1),
});

export const noStrokes: RecipeState['strokes'] = { edges: {}, cells: {}, dream: {} };

export const recipeSlice: StateCreator<Studio, [], [], RecipeSlice> = (set) => ({
  recipe: defaultRecipe,
  strokes: noStrokes,
  guide: null,
  labels: {},
  changeDevelop: (change) =>
    set(({ recipe }) => ({ recipe: { ...recipe, develop: ordered(recipe.develop, change) } })),
  changeEdges: (change) =>
    set(({ recipe }) => ({ recipe: { ...recipe, edges: ordered(recipe.edges, change) } })),
  changeCells: (change) =>
    set(({ recipe }) => ({ recipe: { ...recipe, cells: { ...recipe.cells, ...change } } })),
  colourCells: () =>
    set(({ recipe }) => ({ recipe: { ...recipe, colour: { ...recipe.colour, model: 'cells' } } })),
  changeColour: (change) =>
    set(({ recipe }) => ({ recipe: { ...recipe, colour: { ...recipe.colour, ...change } } })),
  changeDream: (change) =>
    set(({ recipe }) => ({ recipe: { ...recipe, dream: possible({ ...recipe.dream, ...change }) } })),
  climbLayer: (layer, isClimbed) =>
    set(({ recipe }) => {
      const { [layer]: weight = 1, ...others } = recipe.dream.layers;
      const layers = isClimbed ? { ...others, [layer]: weight } : others;
      const enabled = Object.keys(layers).length > 0;
      const { channels } = recipe.dream;
      const left = !isClimbed && channels?.layer === layer ? null : channels;
      return { recipe: { ...recipe, dream: { ...recipe.dream, layers, enabled, channels: left } } };
    }),
  chooseDreamModel: (model) =>
    set(({ recipe }) => {
      const reached = layersOf(model).filter((layer) => recipe.dream.layers[layer] !== undefined);
      const layers =
        reached.length > 0
          ? Object.fromEntries(reached.map((layer) => [layer, recipe.dream.layers[layer]]))
          : { [model.architecture.deepest]: 1 };
      // Another network's channels look for other things.
      return { recipe: { ...recipe, dream: { ...recipe.dream, model: model.id, layers, channels: null } } };
    }),
  climbChannel: (layer, channel) =>
    set(({ recipe }) => {
      const { dream } = recipe;
      const before = climbedChannels(dream, layer);
      const list = before.includes(channel)
        ? before.filter((one) => one !== channel)
        : [...before, channel].sort((a, b) => a - b);
      const channels = list.length > 0 ? { layer, list } : null;
      const layers = { ...dream.layers, [layer]: dream.layers[layer] ?? 1 };
      const objective = dream.objective === 'guide' ? 'mean' : dream.objective; // a guide is sought in all channels
      return { recipe: { ...recipe, dream: { ...dream, layers, channels, objective, enabled: true } } };
    }),
  chooseGuide: (guide) =>
    set(({ recipe }) => {
      const change = guide
        ? ({ objective: 'guide', channels: null, enabled: true } as const)
        : ({ objective: 'mean' } as const);
      return { guide, recipe: { ...recipe, dream: { ...recipe.dream, ...change } } };
    }),
  chooseModel: (manifest) =>
    set(({ recipe }) => ({
      recipe: manifest
        ? trainedRecipe(recipe, manifest)
        : { ...recipe, colour: { ...recipe.colour, model: 'none' } },
    })),
  backToModel: (stage, manifest) =>
    set(({ recipe }) => ({
      recipe:
        stage === 'develop'
          ? { ...recipe, develop: trainedDevelop(recipe, manifest) }
          : { ...recipe, edges: trainedEdges(recipe, manifest) },
    })),
  drawStroke: (pane, picture, stroke, replace = false) =>
    set(({ strokes }) => {
      const before = strokes[pane][picture] ?? [];
      const kept = replace ? before.slice(0, -1) : before;
      return { strokes: { ...strokes, [pane]: { ...strokes[pane], [picture]: [...kept, stroke] } } };
    }),
  clearStrokes: (pane, picture) =>
    set(({ strokes }) =>
      strokes[pane][picture]?.length
        ? { strokes: { ...strokes, [pane]: { ...strokes[pane], [picture]: [] } } }
        : {},
    ),
});
