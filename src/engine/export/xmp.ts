import { type Provenance, SOFTWARE } from './provenance.ts';

/** IPTC's vocabulary of where a picture comes from, which scanners for generated pictures look for. */
const SOURCE_TYPES = 'http://cv.iptc.org/newscodes/digitalsourcetype/';

/**
 * Where the pixels come from, in IPTC's words: `trainedAlgorithmicMedia` where a network painted or dreamed, `compositeWithTrainedAlgorithmicMedia`
 * where one only told the cells apart, `algorithmicMedia` for a drawn sample, else `digitalCapture`.
 */
export function digitalSourceType({
  model,
  dream,
  cells,
  source,
}: Pick<Provenance, 'model' | 'dream' | 'cells' | 'source'>): string {
  if (model || dream) return `${SOURCE_TYPES}trainedAlgorithmicMedia`;
  if (cells) return `${SOURCE_TYPES}compositeWithTrainedAlgorithmicMedia`;
  return `${SOURCE_TYPES}${source.fingerprint.startsWith('drawn:') ? 'algorithmicMedia' : 'digitalCapture'}`;
}

/** XML 1.0 has no place for control characters, escaped or not. */
const CONTROLS = /[\p{Cc}\ufffe\uffff]/gu;

const escaped = (text: string) =>
  text
    .replace(CONTROLS, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/**
 * An XMP packet (ISO 16684-1) that says what a picture follows from: program, source, whether it is generated, and all of the provenance
 * as JSON in `eosin:Provenance`.
 *
 * @param description in words; empty for none.
 */
export function xmpOf(provenance: Provenance, description: string): string {
  const models = [provenance.model, provenance.cells, provenance.dream].filter((one) => one !== null);
  const list = (name: string, kind: 'Alt' | 'Bag', items: readonly string[]) =>
    items.length > 0 ? [`<${name}><rdf:${kind}>${items.join('')}</rdf:${kind}></${name}>`] : [];
  const item = (text: string) => `<rdf:li>${escaped(text)}</rdf:li>`;
  return [
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"',
    ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:eosin="urn:eosin:provenance:1"',
    ` xmp:CreatorTool="${escaped(SOFTWARE)}"`,
    ` Iptc4xmpExt:DigitalSourceType="${digitalSourceType(provenance)}"`,
    ` dc:source="${escaped(provenance.source.name)}" eosin:SourceFingerprint="${escaped(provenance.source.fingerprint)}">`,
    ...list(
      'dc:description',
      'Alt',
      description ? [`<rdf:li xml:lang="x-default">${escaped(description)}</rdf:li>`] : [],
    ),
    ...list(
      'eosin:Models',
      'Bag',
      models.map(({ id, sha256 }) => item(`${id} sha256:${sha256}`)),
    ),
    `<eosin:Provenance>${escaped(JSON.stringify(provenance))}</eosin:Provenance>`,
    '</rdf:Description></rdf:RDF></x:xmpmeta>',
    '<?xpacket end="r"?>',
  ].join('\n');
}
