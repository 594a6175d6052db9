import { useStudio } from '../desk.ts';

interface SpotProps {
  placed: { left: number; top: number; scale: number };
  /** The diameter of the tool in hand, in pixels of the picture; null while viewing. */
  penSize: number | null;
}

/** The pixel that is pointed at, in every pane; in the Edges pane as large as the pen. */
export function Spot({ placed, penSize }: SpotProps) {
  const spot = useStudio((state) => state.spot);
  if (!spot) return null;
  const x = placed.left + (spot.x + 0.5) * placed.scale;
  const y = placed.top + (spot.y + 0.5) * placed.scale;
  const radius = penSize === null ? 0 : (penSize * placed.scale) / 2;
  const arm = Math.max(radius, placed.scale / 2) + 4;
  return (
    <svg
      className="overlay spot"
      aria-hidden="true"
      width="1"
      height="1"
      style={{ transform: `translate(${x}px, ${y}px)` }}
    >
      {['spot-halo', 'spot-line'].map((layer) => (
        <g key={layer} className={layer}>
          {radius > 0 && <circle r={Math.max(radius, 2)} />}
          <path d={`M${arm} 0h6M${-arm} 0h-6M0 ${arm}v6M0 ${-arm}v-6`} />
        </g>
      ))}
    </svg>
  );
}
