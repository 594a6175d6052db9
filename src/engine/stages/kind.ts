import { kindOf, look } from '../models/kind-of-picture.ts';
import type { PictureKind } from '../models/picture-kinds.ts';
import type { Planes } from '../picture.ts';
import { hasStains } from './composite.ts';
import { develop } from './develop.ts';

/** What a picture looks like: of several stains the first decides, since the colours that they are shown in mean nothing. */
export function kindOfPlanes(planes: Planes): PictureKind {
  const seen = hasStains(planes) ? { ...planes, channels: planes.channels.slice(0, 1) } : planes;
  return kindOf(develop(seen, look).rgb).kind;
}
