export type Backend = 'webgpu' | 'webgl' | 'wasm';

/** Where the engine computes: tfjs runs on `backend`, and our own kernels on `gpu` where it is WebGPU. */
export interface Device {
  readonly backend: Backend;
  /** Words for a person, as "Apple M2" or "SwiftShader, a software GPU". */
  readonly name: string;
  /** A GPU imitated by the processor: right, but slow. */
  readonly software: boolean;
  /** The engine's own WebGPU device, shared with tfjs; null on the other backends. */
  readonly gpu: GPUDevice | null;
  /** Settles once, when the device is lost or reports an error that nobody caught; never without a GPU. */
  readonly failed: Promise<Error>;
  /** Gives the GPU back. */
  close(): void;
}

/** What a host has to compute with. */
export interface DeviceHost {
  /** `navigator.gpu`, or Dawn's in Node; undefined where there is no WebGPU. */
  readonly gpu: GPU | undefined;
  /** Where tfjs finds its WASM binaries: a folder on disk, or the address of each. */
  readonly wasm: string | Readonly<Record<string, string>>;
  /** Logical cores for threads to run on; 1 where they cannot share memory. */
  readonly cores: number;
}

/** A device that cannot be had, in one plain sentence. */
export class NoDevice extends Error {
  override readonly name = 'NoDevice';
}

const imitations = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|software/i;

/** Whether the words of a driver name a GPU that the processor imitates. */
export const isImitation = (words: string): boolean => imitations.test(words);
