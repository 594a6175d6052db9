import { type DreamPreset, dreamPresets, presetNamed } from '../engine/dream/presets.ts';
import { WrongUse } from './verb.ts';

/** @throws WrongUse listing the presets there are. */
export function chosenPreset(id: string): DreamPreset {
  const preset = presetNamed(id);
  if (preset) return preset;
  throw new WrongUse(
    `there is no preset "${id}". The presets are: ${dreamPresets.map((one) => one.id).join(', ')}.`,
  );
}
