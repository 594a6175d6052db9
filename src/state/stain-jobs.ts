import type { Client, Listener } from '../bridge/client.ts';
import { looksFor } from './planes.ts';
import type { StudioStore } from './studio.ts';
import { selectedItem } from './tray.ts';

/** What can be asked for about the channels of the picture in the panes. */
export interface StainJobs {
  /** Gives each channel the range that suits the whole stack; where that was cancelled or failed, nothing changes. */
  autoRanges(): Promise<void>;
}

/** @param made runs a job that a person waits for and may cancel; null where it was, or failed. */
export function stainJobs(
  studio: StudioStore,
  client: Pick<Client, 'run'>,
  made: <T>(what: string, make: (listener: Listener) => Promise<T>, listener: Listener) => Promise<T | null>,
): StainJobs {
  const shown = () => {
    const item = selectedItem(studio.getState());
    return item?.facts ? { source: item.source, facts: item.facts } : null;
  };
  return {
    async autoRanges() {
      const picture = shown();
      if (!picture) return;
      const { source } = picture;
      const ranges = await made(
        source.name,
        (all) => client.run('stackRanges', { source }, { ...all, background: true }),
        {},
      );
      if (!ranges || shown()?.source.id !== source.id) return;
      const { recipe, changeDevelop } = studio.getState();
      const looks = looksFor(picture.facts, recipe.develop.channels);
      if (!looks) return;
      const ranged = looks.map((look, c) => {
        const [low, high] = ranges[c] ?? [0, 0];
        return low < high ? { ...look, range: [low, high] as [number, number] } : look; // two numbers
      });
      changeDevelop({ channels: ranged });
    },
  };
}
