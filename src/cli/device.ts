import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { chooseDevice } from '../engine/device/choose.ts';
import { type Device, NoDevice } from '../engine/device/device.ts';
import { StudioError } from '../engine/errors.ts';
import { WrongUse } from './verb.ts';

/** What `--backend` takes: Node has no WebGL. */
export const backends = ['webgpu', 'wasm'] as const;
export type NodeBackend = (typeof backends)[number];

/** The software Vulkan drivers that come with browsers, for a forced WebGPU on a machine without a GPU. */
const softwareDrivers = [
  '/usr/lib/chromium/vk_swiftshader_icd.json',
  '/opt/google/chrome/vk_swiftshader_icd.json',
  '/opt/microsoft/msedge/vk_swiftshader_icd.json',
];

/** Kept for good: Dawn ends the process when its instance is collected while a device lives. */
let dawn: GPU | undefined;

/**
 * WebGPU in Node, where the npm package `webgpu` runs on this machine.
 *
 * @returns undefined where it does not start, which is no fault: WebAssembly is there.
 */
async function openDawn(forced: boolean): Promise<GPU | undefined> {
  try {
    process.env.XDG_RUNTIME_DIR ??= tmpdir(); // else drivers complain on stderr where no desktop runs
    const { create, globals } = await import('webgpu');
    Object.assign(globalThis, globals);
    dawn = create([]);
    if (forced && !process.env.VK_ICD_FILENAMES && !(await dawn.requestAdapter())) {
      const driver = softwareDrivers.find((file) => existsSync(file));
      if (driver) {
        process.env.VK_ICD_FILENAMES = driver;
        dawn = create([]);
      }
    }
    // tfjs asks the browser's own object for its GPU.
    Object.defineProperty(globalThis, 'navigator', {
      value: { gpu: dawn, userAgent: 'node' },
      configurable: true,
    });
    return dawn;
  } catch {
    return undefined;
  }
}

/** Seconds on a clock that only goes forward. */
export const now = (): number => performance.now() / 1000;

/**
 * The device of the command line: a real GPU through WebGPU, else WebAssembly.
 *
 * @throws WrongUse when the forced backend cannot be used here.
 */
export async function openDevice(forced: NodeBackend | null): Promise<Device> {
  const gpu = forced === 'wasm' ? undefined : await openDawn(forced === 'webgpu');
  const wasm = `${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`;
  try {
    return (await chooseDevice(forced, { gpu, wasm, cores: 1 }, now)).device;
  } catch (error) {
    if (!forced || !(error instanceof StudioError && error.cause instanceof NoDevice)) throw error;
    throw new WrongUse(`--backend ${forced} cannot be used here. ${error.cause.message}`, { cause: error });
  }
}
