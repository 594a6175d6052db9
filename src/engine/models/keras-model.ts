import { readKerasInception } from './keras-inception.ts';
import { type DreamCard, type ModelFolder, packDream } from './pack-dream.ts';

/** Of the file that `keras.applications.InceptionV3` itself loads, without its top. */
export const KERAS_MD5 = 'bcbd6486424b2319ff4ef7d526e38f63';

/** What is said of the model that is made of that file. */
export const kerasCard: DreamCard = {
  id: 'inception-v3-imagenet',
  title: 'InceptionV3 (ImageNet)',
  task: 'Dreams of dogs, towers and eyes: what a network knows that learnt a thousand kinds of things from photographs.',
  licence: 'Apache-2.0',
  data: 'ImageNet (ILSVRC 2012), as trained by Google for keras.applications.InceptionV3',
  metrics: {},
};

/** What can be said of weights of the same structure from elsewhere: named after their file, nothing claimed of them. */
const cardOf = (file: string, md5: string): DreamCard => ({
  id: `keras-${md5.slice(0, 8)}`,
  title: file.replace(/\.[^.]*$/, ''),
  task: `Dreams with the weights of ${file}.`,
  licence: 'NOASSERTION',
  data: `not known; ${file} is not the file that Keras loads (its MD5 is ${md5})`,
  metrics: {},
});

/**
 * A model folder of a file that someone brought: Keras' own, known by its MD5, or other weights that Keras wrote of the
 * same network, which then go by the file's name.
 *
 * @param file its name.
 * @throws StudioError `model` as `readKerasInception`.
 */
export async function kerasFolder(bytes: Uint8Array<ArrayBuffer>, file: string): Promise<ModelFolder> {
  const weights = await readKerasInception(bytes, file);
  const { md5 } = await import('@noble/hashes/legacy.js'); // the browser's own hashes lack it
  const found = Array.from(md5(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return packDream(weights, found === KERAS_MD5 ? kerasCard : cardOf(file, found));
}
