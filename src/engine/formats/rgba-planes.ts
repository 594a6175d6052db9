import type { Picture, Planes } from '../picture.ts';

/**
 * A picture of four channels (RGBA, not premultiplied) as a file of 8 bits would be read; where no pixel is transparent, without
 * its alpha.
 */
export function rgbaPlanes({ width, height, data }: Picture): Planes {
  const channels = [0, 1, 2, 3].map((c) => {
    const samples = new Uint8Array(width * height);
    // four bytes a pixel
    for (let i = 0, from = c; i < samples.length; i++, from += 4) samples[i] = data[from]!;
    return samples;
  });
  const [alpha] = channels.splice(3);
  const isOpaque = !alpha || alpha.every((value) => value === 255);
  return {
    width,
    height,
    channels: [
      ...channels.map((samples) => ({ samples })),
      ...(isOpaque ? [] : [{ name: 'alpha', alpha: 'straight' as const, samples: alpha }]),
    ],
    bitDepth: 8,
    sampleFormat: 'uint',
    photometric: { kind: 'rgb' },
    orientation: 1,
    pixelSizeUm: null,
    planes: 1,
    warnings: [],
  };
}
