import type { Provenance } from '../src/engine/export/provenance.ts';

/** What a PNG says of itself: the JSON in its chunk iTXt "eosin", after the keyword and five more bytes. */
export function provenanceIn(png: Buffer): Provenance {
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const data = png.subarray(at + 8, at + 8 + png.readUInt32BE(at));
    if (png.toString('latin1', at + 4, at + 8) !== 'iTXt' || !data.toString('latin1').startsWith('eosin\0'))
      continue;
    return JSON.parse(data.toString('utf8', 10));
  }
  throw new Error('the PNG says nothing of itself');
}
