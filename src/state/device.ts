import type { StateCreator } from 'zustand';
import type { DeviceInfo, Tasks } from '../bridge/messages.ts';
import type { Manifest } from '../engine/models/manifest.ts';
import type { Recipe } from '../engine/recipe.ts';
import { startingRecipe } from '../engine/starting-recipe.ts';
import type { Studio } from './studio.ts';

/** What the engine has to work with. */
export interface DeviceSlice {
  /** Null until the engine has chosen. */
  readonly device: DeviceInfo | null;
  /** Nothing can compute; an alert says why. */
  readonly isDeviceMissing: boolean;
  /** The models that tell cells apart; empty until they are known, or where none was shipped. */
  readonly cellModels: readonly Tasks['cellModels']['answer'][number][];
  /** The models of the shelf; null until they are known. */
  readonly models: readonly Manifest[] | null;
  deviceChosen(device: DeviceInfo): void;
  deviceMissing(): void;
  modelsFound(models: readonly Manifest[]): void;
  cellModelsFound(models: DeviceSlice['cellModels']): void;
}

const backends = { webgpu: 'WebGPU', webgl: 'WebGL', wasm: 'WebAssembly' };

/** As "WebGPU". */
export const backendWords = ({ backend }: Pick<DeviceInfo, 'backend'>) => backends[backend];

/** As "WebGPU on Apple M2" or "WebAssembly on the processor". */
export const deviceWords = ({ backend, name }: DeviceInfo) => `${backends[backend]} on ${name}`;

/** The recipe that a reset goes back to, for the page, which imports no engine. */
export const initialRecipe: (model: Manifest | undefined) => Recipe = startingRecipe;

export const modelOf = ({ models, recipe }: Pick<Studio, 'models' | 'recipe'>) =>
  models?.find((model) => model.id === recipe.colour.model);

export const deviceSlice: StateCreator<Studio, [], [], DeviceSlice> = (set) => ({
  device: null,
  isDeviceMissing: false,
  models: null,
  cellModels: [],
  deviceChosen: (device) => set({ device, isDeviceMissing: false }),
  deviceMissing: () => set({ isDeviceMissing: true }),
  modelsFound: (models) => set({ models }),
  cellModelsFound: (cellModels) => set({ cellModels }),
});
