import { useEffect, useState } from 'react';
import type { Tasks } from '../../bridge/messages.ts';
import { useDesk, useStudio } from '../desk.ts';
import { toImageData } from '../pictures.ts';
import type { Size } from './geometry.ts';
import { PixelImage } from './PixelImage.tsx';
import './crop.css';

type Part = Pick<Tasks['view']['answer'], 'window'> & { readonly image: ImageData; readonly of: unknown };

/** How long the view rests before its pixels are asked for, in milliseconds. */
const REST = 80;

interface FileViewProps {
  pane: Size;
  /** The developed picture's size, and where the pane puts it. */
  picture: Size;
  placed: { readonly left: number; readonly top: number; readonly scale: number };
}

/** The file's own pixels over the Input's, where the file holds more of them than the screen shows of the working picture. */
export function FileView({ pane, picture, placed }: FileViewProps) {
  const { session } = useDesk();
  const place = useStudio((state) => state.place);
  const develop = useStudio((state) => state.recipe.develop);
  const selected = useStudio((state) => state.selected);
  const isPlaying = useStudio((state) => state.playing !== null);
  const [part, setPart] = useState<Part | null>(null);
  const { left, top, scale } = placed;
  const { width, height } = pane;

  const perPixel = place ? place.window.width / picture.width : 1;
  // Planes that play come sooner without: the next one would wait until this one's pixels are read once more.
  const hasMore = !isPlaying && perPixel > 1.05 && scale * devicePixelRatio > 1.05;
  /** What a part is of: one of another picture, or of other tones, is not shown. */
  const of = place && `${selected} ${JSON.stringify(develop)} ${JSON.stringify(place.window)}`;

  useEffect(() => {
    if (!hasMore || !place) return;
    const { window } = place;
    const [x, y] = [Math.max(0, -left / scale), Math.max(0, -top / scale)];
    const right = Math.min(picture.width, (width - left) / scale);
    const bottom = Math.min(picture.height, (height - top) / scale);
    if (right <= x || bottom <= y) return;
    const wanted = {
      x: window.x + x * perPixel,
      y: window.y + y * perPixel,
      width: (right - x) * perPixel,
      height: (bottom - y) * perPixel,
    };
    const size = {
      width: Math.ceil((right - x) * scale * devicePixelRatio),
      height: Math.ceil((bottom - y) * scale * devicePixelRatio),
    };
    let isWanted = true;
    const timer = setTimeout(async () => {
      const answer = await session.view(wanted, size);
      if (isWanted && answer) setPart({ window: answer.window, image: toImageData(answer.picture), of });
    }, REST);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [session, hasMore, place, perPixel, of, left, top, scale, width, height, picture.width, picture.height]);

  if (!hasMore || !place || !part || part.of !== of) return null;
  const screen = scale / perPixel;
  return (
    <PixelImage
      className={screen * devicePixelRatio >= 2 ? 'file-view crisp' : 'file-view'}
      image={part.image}
      style={{
        left: left + (part.window.x - place.window.x) * screen,
        top: top + (part.window.y - place.window.y) * screen,
        width: part.window.width * screen,
        height: part.window.height * screen,
      }}
    />
  );
}
