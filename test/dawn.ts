import { existsSync } from 'node:fs';

/** Software Vulkan drivers that come with a browser, for machines without a GPU; `test/all.mjs` may have named one already. */
const drivers = ['/usr/lib/chromium/vk_swiftshader_icd.json', '/opt/google/chrome/vk_swiftshader_icd.json'];

/** Kept for good: Dawn ends the process when its instance is collected while a device lives. */
let instance: GPU | undefined;

/**
 * WebGPU in Node: Dawn over a real driver, or over the browser's own software one.
 *
 * @throws Error when there is neither.
 */
export async function dawn(): Promise<GPU> {
  const driver = drivers.find((file) => existsSync(file));
  const hasCard = ['/dev/nvidia0', '/dev/dri/renderD128'].some((file) => existsSync(file));
  if (!process.env.VK_ICD_FILENAMES && driver && !hasCard) process.env.VK_ICD_FILENAMES = driver;
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  instance ??= create([]);
  return instance;
}

/** A device with the adapter's own limits. */
export async function dawnDevice(): Promise<GPUDevice> {
  const adapter = await (await dawn()).requestAdapter();
  if (!adapter)
    throw new Error('Dawn finds no adapter; install a Vulkan driver, or chromium for its software one');
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  return adapter.requestDevice({ requiredLimits: { maxBufferSize, maxStorageBufferBindingSize } });
}
