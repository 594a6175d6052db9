/** A file of weights that was taken for a picture, in words, and what would do. */
export interface WeightsKind {
  readonly is: string;
  readonly cure: string;
}

const weights = (is: string): WeightsKind => ({
  is: `${is}, not a picture`,
  cure: 'The models that fit here are the ZIP that "Export model" makes and, to dream with, the .h5 file of Keras\' InceptionV3.',
});

/** The name of a ZIP's first file; empty for what is no ZIP. */
const firstInZip = (head: string): string =>
  head.startsWith('PK\x03\x04') ? head.slice(30, 30 + head.charCodeAt(26) + 256 * head.charCodeAt(27)) : '';

/** The magic number with which PyTorch began its files before version 1.6. */
const OLD_PYTORCH = '\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19';

/** ONNX is a protobuf of which field 1 is its version, a small number, and field 2 the name of the program that wrote it. */
const isOnnx = (head: string): boolean =>
  head.startsWith('\b') &&
  head.charCodeAt(1) < 32 &&
  head[2] === '\x12' &&
  /^[\w. -]+$/.test(head.slice(4, 4 + Math.min(head.charCodeAt(3), 8)));

/** Safetensors: eight bytes of length, then JSON. */
const isSafetensors = (head: string): boolean => head.startsWith('\0\0\0', 5) && head.startsWith('{"', 8);

/** @param head the first 512 bytes, one letter each. */
export function weightsByBytes(head: string): WeightsKind | undefined {
  const inZip = firstInZip(head);
  if (head.startsWith(OLD_PYTORCH) || /\/(data\.pkl|\.format_version|version|byteorder)$/.test(inZip)) {
    return weights('the weights of a PyTorch model');
  }
  if (/^(metadata|config)\.json$|\.weights\.h5$/.test(inZip)) return weights('a model of Keras 3');
  if (head.startsWith('TFL3', 4)) return weights('a TensorFlow Lite model');
  if (/"(modelTopology|weightsManifest)"/.test(head)) {
    return weights('the description of a TensorFlow.js model');
  }
  if (isSafetensors(head)) return weights('a file of weights (safetensors)');
  return isOnnx(head) ? weights('an ONNX model') : undefined;
}

const names: readonly (readonly [RegExp, string])[] = [
  [/\.(pth?|ckpt)$/i, 'the weights of a PyTorch model'],
  [/\.onnx$/i, 'an ONNX model'],
  [/\.keras$/i, 'a model of Keras 3'],
  [/\.(tflite|pb)$/i, 'a TensorFlow model'],
  [/\.safetensors$/i, 'a file of weights (safetensors)'],
  [/(^|[\\/])model\.json$/i, 'the description of a TensorFlow.js model'],
];

/** By the file's name, for those whose bytes say nothing. */
export function weightsByName(name: string): WeightsKind | undefined {
  const known = names.find(([pattern]) => pattern.test(name));
  return known && weights(known[1]);
}
