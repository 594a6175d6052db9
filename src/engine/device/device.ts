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
  /** Why a faster rung of the ladder is not used, in plain sentences for the page; empty if none was skipped. */
  readonly skipped: readonly string[];
  /** Settles once, when the device is lost or reports an error nobody caught; never for wasm. */
  readonly lost: Promise<Error>;
}
