import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { StudioError } from '../engine/errors.ts';
import { KERAS_MD5 } from '../engine/models/keras-model.ts';

/** The file that `keras.applications` itself loads. */
const ADDRESS =
  'https://storage.googleapis.com/tensorflow/keras-applications/inception_v3/inception_v3_weights_tf_dim_ordering_tf_kernels_notop.h5';

/**
 * Keras' own file, downloaded or from disk, checked by its MD5.
 *
 * @param path a copy on disk; undefined downloads 84 MB.
 * @throws StudioError `model` where it cannot be had or is another file.
 */
export async function kerasFile(path: string | undefined): Promise<Uint8Array<ArrayBuffer>> {
  const name = path ?? ADDRESS;
  const bytes = await (path === undefined ? download() : readFile(path)).catch((cause: unknown) => {
    if (cause instanceof StudioError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StudioError('model', `${name} cannot be had (${reason}).`, { cause });
  });
  const found = createHash('md5').update(bytes).digest('hex');
  if (found === KERAS_MD5) return new Uint8Array(bytes);
  throw new StudioError('model', `${name} is not Keras' file: its MD5 is ${found}, not ${KERAS_MD5}.`);
}

async function download(): Promise<Uint8Array> {
  process.stderr.write(`Eosin: fetching ${ADDRESS} (84 MB)...\n`);
  const response = await fetch(ADDRESS);
  if (!response.ok) throw new StudioError('model', `${ADDRESS}: the server answered ${response.status}.`);
  return new Uint8Array(await response.arrayBuffer());
}
