import { Maximize2, Minimize2 } from 'lucide-react';
import { lazy, memo, type ReactNode, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { panes } from '../../engine/stages/shown.ts';
import { useStudio } from '../desk.ts';
import { IconButton } from '../frame/IconButton.tsx';
import { WhenOpened } from '../frame/WhenOpened.tsx';
import { usePicture } from '../use-picture.ts';
import { EmptyNote } from './EmptyNote.tsx';
import { FileView } from './FileView.tsx';
import { fitScale, placement, type Size } from './geometry.ts';
import { InputFacts } from './InputFacts.tsx';
import { PairEnds, Wipe } from './Pair.tsx';
import { paint } from './paint.ts';
import { ScaleBar } from './ScaleBar.tsx';
import { Spot } from './Spot.tsx';
import { StrokeOverlay } from './StrokeOverlay.tsx';
import { useCellPick, useMarkedCells } from './use-cells.ts';
import { useCrosshair } from './use-crosshair.ts';
import { useHand } from './use-hand.ts';
import { toolFor, usePen } from './use-pen.ts';
import { useSize } from './use-size.ts';
import { useSizeWords } from './use-size-words.ts';

const Crop = lazy(() => import('./Crop.tsx'));
const MaskOverlay = lazy(() => import('./MaskOverlay.tsx'));
const TrueTiles = lazy(() => import('./TrueTiles.tsx'));

type PaneProps = (typeof panes)[number] & {
  /** It takes most of the room. */
  isLarge: boolean;
  /** Its stage is the one worked on: `1` and the percentage speak of this pane. */
  isChosen: boolean;
  /** The input, whose pixels all panes are measured in: a dream of twice the size is drawn as large as its neighbours. */
  input: ImageData | undefined;
  /** Says in the head that what it shows is generated. */
  badge?: ReactNode;
  /** Tools in the head. */
  tools?: ReactNode;
  /** What it shows, and what of that is invented. */
  caption: string;
};

const nothing: Size = { width: 256, height: 256 };

/** One stage of the picture: a canvas in a viewport, linked with the others. */
export const Pane = memo(function Pane({ pane, stage, name, isLarge, isChosen, input, ...props }: PaneProps) {
  const { badge, tools, caption } = props;
  const viewport = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const status = useStudio((state) => state.stages[stage]);
  const look = useStudio((state) => state.look);
  const original = useStudio((state) => state.original);
  const layout = useStudio((state) => state.layout);
  const partner = useStudio((state) => state.partner);
  const wipe = useStudio((state) => state.wipe);
  const tool = useStudio((state) => state.tool);
  const penSize = useStudio((state) => state.penSize);
  const choose = useStudio((state) => state.chooseStage);
  const setLayout = useStudio((state) => state.setLayout);
  const isTrue = useStudio((state) => state.truePixels);
  const sizeWords = useSizeWords();
  const isCropping = useStudio((state) => state.isCropping) && pane === 'input';
  const setFitScale = useStudio((state) => state.setFitScale);

  const image = usePicture(stage);
  const under = usePicture(partner);
  const size = useSize(viewport);
  const picture = useMemo((): Size => {
    const { width, height } = input ?? image ?? nothing;
    return { width, height };
  }, [image, input]);
  const perPixel = useStudio(({ place }) => (place && input ? place.window.width / picture.width : 1));
  const isPair = layout === 'pair' && isLarge;

  const isPainted = useStudio(({ recipe }) => recipe.dream.enabled && recipe.dream.mask === 'painted');
  const hasCells = useStudio((state) => state.cells !== null);
  const drawn =
    pane === 'edges' || (pane === 'cells' && hasCells) || (pane === 'dream' && isPainted) ? pane : null;
  const held = toolFor(drawn, tool);
  const inHand = drawn && held && image ? { pane: drawn, tool: held } : null;
  const strokes = useStudio(({ selected, strokes }) =>
    selected === null ? undefined : strokes.dream[selected],
  );
  const pen = usePen(drawn, picture);
  const pick = useCellPick(stage);
  const marked = useMarkedCells(stage);
  const hand = useHand(viewport, size, picture, inHand && pen.drawing, pick);
  const crosshair = useCrosshair(size, picture, pen.drawing);
  const placed = placement(look, size, picture);
  const fit = fitScale(size, picture);
  const shown = original ? (input ?? image) : image;
  /** Screen pixels for each pixel of the canvas. */
  const scale = (placed.scale * picture.width) / (shown?.width ?? picture.width);
  const split = (wipe * size.width - placed.left) / scale;

  useEffect(() => {
    if (isChosen) setFitScale(fit, perPixel);
  }, [isChosen, fit, perPixel, setFitScale]);

  useLayoutEffect(() => {
    if (!canvas.current || !shown) return;
    const image = original ? shown : marked(shown);
    if (isPair && !original) paint(canvas.current, image, under, split);
    else paint(canvas.current, image);
  }, [shown, under, original, isPair, split, marked]);

  return (
    <figure
      className="pane"
      aria-label={name}
      data-state={status.state}
      data-seconds={status.state === 'ready' ? status.seconds?.toFixed(3) : undefined}
      data-runs={status.runs}
      data-large={isLarge || undefined}
      data-chosen={isChosen || undefined}
    >
      <div className="pane-head">
        <span className="pane-name">{name}</span>
        {original && image && pane !== 'input' ? <span className="pane-original">Original</span> : badge}
        <span className={pane === 'input' ? 'pane-facts' : 'pane-facts pane-size'}>
          {image && (pane === 'input' ? <InputFacts /> : sizeWords(stage, image))}
        </span>
        {tools}
        <IconButton
          label={isLarge ? `Show ${name} like the others` : `Enlarge ${name}`}
          icon={isLarge ? <Minimize2 /> : <Maximize2 />}
          onClick={() => {
            choose(stage);
            setLayout(isLarge ? 'grid' : 'large');
          }}
        />
      </div>
      <div ref={viewport} className="viewport" data-tool={inHand ? inHand.tool : 'view'} {...hand}>
        <canvas
          ref={canvas}
          tabIndex={0}
          role={drawn ? 'application' : 'img'}
          aria-label={`${name} picture`}
          aria-description={`Arrow keys move the crosshair${inHand ? '; Space puts the pen down and up' : ''}`}
          className={scale * devicePixelRatio >= 2 ? 'picture crisp' : 'picture'}
          hidden={!image}
          style={{ transform: `translate(${placed.left}px, ${placed.top}px) scale(${scale})` }}
          {...crosshair}
        />
        {pane === 'input' && image && <FileView pane={size} picture={picture} placed={placed} />}
        {isTrue && image && (
          <WhenOpened open>
            <TrueTiles
              stage={original ? 'develop' : stage}
              under={isPair && !original ? partner : null}
              split={wipe * size.width}
              pane={size}
              picture={picture}
              placed={placed}
            />
          </WhenOpened>
        )}
        {inHand && inHand.pane !== 'dream' && pen.fresh && !original && (
          <StrokeOverlay stroke={pen.fresh} picture={picture} placed={placed} />
        )}
        {inHand?.pane === 'dream' && !original && (
          <WhenOpened open>
            <MaskOverlay
              strokes={[...(strokes ?? []), ...(pen.fresh ? [pen.fresh] : [])]}
              picture={picture}
              placed={placed}
            />
          </WhenOpened>
        )}
        {image && <Spot placed={placed} penSize={inHand && penSize[inHand.pane][inHand.tool]} />}
        {pane === 'input' && image && (
          <ScaleBar scale={placed.scale} longest={Math.min(140, size.width / 3)} />
        )}
        {isPair && image && (
          <>
            <PairEnds name={name} />
            <Wipe name={name} width={size.width} />
          </>
        )}
        {isCropping && image && (
          <WhenOpened open>
            <Crop pane={size} />
          </WhenOpened>
        )}
        {!image && <EmptyNote stage={stage} isChosen={isChosen} />}
      </div>
      <figcaption className="pane-caption" title={caption}>
        {caption}
      </figcaption>
    </figure>
  );
});
