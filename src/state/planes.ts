import type { FileFacts } from '../bridge/messages.ts';
import type { Axes } from '../engine/picture.ts';
import type { ChannelLook, DevelopRecipe, Projection } from '../engine/recipe.ts';

/** Sides of a working picture that the page offers, in pixels. */
export const LEAST_SIDE = 32;
export const MOST_SIDE = 4096;

const onePlane: Axes = { c: 1, z: 1, t: 1 };

const projected: Readonly<Record<Projection, string>> = {
  max: 'maximum',
  mean: 'mean',
  sum: 'sum',
  sharpest: 'sharpest',
};

/** The looks of a file's stains: those chosen where there is one for each, else the file's own; null where it has none. */
export const looksFor = (
  { stains }: Pick<FileFacts, 'stains'>,
  chosen: DevelopRecipe['channels'],
): readonly ChannelLook[] | null =>
  stains.length === 0 ? null : chosen?.length === stains.length ? chosen : stains.map(({ look }) => look);

/** The looks with one of them changed. */
export const withLook = (
  looks: readonly ChannelLook[],
  channel: number,
  change: Partial<ChannelLook>,
): ChannelLook[] => looks.map((look, c) => (c === channel ? { ...look, ...change } : look));

/** Shows one channel alone; all of them where it was alone already. */
export function alone(looks: readonly ChannelLook[], channel: number): ChannelLook[] {
  const wasAlone = looks.every(({ shown }, c) => shown === (c === channel));
  return looks.map((look, c) => ({ ...look, shown: wasAlone || c === channel }));
}

/** The longer side of the part of a file that a recipe works on, in the file's pixels. */
export function partSide(
  { width, height }: Pick<FileFacts, 'width' | 'height'>,
  { frame, zoom, part }: Pick<DevelopRecipe, 'frame' | 'zoom' | 'part'>,
): number {
  if (frame === 'crop') return Math.max(1, Math.round(Math.min(width, height) / zoom));
  return frame === 'part' ? Math.max(part[2], part[3]) : Math.max(width, height);
}

/** Where a scale would make the working picture larger than the page works on, that longer side in pixels; else null. */
export function tooLarge(facts: FileFacts, develop: DevelopRecipe): number | null {
  const side = develop.scale === null ? 0 : Math.round(partSide(facts, develop) * develop.scale);
  return side > MOST_SIDE ? side : null;
}

/**
 * The settings as they can be had of a file: plane and time within its axes, grey where it lacks the channel, the looks of its
 * stains where there is one for each, and no more pixels than the page works on.
 *
 * @param facts null while the file was not read: of that it has one plane is known.
 */
export function developOf(develop: DevelopRecipe, facts: FileFacts | null): DevelopRecipe {
  const { channel, channels, z, time } = develop;
  const axes = facts?.axes ?? onePlane;
  const has = typeof channel === 'string' || channel < (facts?.channels.length ?? 0);
  const isLarge = facts !== null && tooLarge(facts, develop) !== null;
  return {
    ...develop,
    channel: has ? channel : 'grey',
    channels: channels && channels.length === facts?.stains.length ? channels : null,
    z: axes.z === 1 ? 0 : typeof z === 'number' ? Math.min(z, axes.z - 1) : z,
    time: Math.min(time, axes.t - 1),
    ...(isLarge && { scale: null, size: MOST_SIDE }),
  };
}

/** Which plane of a stack is shown, counted from 1: "plane 3 of 30, time 1 of 2"; empty where there is one. */
export function planeWords({ z, time }: Pick<DevelopRecipe, 'z' | 'time'>, axes: Axes): string {
  const depth = typeof z === 'number' ? `plane ${z + 1} of ${axes.z}` : `${projected[z]} of ${axes.z} planes`;
  return [...(axes.z > 1 ? [depth] : []), ...(axes.t > 1 ? [`time ${time + 1} of ${axes.t}`] : [])].join(
    ', ',
  );
}
