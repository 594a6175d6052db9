import type { StudioStore } from './studio.ts';
import type { TrayItem } from './tray.ts';

/**
 * Keeps the tray whole when undo and redo move through it: a picture that is put back is the one in the panes and is not
 * read again, and what is in the panes is always in the tray.
 */
export function keepTray(studio: StudioStore): () => void {
  /** What was last known of each picture that was read. */
  const known = new Map<string, TrayItem>();
  return studio.subscribe((state, before) => {
    const { items, selected } = state;
    if (items === before.items) return;
    for (const item of items) if (item.state !== 'waiting') known.set(item.source.id, item);
    const whole = items.map((item) =>
      item.state === 'waiting' ? (known.get(item.source.id) ?? item) : item,
    );
    const had = new Set(before.items.map((item) => item.source.id));
    const isThere = items.some((item) => item.source.id === selected);
    const back = whole.find((item, i) => !had.has(item.source.id) && item !== items[i]);
    const next = back ?? (isThere ? undefined : whole[0]);
    const chosen = next?.source.id ?? (isThere ? selected : null);
    if (chosen === selected && whole.every((item, i) => item === items[i])) return;
    studio.unrecorded(() => studio.setState({ items: whole, selected: chosen }));
  });
}
