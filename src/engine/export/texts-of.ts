import { XMP } from '../formats/xmp.ts';
import { generatedBy, type Provenance, SOFTWARE } from './provenance.ts';
import { xmpOf } from './xmp.ts';

/** What a file says of where it comes from, by keyword: for people, for Eosin (`eosin`: the provenance as JSON), and for scanners (XMP). */
export function textsOf(provenance: Provenance): Readonly<Record<string, string>> {
  const description = generatedBy(provenance);
  return {
    Software: SOFTWARE,
    ...(description && { Description: description }),
    eosin: JSON.stringify(provenance),
    [XMP]: xmpOf(provenance, description),
  };
}
