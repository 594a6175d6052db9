import { useId } from 'react';
import type { Size } from './geometry.ts';
import { pointsOf } from './StrokeOverlay.tsx';
import type { AnyStroke } from './use-pen.ts';

interface MaskOverlayProps {
  strokes: readonly AnyStroke[];
  picture: Size;
  placed: { left: number; top: number; scale: number };
}

/** Where the brush opened the picture to the dream, as a veil of colour. */
export default function MaskOverlay({ strokes, picture, placed }: MaskOverlayProps) {
  const id = useId();
  const { width, height } = picture;
  const { left, top, scale } = placed;
  return (
    <svg
      className="overlay overlay-mask"
      aria-hidden="true"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      style={{ transform: `translate(${left}px, ${top}px) scale(${scale})` }}
    >
      <mask id={id} maskUnits="userSpaceOnUse" x="0" y="0" width={width} height={height}>
        {strokes.map((stroke, i) => (
          <polyline
            // biome-ignore lint/suspicious/noArrayIndexKey: strokes come and go at the end only
            key={i}
            className={`stroke-${stroke.tool}`}
            strokeWidth={stroke.size}
            points={pointsOf(stroke, picture)}
          />
        ))}
      </mask>
      <rect className="veil" width={width} height={height} mask={`url(#${id})`} />
    </svg>
  );
}
