import { writeFileSync } from 'node:fs';

interface Video {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
}

/** Discs on bright ground that drift from frame to frame, as an uncompressed YUV4MPEG2 file of 30 frames a second. */
export function drawVideo(path: string, { width, height, frames }: Video): void {
  const half = (width / 2) * (height / 2);
  const parts: Uint8Array[] = [Buffer.from(`YUV4MPEG2 W${width} H${height} F30:1 Ip A1:1 C420jpeg\n`)];
  for (let frame = 0; frame < frames; frame++) {
    const luma = new Uint8Array(width * height).fill(225);
    for (let disc = 0; disc < 9; disc++) {
      const [x, y] = [40 + (disc % 3) * 110 + frame * 2, 40 + Math.floor(disc / 3) * 75 + frame];
      for (let i = 0; i < luma.length; i++) {
        const far = Math.hypot((i % width) - x, Math.floor(i / width) - y);
        if (far < 24) luma[i] = far < 9 ? 70 : 150;
      }
    }
    parts.push(Buffer.from('FRAME\n'), luma, new Uint8Array(half).fill(128), new Uint8Array(half).fill(150));
  }
  writeFileSync(path, Buffer.concat(parts));
}
