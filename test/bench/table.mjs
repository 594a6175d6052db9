const ms = (value) => value.toFixed(value < 100 ? 1 : 0);
const spread = ({ median, min, max }) => `${median.toFixed(2)} (${min.toFixed(2)} to ${max.toFixed(2)})`;

const columns = [
  { head: 'work', cell: ({ what }) => what },
  { head: 'px', right: true, cell: ({ size }) => `${size}` },
  { head: 'engine', cell: ({ engine }) => engine },
  { head: 'threads', right: true, cell: ({ threads }) => `${threads}` },
  { head: 'clock', cell: ({ clock }) => clock },
  { head: 'ms, median', right: true, cell: ({ medianMs }) => ms(medianMs) },
  { head: 'min to max', right: true, cell: ({ minMs, maxMs }) => `${ms(minMs)} to ${ms(maxMs)}` },
  { head: "of the peer's time", right: true, cell: ({ ratio }) => (ratio ? spread(ratio) : '') },
  { head: 'MB at most', right: true, cell: ({ peakMb }) => (peakMb === undefined ? '' : peakMb.toFixed(0)) },
  {
    head: 'resident MB at most',
    right: true,
    cell: ({ residentMb }) => (residentMb === undefined ? '' : residentMb.toFixed(0)),
  },
  {
    head: 'difference across borders to elsewhere',
    right: true,
    cell: ({ seams }) => (seams === undefined ? '' : seams.toFixed(2)),
  },
  {
    head: 'in what the dream changed',
    right: true,
    cell: ({ seamsOfChange }) => (seamsOfChange === undefined ? '' : seamsOfChange.toFixed(2)),
  },
  {
    head: 'of the time by area',
    right: true,
    cell: ({ byArea }) => (byArea === undefined ? '' : byArea.toFixed(2)),
  },
  { head: 'pictures a minute', right: true, cell: ({ perMinute }) => perMinute?.toFixed(1) ?? '' },
  {
    head: 'outside the net',
    right: true,
    cell: ({ outsideNets }) => (outsideNets === undefined ? '' : `${(100 * outsideNets).toFixed(0)} %`),
  },
  { head: 'rounds', right: true, cell: ({ runs }) => `${runs}` },
];

const shown = (rows) => columns.filter(({ cell }) => rows.some((row) => cell(row) !== ''));

/** Rows as lines for a terminal. */
export function plain(rows) {
  const cells = shown(rows).map(({ head, right, cell }) => {
    const column = [head, ...rows.map(cell)];
    const width = Math.max(...column.map((word) => word.length));
    return column.map((word) => (right ? word.padStart(width) : word.padEnd(width)));
  });
  return [undefined, ...rows].map((_, line) =>
    cells
      .map((column) => column[line])
      .join('  ')
      .trimEnd(),
  );
}

/** Rows as the lines of a Markdown table. */
export function markdown(rows) {
  const all = shown(rows);
  const line = (words) => `| ${words.join(' | ')} |`;
  return [
    line(all.map(({ head }) => head)),
    line(all.map(({ right }) => (right ? '---:' : '---'))),
    ...rows.map((row) => line(all.map(({ cell }) => cell(row)))),
  ];
}
