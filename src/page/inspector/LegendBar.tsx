import { useId } from 'react';
import type { Legend } from '../../engine/cells/legend.ts';
import './legend-bar.css';

const words = (value: number) => Number(value.toPrecision(3)).toLocaleString('en');

/** Colours from the least to the most, with what their ends stand for. */
export function LegendBar({ legend }: { legend: Legend }) {
  const id = useId();
  const { title, unit, low, high, stops } = legend;
  return (
    <figure className="legend-bar" aria-label={`Legend: ${title}${unit && `, ${unit}`}`}>
      <svg width="100%" height="10" aria-hidden="true">
        <defs>
          <linearGradient id={id}>
            {stops.map((stop, i) => (
              <stop key={String(i)} offset={i / (stops.length - 1)} stopColor={`rgb(${stop.join(' ')})`} />
            ))}
          </linearGradient>
        </defs>
        <rect width="100%" height="10" rx="2" fill={`url(#${id})`} />
      </svg>
      <figcaption>
        <span>{words(low)}</span>
        <span>
          {title}
          {unit && `, ${unit}`}
        </span>
        <span>{words(high)}</span>
      </figcaption>
    </figure>
  );
}
