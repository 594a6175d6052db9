import { Pause, Play } from 'lucide-react';
import { useRef } from 'react';
import type { FileFacts } from '../../bridge/messages.ts';
import type { Projection } from '../../engine/recipe.ts';
import { developOf } from '../../state/planes.ts';
import { useStudio } from '../desk.ts';
import { IconButton } from '../frame/IconButton.tsx';
import { SelectRow } from './SelectRow.tsx';
import { SliderRow } from './SliderRow.tsx';
import './planes.css';

const depths: readonly { readonly value: Projection | 'one'; readonly label: string }[] = [
  { value: 'one', label: 'One plane' },
  { value: 'max', label: 'Maximum' },
  { value: 'mean', label: 'Mean' },
  { value: 'sum', label: 'Sum' },
  { value: 'sharpest', label: 'Sharpest plane' },
];

interface PlaneRowProps {
  label: string;
  about: 'plane' | 'time';
  axis: 'z' | 'time';
  /** From 0. */
  value: number;
  count: number;
  onChange(value: number): void;
}

/** The planes of one axis, to go through by hand or to play. */
function PlaneRow({ label, about, axis, value, count, onChange }: PlaneRowProps) {
  const isPlaying = useStudio((state) => state.playing === axis);
  const play = useStudio((state) => state.play);
  return (
    <div className="plane-row">
      <SliderRow
        label={label}
        about={about}
        value={value + 1}
        min={1}
        max={count}
        step={1}
        initial={1}
        onChange={(next) => onChange(Math.round(next) - 1)}
      />
      <IconButton
        label={isPlaying ? `Stop ${label}` : `Play ${label}`}
        icon={isPlaying ? <Pause /> : <Play />}
        onClick={() => play(isPlaying ? null : axis)}
      />
    </div>
  );
}

/** Which plane of a stack is worked on; nothing where there is one. */
export function PlaneRows({ facts }: { facts: FileFacts }) {
  const develop = useStudio((state) => state.recipe.develop);
  const change = useStudio((state) => state.changeDevelop);
  const { z, time } = developOf(develop, facts);
  /** Where "One plane" goes back to. */
  const plane = useRef(0);
  if (typeof z === 'number') plane.current = z;
  return (
    <>
      {facts.axes.z > 1 && (
        <SelectRow
          label="Depth"
          about="depth"
          value={typeof z === 'number' ? 'one' : z}
          choices={depths}
          onChange={(next) => change({ z: next === 'one' ? plane.current : next })}
        />
      )}
      {facts.axes.z > 1 && typeof z === 'number' && (
        <PlaneRow
          label="Z"
          about="plane"
          axis="z"
          value={z}
          count={facts.axes.z}
          onChange={(next) => change({ z: next })}
        />
      )}
      {facts.axes.t > 1 && (
        <PlaneRow
          label="Time"
          about="time"
          axis="time"
          value={time}
          count={facts.axes.t}
          onChange={(next) => change({ time: next })}
        />
      )}
    </>
  );
}
