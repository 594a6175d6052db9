import type { Size } from './geometry.ts';
import type { AnyStroke } from './use-pen.ts';

interface StrokeOverlayProps {
  stroke: AnyStroke;
  picture: Size;
  placed: { left: number; top: number; scale: number };
}

/** A stroke's places in pixels of the picture, as a polyline has them. */
export function pointsOf({ points }: Pick<AnyStroke, 'points'>, { width, height }: Size): string {
  const places = points.map((value, i) => value * (i % 2 === 0 ? width : height));
  // A polyline of one point draws nothing, of two equal ones a dot.
  return (places.length === 2 ? [...places, ...places] : places).join(' ');
}

/** A stroke that the engine has not taken up yet. */
export function StrokeOverlay({ stroke, picture, placed }: StrokeOverlayProps) {
  const { width, height } = picture;
  const { left, top, scale } = placed;
  return (
    <svg
      className="overlay"
      aria-hidden="true"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      style={{ transform: `translate(${left}px, ${top}px) scale(${scale})` }}
    >
      <polyline
        className={`stroke-${stroke.tool}`}
        strokeWidth={stroke.size}
        points={pointsOf(stroke, picture)}
      />
    </svg>
  );
}
