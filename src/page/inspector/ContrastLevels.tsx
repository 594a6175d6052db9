import { useStudio } from '../desk.ts';
import { Histogram } from './Histogram.tsx';

const NOTHING = new Uint32Array(1);

/** As few digits as tell the values of such a span apart. */
const worded = (value: number, span: number) =>
  value.toLocaleString('en', { maximumFractionDigits: span >= 16 ? 0 : 3 });

/** How the file's grey values are spread, and which of them become black and white. */
export function ContrastLevels() {
  const levels = useStudio((state) => state.contrast);
  const { least, most, counts, automatic } = levels ?? {
    least: 0,
    most: 0,
    counts: NOTHING,
    automatic: [0, 0] as const,
  };
  const span = most - least;
  const [black, white] = automatic;
  return (
    <div className="contrast-levels">
      <Histogram
        counts={counts}
        marks={span > 0 ? [black, white].map((value) => (value - least) / span) : []}
      />
      <p className="row-hint histogram-words">
        {levels
          ? `Values ${worded(least, span)} to ${worded(most, span)}; black ${worded(black, span)}, white ${worded(white, span)}`
          : '\u00a0'}
      </p>
    </div>
  );
}
