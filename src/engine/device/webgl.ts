import * as tf from '@tensorflow/tfjs-core';
import { type Device, isImitation, NoDevice } from './device.ts';

/** What the driver calls its GPU; null where there is no WebGL 2. */
function renderer(): string | null {
  if (typeof OffscreenCanvas === 'undefined') return null;
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!gl) return null;
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const words: unknown = gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
  gl.getExtension('WEBGL_lose_context')?.loseContext(); // browsers keep few contexts
  return String(words);
}

/**
 * tfjs on WebGL 2.
 *
 * @param forced take a renderer that the processor imitates too.
 * @throws NoDevice saying why there is none.
 */
export async function openWebgl(forced: boolean): Promise<Device> {
  const words = renderer();
  if (words === null) throw new NoDevice('This browser has no WebGL 2 in a worker.');
  const software = isImitation(words);
  if (software && !forced)
    throw new NoDevice('WebGL would run on a software renderer, which is slower than WebAssembly.');
  await import('@tensorflow/tfjs-backend-webgl');
  if (!(await tf.setBackend('webgl')) || tf.getBackend() !== 'webgl') {
    throw new NoDevice('tfjs could not start on WebGL.');
  }
  const name = software ? 'a software renderer' : words;
  return { backend: 'webgl', name, software, gpu: null, failed: new Promise(() => {}), close: () => {} };
}
