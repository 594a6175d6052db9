import { omeStack } from '../../../test/ome-stack.ts';
import { bytesOf } from '../formats/opened-file.ts';
import { fileSource, type Source } from '../source.ts';

/** A stack that notes which planes are read of it, as "z t". */
export function countedStack({ side, z, t }: { side: number; z: number; t: number }): {
  source: Source;
  read: string[];
} {
  const channels = [{ name: 'DAPI', colour: [0, 0, 255] as const }];
  const value = (place: { z: number }, x: number, y: number) => 100 * place.z + x + y;
  const bytes = bytesOf(omeStack({ width: side, height: side, z, t, channels, value }));
  const plain = fileSource('stack', 'stack.ome.tif', async () => bytes);
  const read: string[] = [];
  const source: Source = {
    ...plain,
    decode(place = { z: 0, t: 0 }) {
      read.push(`${place.z} ${place.t}`);
      return plain.decode(place);
    },
    async open() {
      const file = await plain.open();
      return {
        ...file,
        read(place, ...more) {
          read.push(`${place.z} ${place.t}`);
          return file.read(place, ...more);
        },
      };
    },
  };
  return { source, read };
}
