import type { Client } from '../bridge/client.ts';
import type { Picture } from '../engine/picture.ts';
import { sentenceAbout } from './failure.ts';
import type { StudioStore } from './studio.ts';

/**
 * Reads each waiting picture of the tray in the background, one at a time so that a folder does not fill the memory;
 * one that fails is named in an alert and the others go on.
 *
 * @param put takes the thumbnail: RGBA, at most 128 px a side.
 */
export function keepThumbnails(
  studio: StudioStore,
  client: Pick<Client, 'run'>,
  put: (id: string, picture: Picture) => void,
): () => void {
  let reading = false;
  const next = async () => {
    const { items, models, pictureRead, pictureFailed, alert } = studio.getState();
    const item = items.find(({ state }) => state === 'waiting');
    if (reading || !item || !models) return; // with the models comes what the panes ask for, and goes first
    reading = true;
    const { id, name } = item.source;
    try {
      const { picture, facts } = await client.run('thumbnail', { source: item.source }, { background: true });
      put(id, picture);
      pictureRead(id, facts);
      if (facts.warning !== null) alert(id, facts.warning);
    } catch (error) {
      const sentence = sentenceAbout(name, error);
      pictureFailed(id, sentence);
      alert(id, sentence);
    } finally {
      reading = false;
      void next();
    }
  };
  return studio.subscribe((state, before) => {
    if (state.items !== before.items || state.models !== before.models) void next();
  });
}
