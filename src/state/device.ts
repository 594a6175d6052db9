import type { StateCreator } from 'zustand';
import type { DeviceInfo } from '../bridge/messages.ts';
import type { Manifest } from '../engine/models/manifest.ts';
import type { Studio } from './studio.ts';

/** What the engine has to work with. */
export interface DeviceSlice {
  /** Null until the engine has chosen. */
  readonly device: DeviceInfo | null;
  /** The models of the shelf; null until they are known. */
  readonly models: readonly Manifest[] | null;
  deviceChosen(device: DeviceInfo): void;
  modelsFound(models: readonly Manifest[]): void;
}

export const modelOf = ({ models, recipe }: Pick<Studio, 'models' | 'recipe'>) =>
  models?.find((model) => model.id === recipe.colour.model);

export const deviceSlice: StateCreator<Studio, [], [], DeviceSlice> = (set) => ({
  device: null,
  models: null,
  deviceChosen: (device) => set({ device }),
  modelsFound: (models) => set({ models }),
});
