import type { Picture } from '../../engine/picture.ts';
import type { Camera } from '../../state/live.ts';

/** A camera of the browser. */
export interface BrowserCamera extends Camera {
  /** The newest picture at the camera's own size, as a PNG named by the time. */
  still(): Promise<File>;
  /** Calls back when it was unplugged or taken away. */
  onEnded(listener: () => void): void;
}

/** The cameras by their ids and names; names are empty until a person has let one be used. */
export async function cameras(): Promise<readonly { readonly id: string; readonly name: string }[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices
    .filter(({ kind }) => kind === 'videoinput')
    .map(({ deviceId, label }, i) => ({ id: deviceId, name: label || `Camera ${i + 1}` }));
}

const sentences: Readonly<Record<string, string>> = {
  NotAllowedError:
    'The camera may not be used: allow it for this page in the address bar, and press Camera again.',
  NotFoundError: 'No camera was found: connect one, and press Camera again.',
  NotReadableError: 'The camera is in use by another program: close that, and press Camera again.',
  OverconstrainedError: 'That camera is gone: press Camera to use another.',
};

const two = (number: number) => String(number).padStart(2, '0');

/** As "Camera 2026-11-29 14.05.09.png": sorts by time, and is a file's name everywhere. */
function stillName(at: Date): string {
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `Camera ${day} ${[at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join('.')}.png`;
}

/**
 * Asks for a camera and starts it. Its pictures stay in the tab.
 *
 * @param id the one that is wanted; null for the one that looks away from the person.
 * @throws one sentence where there is none, or it may not be used.
 */
export async function openCamera(id: string | null): Promise<BrowserCamera> {
  if (!navigator.mediaDevices)
    throw new Error('The camera works only over https, or on the computer that serves the page.');
  const which = id === null ? { facingMode: { ideal: 'environment' } } : { deviceId: { exact: id } };
  const asked = { video: { ...which, width: { ideal: 1280 }, height: { ideal: 960 } }, audio: false };
  const stream = await navigator.mediaDevices.getUserMedia(asked).catch((cause: unknown) => {
    const name = cause instanceof Error ? cause.name : '';
    throw new Error(sentences[name] ?? `The camera does not start: ${String(cause)}`, {
      cause,
    });
  });
  const [track] = stream.getVideoTracks();
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  await video.play();
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!track || !context) throw new Error('The camera gives no pictures.');
  const frames = heardFrames(video);
  return {
    name: track.label || 'The camera',
    async next(side, signal): Promise<Picture> {
      await frames.next(signal);
      const { videoWidth, videoHeight } = video;
      const scale = Math.min(1, side / Math.min(videoWidth, videoHeight));
      const width = Math.round(videoWidth * scale);
      const height = Math.round(videoHeight * scale);
      if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
      context.drawImage(video, 0, 0, width, height);
      const { data } = context.getImageData(0, 0, width, height);
      return { width, height, channels: 4, data: new Uint8Array(data.buffer) };
    },
    async still() {
      const large = document.createElement('canvas');
      Object.assign(large, { width: video.videoWidth, height: video.videoHeight });
      large.getContext('2d')?.drawImage(video, 0, 0);
      const blob = await new Promise<Blob | null>((resolve) => large.toBlob(resolve, 'image/png'));
      if (!blob) throw new Error('The camera gave no picture; press the shutter again.');
      return new File([blob], stillName(new Date()), { type: 'image/png' });
    },
    onEnded: (listener) => track.addEventListener('ended', listener),
    close() {
      frames.end();
      for (const one of stream.getTracks()) one.stop();
      video.srcObject = null;
    },
  };
}

/** Hears of a video's pictures as they come, so that one that came while nobody waited is taken at once. */
function heardFrames(video: HTMLVideoElement) {
  let isNew = false;
  let heard: (() => void) | null = null;
  const hear = (): number =>
    video.requestVideoFrameCallback(() => {
      isNew = true;
      heard?.();
      callback = hear();
    });
  let callback = hear();
  return {
    /** Resolves as soon as there is a picture that was not taken before. */
    async next(signal: AbortSignal): Promise<void> {
      signal.throwIfAborted();
      if (!isNew) {
        await new Promise<void>((resolve, reject) => {
          const abort = () => reject(signal.reason);
          signal.addEventListener('abort', abort, { once: true });
          heard = () => {
            signal.removeEventListener('abort', abort);
            resolve();
          };
        });
      }
      isNew = false;
    },
    end: () => video.cancelVideoFrameCallback(callback),
  };
}
