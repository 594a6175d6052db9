import { describe, expect, test } from 'vitest';
import { dreamPresets, withPreset } from './dream/presets.ts';
import { checkRecipe, defaultDream, defaultRecipe } from './recipe.ts';

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('a recipe from outside', () => {
  test('comes back as it was written', () => {
    expect(checkRecipe(asJson(defaultRecipe))).toEqual(defaultRecipe);
  });

  test('of version 1 knows no dream, and does not dream', () => {
    const { dream, ...old } = defaultRecipe;
    expect(checkRecipe({ ...old, version: 1 })).toEqual({ ...old, version: 2, dream: defaultDream });
    expect(defaultDream.enabled).toBe(false);
    expect(() => checkRecipe({ ...defaultRecipe, version: 1 })).toThrow('there is no field dream');
  });

  test('of a version to come is refused', () => {
    expect(() => checkRecipe({ ...defaultRecipe, version: 3 })).toThrow('version must be');
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
