import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import type { Tasks } from '../../bridge/messages.ts';
import { useDesk, useStudio } from '../desk.ts';
import { toImageData } from '../pictures.ts';
import { type Corner, cropOf, moved, pulled, type Square, scaled, squareOf } from './crop.ts';
import type { Point, Size } from './geometry.ts';
import { PixelImage } from './PixelImage.tsx';
import './crop.css';

const corners: readonly Corner[] = [
  { x: -1, y: -1 },
  { x: 1, y: -1 },
  { x: -1, y: 1 },
  { x: 1, y: 1 },
];

const steps: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** The whole picture, as large as the pane takes it. */
function useWhole(whole: Size, pane: Size): ImageData | undefined {
  const { session } = useDesk();
  const develop = useStudio((state) => state.recipe.develop);
  const selected = useStudio((state) => state.selected);
  const [shown, setShown] = useState<ImageData>();
  const { low, high, gamma, channel } = develop;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked for follows from these, through the store
  useEffect(() => {
    let isWanted = true;
    const put = (answer: Tasks['view']['answer'] | null) =>
      isWanted && answer && setShown(toImageData(answer.picture));
    const size = {
      width: Math.ceil(pane.width * devicePixelRatio),
      height: Math.ceil(pane.height * devicePixelRatio),
    };
    void session.view({ x: 0, y: 0, width: whole.width, height: whole.height }, size).then(put);
    return () => {
      isWanted = false;
    };
  }, [session, selected, whole.width, whole.height, pane.width, pane.height, low, high, gamma, channel]);
  return shown;
}

/** The whole file with the square that is worked on: it is dragged, pulled at its corners, and nudged by keys. */
export default function Crop({ pane }: { pane: Size }) {
  const { studio } = useDesk();
  const place = useStudio((state) => state.place);
  if (!place) return null;
  return <CropOf whole={place} pane={pane} key={studio.getState().selected} />;
}

function CropOf({ whole, pane }: { whole: Size; pane: Size }) {
  const { studio } = useDesk();
  const { beginGesture, endGesture } = studio;
  const develop = useStudio((state) => state.recipe.develop);
  const change = useStudio((state) => state.changeDevelop);
  const image = useWhole(whole, pane);
  const grabbed = useRef<{ at: Point; square: Square; corner: Corner | null } | null>(null);
  const square = squareOf(develop, whole);
  const scale = Math.min(pane.width / whole.width, pane.height / whole.height) * 0.98;
  const left = (pane.width - whole.width * scale) / 2;
  const top = (pane.height - whole.height * scale) / 2;

  const put = (next: Square) => change(cropOf(next, whole));
  const grab = (event: PointerEvent<HTMLElement>, corner: Corner | null) => {
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    grabbed.current = { at: { x: event.clientX, y: event.clientY }, square, corner };
    beginGesture();
  };
  const pull = (event: PointerEvent<HTMLElement>) => {
    const from = grabbed.current;
    if (!from) return;
    event.stopPropagation();
    const by = { x: (event.clientX - from.at.x) / scale, y: (event.clientY - from.at.y) / scale };
    const { corner, square: begun } = from;
    if (!corner) {
      put(moved(begun, by, whole));
      return;
    }
    const at = {
      x: begun.x + (corner.x === 1 ? begun.side : 0) + by.x,
      y: begun.y + (corner.y === 1 ? begun.side : 0) + by.y,
    };
    put(pulled(begun, corner, at, whole));
  };
  const drop = () => {
    grabbed.current = null;
    endGesture();
  };
  const press = (event: KeyboardEvent) => {
    const step = steps[event.key];
    // As far as one pixel of the screen at least, ten with Shift.
    const far = Math.max(1, Math.ceil(1 / scale)) * (event.shiftKey ? 10 : 1);
    if (step) put(moved(square, { x: step.x * far, y: step.y * far }, whole));
    else if (event.key === '+') put(scaled(square, 1.1, whole));
    else if (event.key === '-') put(scaled(square, 1 / 1.1, whole));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="crop">
      <PixelImage
        className="crop-whole"
        image={image}
        style={{ left, top, width: whole.width * scale, height: whole.height * scale }}
      />
      <div
        className="crop-square"
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys move and resize it
        tabIndex={0}
        aria-label="Crop"
        aria-description="Arrow keys move the part, plus and minus resize it"
        style={{
          left: left + square.x * scale,
          top: top + square.y * scale,
          width: square.side * scale,
          height: square.side * scale,
        }}
        onKeyDown={press}
        onPointerDown={(event) => grab(event, null)}
        onPointerMove={pull}
        onPointerUp={drop}
        onPointerCancel={drop}
      >
        {corners.map((corner) => (
          <span
            key={`${corner.x} ${corner.y}`}
            className="crop-corner"
            data-corner={`${corner.y < 0 ? 'n' : 's'}${corner.x < 0 ? 'w' : 'e'}`}
            onPointerDown={(event) => grab(event, corner)}
            onPointerMove={pull}
            onPointerUp={drop}
            onPointerCancel={drop}
          />
        ))}
      </div>
    </div>
  );
}
