import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Client } from '../bridge/client.ts';
import type { Offline } from '../state/offline.ts';
import type { Session } from '../state/session.ts';
import type { Sharing } from '../state/sharing.ts';
import type { Studio, StudioStore } from '../state/studio.ts';
import type { LiveView } from './live/live-view.ts';
import type { Pictures } from './pictures.ts';

/** Everything that main.tsx made and the components share. */
export interface Desk {
  readonly studio: StudioStore;
  readonly session: Session;
  /** For parts that are loaded late and ask the engine by themselves. */
  readonly client: Client;
  readonly offline: Offline;
  readonly sharing: Sharing;
  /** A camera in place of the tray's picture. */
  readonly live: LiveView;
  readonly pictures: Pictures;
  /** The folder that holds `models/` and `samples/`. */
  readonly base: string;
}

const DeskContext = createContext<Desk | null>(null);

export const DeskProvider = DeskContext.Provider;

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('a component stands outside of the DeskProvider');
  return desk;
}

/** @param select returns something stored, or is wrapped in useShallow: a fresh object each time renders for ever. */
export function useStudio<T>(select: (state: Studio) => T): T {
  return useStore(useDesk().studio, select);
}
