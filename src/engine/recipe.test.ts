import { describe, expect, test } from 'vitest';
import { dreamPresets, withPreset } from './dream/presets.ts';
import { checkRecipe, defaultCells, defaultDream, defaultRecipe, wantsCells } from './recipe.ts';

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** The develop settings of a recipe that knew one plane of a file. */
const { channels, z, time, part, scale, ...planeDevelop } = defaultRecipe.develop;
/** The edges of a recipe that looked at the grey alone. */
const { channels: _, ...greyEdges } = defaultRecipe.edges;
const planeStages = { develop: planeDevelop, edges: greyEdges };

describe('a recipe from outside', () => {
  test('comes back as it was written', () => {
    expect(checkRecipe(asJson(defaultRecipe))).toEqual(defaultRecipe);
  });

  test('of version 1 knows no dream, and does not dream', () => {
    const { dream, cells, colour, ...old } = defaultRecipe;
    const { model, strength, keepStructure } = colour;
    const first = { ...old, version: 1, ...planeStages, colour: { model, strength, keepStructure } };
    expect(checkRecipe(first)).toEqual({ ...defaultRecipe, dream: defaultDream });
    expect(defaultDream.enabled).toBe(false);
    expect(() => checkRecipe({ ...first, dream })).toThrow('there is no field dream');
  });

  test('of version 2 keeps its dream and looks for no single cells', () => {
    const { cells, ...old } = defaultRecipe;
    const dream = { ...defaultDream, enabled: true, mask: 'inside' as const };
    const colour = { model: 'blood-stain', strength: 0.5, keepStructure: true };
    const today = checkRecipe({ ...old, version: 2, ...planeStages, colour, dream });
    expect(today).toEqual({ ...defaultRecipe, colour: { ...defaultRecipe.colour, ...colour }, dream });
    expect(wantsCells(today)).toBe(false);
    expect(() => checkRecipe({ ...defaultRecipe, ...planeStages, version: 2 })).toThrow(
      'there is no field cells',
    );
  });

  test('of version 3 takes the first plane and the grey, as it did', () => {
    const third = { ...defaultRecipe, version: 3, edges: greyEdges, develop: { ...planeDevelop, size: 512 } };
    expect(checkRecipe(third)).toEqual({
      ...defaultRecipe,
      develop: { ...defaultRecipe.develop, size: 512 },
    });
    expect(() => checkRecipe({ ...third, develop: defaultRecipe.develop })).toThrow('develop.channels');
    expect(() => checkRecipe({ ...third, edges: defaultRecipe.edges })).toThrow('edges.channels');
  });

  test.each([
    ['develop.z', { z: 'least' }],
    ['develop.z', { z: -1 }],
    ['develop.part', { part: [0, 0, 0, 5] }],
    ['develop.scale', { scale: 0 }],
    ['develop.channels.0.colour', { channels: [{ shown: true, colour: 'green', range: null, gamma: 1 }] }],
    [
      'develop.channels.0.range',
      { channels: [{ shown: true, colour: [0, 255, 0], range: [3, 3], gamma: 1 }] },
    ],
  ])('whose planes or channels have a wrong field is refused and the field named: %s', (field, change) => {
    const develop = { ...defaultRecipe.develop, ...change };
    expect(() => checkRecipe({ ...defaultRecipe, develop })).toThrow(field);
  });

  test.each([
    ['cells.threshold', { cells: { ...defaultCells, threshold: 1 } }],
    ['cells.diameter', { cells: { ...defaultCells, diameter: 2 } }],
    ['cells.least', { cells: { ...defaultCells, least: 1.5 } }],
    [
      'cells.strokes.0.tool',
      { cells: { ...defaultCells, strokes: [{ tool: 'pen', size: 4, points: [0, 0] }] } },
    ],
    ['colour.palette', { colour: { ...defaultRecipe.colour, palette: 'rainbow' } }],
    ['colour.range', { colour: { ...defaultRecipe.colour, range: [2, 1] } }],
  ])('whose cells or colours have a wrong field is refused and the field named: %s', (field, change) => {
    expect(() => checkRecipe({ ...defaultRecipe, ...change })).toThrow(field);
  });

  test('wants cells where it asks for them or its colours follow from them', () => {
    const of = (colour: object, enabled = false) =>
      wantsCells({
        cells: { ...defaultCells, enabled },
        colour: { ...defaultRecipe.colour, ...colour },
      });
    expect(of({})).toBe(false);
    expect(of({}, true)).toBe(true);
    expect(of({ model: 'cells' })).toBe(true);
    expect(of({ insideCells: true })).toBe(true);
    expect(of({ insideCells: true, model: 'none' })).toBe(false);
  });

  test('of a version to come is refused', () => {
    expect(() => checkRecipe({ ...defaultRecipe, version: 5 })).toThrow('version must be');
  });

  test.each([
    ['dream.layers', { layers: { mixed11: 1 } }],
    ['dream.layers.mixed6', { layers: { mixed6: 0 } }],
    ['dream.steps', { steps: 1.5 }],
    ['dream.stepSize', { stepSize: 1 }],
    ['dream.channels', { channels: { layer: 'mixed6', list: [] } }],
    ['dream.colour', { colour: 1 }],
  ])('with a wrong field is refused and the field named: %s', (field, change) => {
    expect(() => checkRecipe({ ...defaultRecipe, dream: { ...defaultDream, ...change } })).toThrow(field);
  });
});

test.each(
  dreamPresets.map((preset) => [preset.id, preset] as const),
)('the preset %s is a recipe', (_, preset) => {
  const recipe = { ...defaultRecipe, dream: withPreset(defaultDream, preset) };
  expect(checkRecipe(asJson(recipe))).toEqual(recipe);
});
