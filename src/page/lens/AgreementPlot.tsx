import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { BlandAltman } from '../../engine/lens/bland-altman.ts';
import { useStudio } from '../desk.ts';

const HEIGHT = 150;

/** The areas of cells in both pictures after Bland and Altman. It is for the eyes only: bias and limits stand beside it in words. */
export default function AgreementPlot({ areas, unit }: { areas: BlandAltman; unit: string }) {
  const room = useRef<HTMLDivElement>(null);
  const theme = useStudio((state) => state.theme);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours
  useEffect(() => {
    const element = room.current;
    if (!element) return;
    const colour = (name: string) => getComputedStyle(element).getPropertyValue(name);
    const axis = {
      stroke: colour('--muted'),
      grid: { show: false },
      ticks: { size: 4 },
      font: '11px system-ui',
      labelFont: '11px system-ui',
      labelSize: 16,
    };
    const points = areas.points.toSorted((a, b) => a.mean - b.mean);
    const all = (value: number) => points.map(() => value);
    const far = Math.max(
      10,
      ...points.map(({ difference }) => Math.abs(difference)),
      ...areas.limits.map(Math.abs),
    );
    const line = { stroke: colour('--muted'), width: 1, points: { show: false } };
    const accent = colour('--accent');
    const plot = new UPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        scales: { x: { time: false }, y: { range: [-1.1 * far, 1.1 * far] } },
        axes: [
          { ...axis, size: 24, label: `Mean area, ${unit}` },
          { ...axis, size: 34, label: 'Difference, %' },
        ],
        series: [
          {},
          {
            stroke: accent,
            paths: () => null,
            points: { show: true, size: 5, stroke: accent, fill: accent },
          },
          { ...line, stroke: colour('--text') },
          { ...line, dash: [4, 4] },
          { ...line, dash: [4, 4] },
        ],
      },
      [
        points.map(({ mean }) => mean),
        points.map(({ difference }) => difference),
        all(areas.bias),
        all(areas.limits[0]),
        all(areas.limits[1]),
      ],
      element,
    );
    const watching = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
    watching.observe(element);
    return () => {
      watching.disconnect();
      plot.destroy();
    };
  }, [areas, unit, theme]);

  return <div ref={room} className="lens-plot" aria-hidden="true" />;
}
