import { type PointerEvent, useEffect, useRef, useState } from 'react';
import type { Inset } from '../../engine/figure/plan.ts';
import { partBetween } from './framed.ts';
import type { Preview } from './use-figure.ts';

interface FigurePreviewProps {
  preview: Preview | null;
  /** Is told the part of a row's panel that a hand has drawn a frame around. */
  onFrame(row: number, part: Inset['part']): void;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The figure as it will be, on white paper; a mouse or pen draws the frame of an inset on it. */
export function FigurePreview({ preview, onFrame }: FigurePreviewProps) {
  const [url, setUrl] = useState<string | null>(null);
  const begun = useRef<Point | null>(null);
  const frame = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!preview) return;
    const next = URL.createObjectURL(new Blob([preview.svg], { type: 'image/svg+xml' }));
    setUrl(next);
    return () => URL.revokeObjectURL(next);
  }, [preview]);

  /** In millimetres of the figure. */
  const pointOf = ({ currentTarget, clientX, clientY }: PointerEvent): Point => {
    const box = currentTarget.getBoundingClientRect();
    const scale = (preview?.widthMm ?? 1) / box.width;
    return { x: (clientX - box.left) * scale, y: (clientY - box.top) * scale };
  };
  const panelAt = ({ x, y }: Point) =>
    preview?.panels.find(
      (one) => x >= one.x && x <= one.x + one.width && y >= one.y && y <= one.y + one.height,
    );
  const drawn = (to: Point) => {
    const panel = begun.current && panelAt(begun.current);
    const part = panel && begun.current && partBetween(panel, begun.current, to);
    return part ? { panel, part } : null;
  };
  const show = (to: Point | null) => {
    const found = to && drawn(to);
    if (!frame.current || !preview) return;
    frame.current.hidden = !found;
    if (!found) return;
    const { panel, part } = found;
    const share = (mm: number, of: number) => `${(100 * mm) / of}%`;
    const { style } = frame.current;
    style.left = share(panel.x + part[0] * panel.width, preview.widthMm);
    style.top = share(panel.y + part[1] * panel.height, preview.heightMm);
    style.width = share(part[2] * panel.width, preview.widthMm);
    style.height = share(part[3] * panel.height, preview.heightMm);
  };

  return (
    <div className="figure-paper">
      <div
        className="figure-drawn"
        onPointerDown={(event) => {
          if (event.pointerType === 'touch' || event.button !== 0) return; // a finger scrolls
          event.preventDefault();
          event.currentTarget.setPointerCapture(event.pointerId);
          begun.current = pointOf(event);
        }}
        onPointerMove={(event) => begun.current && show(pointOf(event))}
        onPointerUp={(event) => {
          const found = drawn(pointOf(event));
          begun.current = null;
          show(null);
          if (found) onFrame(found.panel.row, found.part);
        }}
        onPointerCancel={() => {
          begun.current = null;
          show(null);
        }}
      >
        {url && <img src={url} alt="The figure as it will be" draggable={false} />}
        <div ref={frame} className="figure-frame" hidden />
      </div>
    </div>
  );
}
