import {
  BufferTarget,
  getFirstEncodableVideoCodec,
  Mp4OutputFormat,
  Output,
  QUALITY_VERY_HIGH,
  type VideoCodec,
  VideoSample,
  VideoSampleSource,
  WebMOutputFormat,
} from 'mediabunny';
import { StudioError } from '../errors.ts';
import { joinedBytes } from '../formats/joined-bytes.ts';
import { mp4Xmp, WEBM_XMP } from '../formats/xmp.ts';
import type { Picture } from '../picture.ts';
import { opaque } from './opaque.ts';
import { evenSize, picturesHash } from './pictures-hash.ts';
import type { FilmEncoder, FilmFormat, FilmPlan } from './plan.ts';
import { sealed } from './video-seal.ts';

type VideoFormat = Exclude<FilmFormat, 'gif'>;

const codecs: Readonly<Record<VideoFormat, VideoCodec[]>> = { mp4: ['avc'], webm: ['vp9', 'vp8'] };

/** The quality is set for pictures whose texture is what one looks at. */
const QUALITY = QUALITY_VERY_HIGH;

/** The codec that the browser encodes for a format, asked for this size; null for none. */
export const videoCodec = (format: VideoFormat, width: number, height: number) =>
  getFirstEncodableVideoCodec(codecs[format], { ...evenSize({ width, height }), quality: QUALITY });

const failed = (cause: unknown) => {
  const words = cause instanceof Error ? cause.message : String(cause);
  return new StudioError(
    'film',
    `The browser stopped encoding the film (${words}). A GIF can be made all the same.`,
    {
      cause,
    },
  );
};

/** A video by the browser's own encoder (WebCodecs), put into its container by mediabunny, and sealed. */
export async function videoEncoder(format: VideoFormat, plan: FilmPlan): Promise<FilmEncoder> {
  const { framesPerSecond, title, comment, xmp } = plan;
  const size = evenSize(plan);
  const { width, height } = size;
  const codec = await videoCodec(format, width, height);
  if (codec === null) {
    throw new StudioError(
      'film',
      `This browser does not encode ${format === 'mp4' ? 'MP4' : 'WebM'} of ${width} x ${height} px. Choose another format.`,
    );
  }
  const hash = await picturesHash();
  const target = new BufferTarget();
  const output = new Output({
    format: format === 'mp4' ? new Mp4OutputFormat({ fastStart: 'in-memory' }) : new WebMOutputFormat(),
    target,
  });
  const track = new VideoSampleSource({ codec, quality: QUALITY });
  output.addVideoTrack(track, { frameRate: framesPerSecond });
  output.setMetadataTags({ title, comment, ...(format === 'webm' && { raw: { [WEBM_XMP]: xmp } }) });
  await output.start();
  let frame = 0;
  let isFinished = false;

  return {
    async add(picture: Picture, frames: number) {
      const rgba = opaque(picture, width, height);
      hash.add(rgba, size, frames);
      try {
        for (let i = 0; i < frames; i++) {
          const sample = new VideoSample(rgba, {
            format: 'RGBA',
            codedWidth: width,
            codedHeight: height,
            timestamp: frame / framesPerSecond,
            duration: 1 / framesPerSecond,
          });
          frame++;
          await track.add(sample).finally(() => sample.close());
        }
      } catch (cause) {
        throw failed(cause);
      }
    },
    async finish() {
      try {
        await output.finalize();
      } catch (cause) {
        throw failed(cause);
      }
      isFinished = true;
      const film = new Uint8Array(target.buffer as ArrayBuffer); // there once it is finalised
      return sealed(format === 'mp4' ? joinedBytes([film, mp4Xmp(xmp)]) : film, hash.end());
    },
    async close() {
      if (!isFinished) await output.cancel().catch(() => {}); // it failed before, which was said
    },
  };
}
