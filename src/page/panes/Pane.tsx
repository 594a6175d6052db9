import { Maximize2, Minimize2 } from 'lucide-react';
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { panes } from '../../engine/stages/shown.ts';
import { useStudio } from '../desk.ts';
import { IconButton } from '../frame/IconButton.tsx';
import { usePicture } from '../use-picture.ts';
import { fitScale, placement, type Size } from './geometry.ts';
import { MaskOverlay } from './MaskOverlay.tsx';
import { paint } from './paint.ts';
import { ScaleBar } from './ScaleBar.tsx';
import { Spot } from './Spot.tsx';
import { StrokeOverlay } from './StrokeOverlay.tsx';
import { useCrosshair } from './use-crosshair.ts';
import { useHand } from './use-hand.ts';
import { usePen } from './use-pen.ts';
import { useSize } from './use-size.ts';
import { Wipe } from './Wipe.tsx';

type PaneProps = (typeof panes)[number] & {
  /** It takes most of the room. */
  isLarge: boolean;
  /** `1` and the percentage speak of this pane. */
  isMeasured: boolean;
  /** What the pane says while it has no picture. */
  emptyNote: ReactNode;
  /** Tools or marks over the lower end. */
  children?: ReactNode;
};

const nothing: Size = { width: 256, height: 256 };

/** One stage of the picture: a canvas in a viewport, linked with the others. */
export function Pane({ pane, stage, name, isLarge, isMeasured, emptyNote, children }: PaneProps) {
  const viewport = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const status = useStudio((state) => state.stages[stage]);
  const look = useStudio((state) => state.look);
  const original = useStudio((state) => state.original);
  const isCompared = useStudio((state) => state.compare) && pane === 'colour';
  const wipe = useStudio((state) => state.wipe);
  const tool = useStudio((state) => state.tool);
  const penSize = useStudio((state) => state.penSize);
  const enlarged = useStudio((state) => state.enlarged);
  const enlarge = useStudio((state) => state.enlarge);
  const setFitScale = useStudio((state) => state.setFitScale);

  const image = usePicture(stage);
  const input = usePicture('develop');
  const size = useSize(viewport);
  const picture = useMemo((): Size => {
    const { width, height } = image ?? input ?? nothing;
    return { width, height };
  }, [image, input]);

  const isPainted = useStudio(({ recipe }) => recipe.dream.enabled && recipe.dream.mask === 'painted');
  const drawn = pane === 'edges' || (pane === 'dream' && isPainted) ? pane : null;
  const inHand = drawn && tool !== 'view' && image ? { pane: drawn, tool } : null;
  const strokes = useStudio(({ selected, strokes }) =>
    selected === null ? undefined : strokes.dream[selected],
  );
  const pen = usePen(drawn, picture);
  const hand = useHand(viewport, size, picture, inHand && pen.drawing);
  const crosshair = useCrosshair(size, picture, pen.drawing);
  const placed = placement(look, size, picture);
  const fit = fitScale(size, picture);
  const split = (wipe * size.width - placed.left) / placed.scale;

  useEffect(() => {
    if (isMeasured) setFitScale(fit);
  }, [isMeasured, fit, setFitScale]);

  useLayoutEffect(() => {
    const shown = original ? (input ?? image) : image;
    if (!canvas.current || !shown) return;
    if (isCompared && !original) paint(canvas.current, shown, input, split);
    else paint(canvas.current, shown);
  }, [image, input, original, isCompared, split]);

  const isEnlarged = enlarged === pane;
  const isCrisp = placed.scale * devicePixelRatio >= 2;
  return (
    <figure
      className="pane"
      aria-label={name}
      data-state={status.state}
      data-seconds={status.state === 'ready' ? status.seconds?.toFixed(3) : undefined}
      data-runs={status.runs}
      data-large={isLarge || undefined}
    >
      <figcaption className="pane-head">
        <span className="pane-name">{name}</span>
        <span className="pane-facts">{image && `${image.width} × ${image.height}`}</span>
        <IconButton
          label={isEnlarged ? `Show ${name} like the others` : `Enlarge ${name}`}
          icon={isEnlarged ? <Minimize2 /> : <Maximize2 />}
          aria-pressed={isEnlarged}
          onClick={() => enlarge(isEnlarged ? null : pane)}
        />
      </figcaption>
      <div ref={viewport} className="viewport" data-tool={inHand ? tool : 'view'} {...hand}>
        <canvas
          ref={canvas}
          tabIndex={0}
          role={drawn ? 'application' : 'img'}
          aria-label={`${name} picture`}
          aria-description={`Arrow keys move the crosshair${inHand ? '; Space puts the pen down and up' : ''}`}
          className={isCrisp ? 'picture crisp' : 'picture'}
          hidden={!image}
          style={{ transform: `translate(${placed.left}px, ${placed.top}px) scale(${placed.scale})` }}
          {...crosshair}
        />
        {inHand?.pane === 'edges' && pen.fresh && !original && (
          <StrokeOverlay stroke={pen.fresh} picture={picture} placed={placed} />
        )}
        {inHand?.pane === 'dream' && !original && (
          <MaskOverlay
            strokes={[...(strokes ?? []), ...(pen.fresh ? [pen.fresh] : [])]}
            picture={picture}
            placed={placed}
          />
        )}
        {image && <Spot placed={placed} penSize={inHand && penSize[inHand.pane][inHand.tool]} />}
        {pane === 'input' && image && (
          <ScaleBar scale={placed.scale} longest={Math.min(140, size.width / 3)} />
        )}
        {isCompared && image && <Wipe width={size.width} />}
        {!image && emptyNote && <div className="pane-empty">{emptyNote}</div>}
        {original && image && pane !== 'input' && <span className="pane-original">Original</span>}
      </div>
      {children}
    </figure>
  );
}
