import type { StudioStore } from '../state/studio.ts';
import type { Theme } from '../state/view.ts';

const KEY = 'eosin theme';

const isTheme = (text: string | null): text is Theme =>
  text === 'system' || text === 'light' || text === 'dark';

/** Gives the document the chosen theme and keeps the choice across visits, where the browser lets the page keep things. */
export function followTheme(studio: StudioStore): void {
  const show = (theme: Theme) => {
    document.documentElement.dataset.theme = theme;
  };
  let kept: string | null = null;
  try {
    kept = localStorage.getItem(KEY);
  } catch {
    // Storage is blocked: the theme follows the system on each visit.
  }
  if (isTheme(kept)) studio.getState().setTheme(kept);
  show(studio.getState().theme);
  studio.subscribe(({ theme }, before) => {
    if (theme === before.theme) return;
    show(theme);
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // As above.
    }
  });
}

/** Whether the page is dark now, by choice or by the system. */
export const isDark = (theme: Theme) =>
  theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
