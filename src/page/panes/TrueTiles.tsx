import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Picture } from '../../engine/picture.ts';
import type { ShownStage } from '../../engine/stages/shown.ts';
import { BOARD_BYTES, type TileAsk } from '../../state/true-pixels/tile-board.ts';
import { TILE_SIDE, tilesInView } from '../../state/true-pixels/tiles-in-view.ts';
import type { TruePixels } from '../../state/true-pixels/true-pixels.ts';
import { useDesk, useStudio } from '../desk.ts';
import { toImageData } from '../pictures.ts';
import type { Size } from './geometry.ts';
import { PixelImage } from './PixelImage.tsx';
import { TRUE_FROM } from './true-from.ts';
import './true-tiles.css';

interface Place {
  pane: Size;
  /** The working picture's size, and where the pane puts it. */
  picture: Size;
  placed: { readonly left: number; readonly top: number; readonly scale: number };
}

interface TrueTilesProps extends Place {
  stage: ShownStage;
  /** What stands left of the wipe, in a pair. */
  under: ShownStage | null;
  /** Where the wipe stands, in pixels of the screen from the pane's left. */
  split: number;
}

/** Three panes may be full of tiles, and each keeps its own. */
const MOST_IN_A_PANE = BOARD_BYTES / (4 * TILE_SIDE ** 2) / 3;

const isTiled = (stage: ShownStage | null): stage is TileAsk['stage'] =>
  stage === 'develop' || stage === 'edges' || stage === 'colour';

/** The file's own pixels over a pane's picture, tile by tile as they come. */
export default function TrueTiles({ stage, under, split, ...place }: TrueTilesProps) {
  const { session } = useDesk();
  const [tiles, setTiles] = useState<TruePixels | null>(null);
  useEffect(() => {
    session.truePixels().then(setTiles, () => {}); // a script that does not come is told of by Vite's own word
  }, [session]);
  if (!tiles) return null;
  const isPair = under !== null;
  return (
    <>
      {isTiled(stage) && (
        <Layer tiles={tiles} stage={stage} clip={isPair ? `inset(0 0 0 ${split}px)` : undefined} {...place} />
      )}
      {isTiled(under) && (
        <Layer
          tiles={tiles}
          stage={under}
          clip={`inset(0 ${Math.max(0, place.pane.width - split)}px 0 0)`}
          {...place}
        />
      )}
    </>
  );
}

interface LayerProps extends Place {
  tiles: TruePixels;
  stage: TileAsk['stage'];
  clip: string | undefined;
}

let viewers = 0;

function Layer({ tiles, stage, clip, pane, picture, placed }: LayerProps) {
  const place = useStudio((state) => state.place);
  useSyncExternalStore(tiles.subscribe, tiles.version);
  const [viewer] = useState(() => `viewer ${++viewers}`);
  const file = tiles.size() ?? place ?? picture;
  /** Pixels of the screen for each of the file. */
  const screen = (placed.scale * picture.width) / file.width;
  const isClose = screen * devicePixelRatio >= TRUE_FROM && file.width > 1.05 * picture.width;
  const seen = {
    x: -placed.left / screen,
    y: -placed.top / screen,
    width: pane.width / screen,
    height: pane.height / screen,
  };
  const inView = isClose ? tilesInView(file, seen, MOST_IN_A_PANE) : [];
  const wanted = JSON.stringify(inView);

  useEffect(() => {
    const tilesWanted: TileAsk['tile'][] = JSON.parse(wanted);
    tiles.want(
      viewer,
      tilesWanted.map((tile) => ({ stage, tile })),
    );
  }, [tiles, viewer, stage, wanted]);
  useEffect(() => () => tiles.want(viewer, []), [tiles, viewer]);

  const shown = inView.flatMap((tile) => {
    const made = tiles.get({ stage, tile });
    return made ? [{ tile, made }] : [];
  });
  /** On whole pixels of the screen, so that no line of the picture below shows between two tiles. */
  const snapped = (at: number) => Math.round(at * devicePixelRatio) / devicePixelRatio;
  return (
    <div
      className="true-tiles"
      data-stage={stage}
      data-wanted={inView.length}
      data-sharp={shown.length}
      style={{ clipPath: clip }}
    >
      {shown.map(({ tile, made }) => {
        const left = snapped(placed.left + tile.x * screen);
        const top = snapped(placed.top + tile.y * screen);
        return (
          <TrueTile
            key={`${tile.x} ${tile.y}`}
            place={`${tile.x} ${tile.y}`}
            made={made}
            isCrisp={screen * devicePixelRatio >= 2}
            style={{
              left,
              top,
              width: snapped(placed.left + (tile.x + tile.width) * screen) - left,
              height: snapped(placed.top + (tile.y + tile.height) * screen) - top,
            }}
          />
        );
      })}
    </div>
  );
}

interface TrueTileProps {
  made: Picture;
  /** In the file. */
  place: string;
  isCrisp: boolean;
  style: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
}

function TrueTile({ made, place, isCrisp, style }: TrueTileProps) {
  const image = useMemo(() => toImageData(made), [made]);
  const name = isCrisp ? 'true-tile crisp' : 'true-tile';
  return <PixelImage className={name} data-place={place} image={image} style={style} />;
}
