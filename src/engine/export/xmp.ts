import type { Weights } from '../render-event.ts';
import type { FigureProvenance } from './figure-provenance.ts';
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

/** What a packet says. */
interface Said {
  readonly digitalSourceType: string;
  readonly sources: readonly { readonly name: string; readonly fingerprint: string }[];
  /** In words; empty for none. */
  readonly description: string;
  /** As "blood-smear sha256:...". */
  readonly models: readonly string[];
  /** All of it, as JSON. */
  readonly provenance: string;
}

/** An XMP packet (ISO 16684-1), with all of what is said as JSON in `eosin:Provenance`. */
function packet({ digitalSourceType: type, sources, description, models, provenance }: Said): string {
  const list = (name: string, kind: 'Alt' | 'Bag', items: readonly string[]) =>
    items.length > 0 ? [`<${name}><rdf:${kind}>${items.join('')}</rdf:${kind}></${name}>`] : [];
  const item = (text: string) => `<rdf:li>${escaped(text)}</rdf:li>`;
  return [
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"',
    ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:eosin="urn:eosin:provenance:1"',
    ` xmp:CreatorTool="${escaped(SOFTWARE)}"`,
    ` Iptc4xmpExt:DigitalSourceType="${type}"`,
    ` dc:source="${escaped(sources.map(({ name }) => name).join(', '))}" eosin:SourceFingerprint="${escaped(sources.map(({ fingerprint }) => fingerprint).join(' '))}">`,
    ...list(
      'dc:description',
      'Alt',
      description ? [`<rdf:li xml:lang="x-default">${escaped(description)}</rdf:li>`] : [],
    ),
    ...list('eosin:Models', 'Bag', models.map(item)),
    `<eosin:Provenance>${escaped(provenance)}</eosin:Provenance>`,
    '</rdf:Description></rdf:RDF></x:xmpmeta>',
    '<?xpacket end="r"?>',
  ].join('\n');
}

const named = (models: readonly (Weights | null)[]) =>
  models.flatMap((one) => (one ? [`${one.id} sha256:${one.sha256}`] : []));

/**
 * What a picture follows from as an XMP packet: program, source, whether it is generated, and all of the provenance.
 *
 * @param description in words; empty for none.
 */
export const xmpOf = (provenance: Provenance, description: string): string =>
  packet({
    digitalSourceType: digitalSourceType(provenance),
    sources: [provenance.source],
    description,
    models: named([provenance.model, provenance.cells, provenance.dream]),
    provenance: JSON.stringify(provenance),
  });

/** How much of a picture a network made, from least to most, as `digitalSourceType` says it. */
const TYPES = [
  'digitalCapture',
  'algorithmicMedia',
  'compositeWithTrainedAlgorithmicMedia',
  'trainedAlgorithmicMedia',
];

/**
 * The same of a figure of several pictures: it counts as generated where one panel of it is.
 *
 * @param panels what each follows from, as if it stood alone; at least one.
 */
export function figureXmp(
  figure: FigureProvenance,
  panels: readonly Provenance[],
  description: string,
): string {
  const types = panels.map((panel) => digitalSourceType(panel).slice(SOURCE_TYPES.length));
  return packet({
    digitalSourceType: `${SOURCE_TYPES}${TYPES.findLast((one) => types.includes(one)) ?? 'digitalCapture'}`,
    sources: figure.rows.map(({ source }) => source),
    description,
    models: [...new Set(panels.flatMap(({ model, cells, dream }) => named([model, cells, dream])))],
    provenance: JSON.stringify(figure),
  });
}
