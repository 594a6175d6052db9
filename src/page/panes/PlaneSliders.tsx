import { Pause, Play } from 'lucide-react';
import { developOf } from '../../state/planes.ts';
import { selectedItem } from '../../state/tray.ts';
import { useStudio } from '../desk.ts';
import { IconButton } from '../frame/IconButton.tsx';
import { SliderRow } from '../inspector/SliderRow.tsx';
import './planes.css';

interface PlaneSliderProps {
  label: string;
  about: 'plane' | 'time';
  axis: 'z' | 'time';
  /** From 0. */
  value: number;
  count: number;
}

/** The planes of one axis, to go through by hand or to play. */
function PlaneSlider({ label, about, axis, value, count }: PlaneSliderProps) {
  const change = useStudio((state) => state.changeDevelop);
  const isPlaying = useStudio((state) => state.playing === axis);
  const play = useStudio((state) => state.play);
  return (
    <div className="plane-slider">
      <SliderRow
        label={label}
        about={about}
        value={value + 1}
        min={1}
        max={count}
        step={1}
        initial={1}
        onChange={(next) => change({ [axis]: Math.round(next) - 1 })}
      />
      <span className="plane-count">of {count}</span>
      <IconButton
        label={isPlaying ? `Stop ${label}` : `Play ${label}`}
        icon={isPlaying ? <Pause /> : <Play />}
        onClick={() => play(isPlaying ? null : axis)}
      />
    </div>
  );
}

/** Which plane of a stack, and which time, is worked on; no Z where all planes are shown as one. */
export default function PlaneSliders() {
  const develop = useStudio((state) => state.recipe.develop);
  const facts = useStudio((state) => selectedItem(state)?.facts);
  if (!facts) return null;
  const { axes } = facts;
  const { z, time } = developOf(develop, facts);
  return (
    <>
      {axes.z > 1 && typeof z === 'number' && (
        <PlaneSlider label="Z" about="plane" axis="z" value={z} count={axes.z} />
      )}
      {axes.t > 1 && <PlaneSlider label="Time" about="time" axis="time" value={time} count={axes.t} />}
    </>
  );
}
