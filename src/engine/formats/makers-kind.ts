/** A file of a microscope's maker, in words, and what would do. */
export interface MakersKind {
  readonly is: string;
  readonly cure: string;
}

/** Files of microscopes' makers. @param program that made them, and exports them. */
const microscope = (is: string, program: string): MakersKind => ({
  is: `${is}, which is not read here`,
  cure: `Export it as OME-TIFF from ${program}, or convert it with Bio-Formats' bfconvert.`,
});

const lif = microscope('a Leica LIF file', 'LAS X');
const oif = microscope('an Olympus OIF file', 'FluoView or cellSens');
const oib = microscope('an Olympus OIB file', 'FluoView or cellSens');
const vsi: MakersKind = {
  is: 'a part of an Olympus VSI picture, which is not read here',
  cure: "Export it as OME-TIFF from cellSens, or convert the .vsi file with Bio-Formats' bfconvert.",
};

type Signature = readonly [at: number, bytes: string, kind: MakersKind];

const microscopes: readonly Signature[] = [
  [0, 'ZISRAWFILE', microscope('a Zeiss CZI file', 'ZEN')],
  [0, '\xda\xce\xbe\x0a', microscope('a Nikon ND2 file', 'NIS-Elements')],
  [0, '\x70\0\0\0', lif],
  [0, 'OLYMPUSRAWFORMAT', microscope('an Olympus OIR file', 'FluoView or cellSens')],
  [0, 'SIS\0', vsi],
  [
    0,
    '"NDInfoFile"',
    {
      is: 'the list of a MetaMorph series, not a picture',
      cure: 'Choose the .tif or .stk files that lie beside it.',
    },
  ],
  [
    208,
    'MAP ',
    { is: 'an MRC volume, which is not read here', cure: 'Save it as TIFF, as mrc2tif of IMOD does.' },
  ],
];

/** What lies in Microsoft's compound files, which look alike: told apart by name, and refused all the same. */
const compound: readonly (readonly [RegExp, MakersKind])[] = [
  [/\.oib$/i, oib],
  [/\.zvi$/i, microscope('a Zeiss ZVI file', 'AxioVision or ZEN')],
];

/** Makers' files that begin as another kind does; their names tell them apart. */
function byName(head: string, name: string): MakersKind | undefined {
  if (head.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) {
    const other = {
      is: 'a compound file of Microsoft, which is not read here',
      cure: 'Open it in the program that made it and save a TIFF or PNG.',
    };
    return compound.find(([pattern]) => pattern.test(name))?.[1] ?? other;
  }
  if (/\.oif$/i.test(name) && head.startsWith('\xff\xfe')) return oif;
  if (/\.nd2$/i.test(name) && head.startsWith('jP  ', 4))
    return microscope('an old Nikon ND2 file', 'NIS-Elements');
  if (/\.vsi$/i.test(name) && /^(II\*\0|MM\0\*)/.test(head)) {
    return {
      is: 'an Olympus VSI file, whose picture lies in a folder beside it and is not read here',
      cure: "Export it as OME-TIFF from cellSens, or convert it with Bio-Formats' bfconvert.",
    };
  }
  return undefined;
}

/** Text of makers' programs, in one or two bytes a letter. */
function makersText(head: string): MakersKind | undefined {
  const text = head.replaceAll('\0', '');
  if (text.includes('<LMSDataContainerHeader')) {
    return {
      is: "a description that Leica's LAS X writes, not a picture",
      cure: 'Export the picture as OME-TIFF from LAS X.',
    };
  }
  if (
    /^(\xff\xfe)?\s*\[(Version Info|FileInformation|ProfileSaveInfo|Acquisition Parameters Common)\]/.test(
      text,
    )
  ) {
    return oif;
  }
  return undefined;
}

/**
 * A file of a microscope's maker that is not read.
 *
 * @param head the first 512 bytes, one letter each.
 * @param name tells those apart that begin alike.
 */
export function makersKind(head: string, name: string): MakersKind | undefined {
  const known = microscopes.find(([at, bytes]) => head.startsWith(bytes, at))?.[2];
  return known ?? byName(head, name) ?? makersText(head);
}
