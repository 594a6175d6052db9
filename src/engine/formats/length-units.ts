/**
 * Micrometres in a unit of length, as OME-XML (UnitsLength, schema 2016-06) and ImageJ write it; `pixel` and `reference
 * frame` are none.
 */
const um: Readonly<Record<string, number>> = {
  Ym: 1e30,
  Zm: 1e27,
  Em: 1e24,
  Pm: 1e21,
  Tm: 1e18,
  Gm: 1e15,
  Mm: 1e12,
  km: 1e9,
  hm: 1e8,
  dam: 1e7,
  m: 1e6,
  dm: 1e5,
  cm: 1e4,
  mm: 1e3,
  µm: 1,
  nm: 1e-3,
  pm: 1e-6,
  fm: 1e-9,
  am: 1e-12,
  zm: 1e-15,
  ym: 1e-18,
  Å: 1e-4,
  thou: 25.4,
  li: 25_400 / 12,
  in: 25_400,
  ft: 304_800,
  yd: 914_400,
  mi: 1_609_344_000,
  ua: 149_597_870_700e6,
  ly: 9_460_730_472_580_800e6,
  pc: 3.085_677_581_491_367e22,
  pt: 25_400 / 72,
};

/** Other ways to write the same, in small letters. */
const spelt: Readonly<Record<string, string>> = {
  um: 'µm',
  micron: 'µm',
  micrometer: 'µm',
  micrometre: 'µm',
  nanometer: 'nm',
  nanometre: 'nm',
  millimeter: 'mm',
  millimetre: 'mm',
  centimeter: 'cm',
  centimetre: 'cm',
  meter: 'm',
  metre: 'm',
  inch: 'in',
  inche: 'in',
  angstrom: 'Å',
  ångström: 'Å',
};

/** Micrometres in a unit by its name, or NaN for what is no length known here. */
export function umIn(unit: string): number {
  // The micro sign is also a Greek letter, and the Ångström sign a letter with its ring apart.
  const name = unit.trim().normalize('NFKC').replaceAll('μ', 'µ');
  const word = name.toLowerCase();
  const known = um[name] ?? um[spelt[word] ?? ''] ?? um[spelt[word.replace(/s$/, '')] ?? ''];
  return known ?? Number.NaN;
}
