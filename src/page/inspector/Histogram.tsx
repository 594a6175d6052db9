import './histogram.css';

interface HistogramProps {
  /** Pixels in each step, from dark to bright. */
  counts: Uint32Array;
  /** Where lines stand, as shares of the width. */
  marks?: readonly number[];
}

/** Bars as a path, 1 high for the fullest; few pixels show as well, since heights are logarithms. */
function bars(counts: Uint32Array): string {
  const most = Math.log1p(Math.max(1, ...counts));
  return [...counts].map((count, i) => `M${i} 1V${1 - Math.log1p(count) / most}h1V1z`).join('');
}

/** How values are spread. Who cannot see it reads the numbers beside it. */
export function Histogram({ counts, marks = [] }: HistogramProps) {
  return (
    <svg
      className="histogram"
      viewBox={`0 0 ${counts.length} 1`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={bars(counts)} />
      {marks.map((share) => (
        <path
          key={share}
          className="histogram-mark"
          d={`M${Math.min(1, Math.max(0, share)) * counts.length} 0V1`}
        />
      ))}
    </svg>
  );
}
