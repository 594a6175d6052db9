import { type ReactNode, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { Picture } from '../../engine/picture.ts';
import { panes, type ShownStage } from '../../engine/stages/shown.ts';
import { useStudio } from '../desk.ts';
import { placement, type Size } from '../panes/geometry.ts';
import { PixelImage } from '../panes/PixelImage.tsx';
import { useSize } from '../panes/use-size.ts';
import { toImageData } from '../pictures.ts';
import { usePicture } from '../use-picture.ts';

interface PlacedProps {
  picture: Picture;
  /** Of the room that it is shown in, in screen pixels. */
  room: Size;
}

/** A picture where a room of that size would have it: all rooms look at the same place at the same zoom. */
function Placed({ picture, room }: PlacedProps) {
  const look = useStudio((state) => state.look);
  const input = usePicture('develop');
  const image = useMemo(() => toImageData(picture), [picture]);
  const of = input ?? image;
  const { left, top, scale } = placement(look, room, of);
  const perPixel = (scale * of.width) / image.width;
  return (
    <PixelImage
      className={perPixel * devicePixelRatio >= 2 ? 'lens-picture crisp' : 'lens-picture'}
      image={image}
      style={{ left, top, width: image.width * perPixel, height: image.height * perPixel }}
    />
  );
}

/** Puts something over a pane's picture. The pane itself is part of the first script and knows nothing of it. */
function OverPane({ stage, children }: { stage: ShownStage; children: (room: Size) => ReactNode }) {
  const [viewport, setViewport] = useState<Element | null>(null);
  useLayoutEffect(() => {
    const name = panes.find((one) => one.stage === stage)?.name;
    setViewport(document.querySelector(`figure.pane[aria-label="${name}"] .viewport`));
  }, [stage]);
  return viewport && createPortal(<Room>{children}</Room>, viewport);
}

function Room({ children }: { children: (room: Size) => ReactNode }) {
  const ref = useRef<HTMLDivElement>(null);
  const size = useSize(ref);
  return (
    <div ref={ref} className="lens-over">
      {children(size)}
    </div>
  );
}

/** Lays a picture over the one of a pane, and says in the corner what its colours mean. */
export function LensOverlay({
  stage,
  picture,
  children,
}: {
  stage: ShownStage;
  picture: Picture;
  children: ReactNode;
}) {
  return (
    <OverPane stage={stage}>
      {(room) => (
        <>
          <Placed picture={picture} room={room} />
          <p className="lens-legend" aria-hidden="true">
            {children}
          </p>
        </>
      )}
    </OverPane>
  );
}

/** Two pictures beside one another in a pane, each with who made it; zoom and place are those of all panes. */
export function LensPair({
  stage,
  pictures,
}: {
  stage: ShownStage;
  pictures: readonly (readonly [picture: Picture, by: string])[];
}) {
  return (
    <OverPane stage={stage}>
      {({ width, height }) => {
        const room = { width: width / pictures.length, height };
        return pictures.map(([picture, by]) => (
          <div key={by} className="lens-half" style={room}>
            <Placed picture={picture} room={room} />
            <p className="lens-legend">
              <b>Generated</b> by {by}
            </p>
          </div>
        ));
      }}
    </OverPane>
  );
}
