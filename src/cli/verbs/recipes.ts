import { dreamPresets, withPreset } from '../../engine/dream/presets.ts';
import { defaultRecipe } from '../../engine/recipe.ts';
import { chosenPreset } from '../preset.ts';
import { parsed, type Verb, WrongUse } from '../verb.ts';

/** The presets of a dream, and each as a whole recipe. */
export const recipes: Verb = {
  summary: 'the presets of a dream, or one as a recipe in JSON',
  help: `eosin recipes [PRESET]

  Without a word: one line for each preset of \`eosin render --preset\`. With one: a whole recipe as JSON, to save,
  to change and to hand to \`eosin render --recipe\`.
`,
  async run(args) {
    const [id, ...more] = parsed(args, {}).positionals;
    if (more.length > 0) throw new WrongUse(`recipes takes one preset, not ${more.length + 1}.`);
    if (id === undefined) {
      const width = Math.max(...dreamPresets.map((preset) => preset.id.length));
      process.stdout.write(
        dreamPresets.map((preset) => `${preset.id.padEnd(width)}  ${preset.words}\n`).join(''),
      );
      return 0;
    }
    const recipe = { ...defaultRecipe, dream: withPreset(defaultRecipe.dream, chosenPreset(id)) };
    process.stdout.write(`${JSON.stringify(recipe, null, 2)}\n`);
    return 0;
  },
};
