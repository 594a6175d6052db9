import { useRef } from 'react';
import type { FileFacts } from '../../bridge/messages.ts';
import type { Projection } from '../../engine/recipe.ts';
import { developOf } from '../../state/planes.ts';
import { useStudio } from '../desk.ts';
import { SelectRow } from './SelectRow.tsx';

const depths: readonly { readonly value: Projection | 'one'; readonly label: string }[] = [
  { value: 'one', label: 'One plane' },
  { value: 'max', label: 'Maximum' },
  { value: 'mean', label: 'Mean' },
  { value: 'sum', label: 'Sum' },
  { value: 'sharpest', label: 'Sharpest plane' },
];

/** One plane of a stack, or all of them as one; nothing where there is a single plane. */
export function DepthRow({ facts }: { facts: FileFacts }) {
  const develop = useStudio((state) => state.recipe.develop);
  const change = useStudio((state) => state.changeDevelop);
  const { z } = developOf(develop, facts);
  /** Where "One plane" goes back to. */
  const plane = useRef(0);
  if (typeof z === 'number') plane.current = z;
  if (facts.axes.z < 2) return null;
  return (
    <SelectRow
      label="Depth"
      about="depth"
      value={typeof z === 'number' ? 'one' : z}
      choices={depths}
      onChange={(next) => change({ z: next === 'one' ? plane.current : next })}
    />
  );
}
