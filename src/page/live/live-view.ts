import type { Client } from '../../bridge/client.ts';
import { sentenceAbout } from '../../state/failure.ts';
import type { Screen } from '../../state/rendering.ts';
import type { StudioStore } from '../../state/studio.ts';
import type { BrowserCamera } from './camera.ts';

/** A camera in place of the tray's picture. */
export interface LiveView {
  /** Asks for a camera, and shows it until it is stopped. @param id the one that is wanted; else any. */
  start(id?: string): Promise<void>;
  stop(): void;
  /** Puts what the camera sees now into the tray, at its own size. */
  takeStill(): Promise<void>;
}

export function openLiveView(
  studio: StudioStore,
  client: Pick<Client, 'run'>,
  screen: Screen,
  addFiles: (files: readonly File[]) => void,
): LiveView {
  let running: { readonly camera: BrowserCamera; readonly controller: AbortController } | null = null;
  let ended: Promise<void> = Promise.resolve();
  /** Starts and stops so far: while the browser asks, a person may press again. */
  let presses = 0;
  const stop = () => {
    presses++;
    running?.controller.abort();
    running = null;
  };
  const failed = (error: unknown) =>
    studio.getState().alert('camera', sentenceAbout('The camera', error).replace(/^The camera: /, ''));

  return {
    stop,
    async start(id) {
      const { dismiss, announce } = studio.getState();
      dismiss('camera');
      try {
        const parts = [import('./camera.ts'), import('../../state/show-live.ts')] as const; // few need them
        const [{ openCamera }, { showLive }] = await Promise.all(parts);
        stop();
        const press = presses;
        await ended; // some cameras serve one at a time
        const camera = await openCamera(id ?? null);
        if (press !== presses) {
          camera.close();
          return;
        }
        const controller = new AbortController();
        running = { camera, controller };
        camera.onEnded(() => {
          if (controller.signal.aborted) return;
          stop();
          failed('The camera was disconnected.');
        });
        announce(`${camera.name}: live`);
        ended = showLive(studio, client, screen, camera, controller.signal, () => performance.now());
        await ended;
      } catch (error) {
        failed(error);
      }
    },
    async takeStill() {
      if (!running) return;
      try {
        const still = await running.camera.still();
        addFiles([still]);
        studio.getState().announce(`${still.name}: taken`);
      } catch (error) {
        failed(error);
      }
    },
  };
}
