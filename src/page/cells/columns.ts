/** A column's name of the CSV as people read it: "area_um2" becomes "Area, µm²". */
export function headOf(name: string): string {
  const units: readonly (readonly [end: RegExp, unit: string])[] = [
    [/_um2$/, 'µm²'],
    [/_px2?$/, 'px'],
    [/_um$/, 'µm'],
    [/_deg(rees)?$/, '°'],
  ];
  const found = units.find(([end]) => end.test(name));
  const words = name.replace(found?.[0] ?? /$^/, '').replaceAll('_', ' ');
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  return found ? `${title}, ${found[1]}` : title;
}

/** A value in as many digits as one reads; empty where it cannot be told. */
export function cellOf(value: number): string {
  if (!Number.isFinite(value)) return '';
  return Number.isInteger(value) ? String(value) : value.toPrecision(4).replace(/\.?0+$/, '');
}
