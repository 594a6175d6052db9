import { Pause, Play, StepForward } from 'lucide-react';
import { Slider } from 'radix-ui';
import { aboutSeconds, secondsAStep, secondsLeft } from '../../state/dream.ts';
import { useDesk, useStudio } from '../desk.ts';
import { IconButton } from '../frame/IconButton.tsx';

/** Pause and step, the frames to look back at, and where the ascent stands. It has its place before there is any. */
export function DreamTools() {
  const { session } = useDesk();
  const ascent = useStudio((state) => state.ascent);
  const frame = useStudio((state) => state.frame);
  const isPaused = useStudio((state) => state.isPaused);
  const isDreaming = useStudio((state) => state.stages.dream.state === 'working');
  const look = useStudio((state) => state.lookAtFrame);
  const pace = useStudio((state) => state.pace);
  const dream = useStudio((state) => state.recipe.dream);
  const figures = ascent?.figures ?? [];
  const last = figures.at(-1);
  const shown = last && (figures[(frame ?? last.index) - 1] ?? last);
  // A frame that was kept counts towards what is asked for now, not what was when it was made.
  const steps = shown && (shown.octave === shown.octaves ? dream.steps : dream.octaveSteps);
  return (
    <div
      className="tools dream-tools"
      role="toolbar"
      aria-label="Dream's steps"
      data-idle={!ascent && !isDreaming ? true : undefined}
    >
      <IconButton
        label={isDreaming ? 'Pause' : 'Go on'}
        shortcut="D"
        icon={isDreaming ? <Pause /> : <Play />}
        disabled={!isDreaming && !isPaused}
        onClick={session.pauseDream}
      />
      <IconButton
        label="One step"
        shortcut="."
        icon={<StepForward />}
        disabled={!isPaused}
        onClick={session.stepDream}
      />
      {!last && (
        <output className="dream-place dream-begins">
          {isDreaming &&
            (pace === null
              ? 'starting'
              : `starts again, ${aboutSeconds(secondsLeft(pace, dream, undefined))}`)}
        </output>
      )}
      {ascent && last && shown && (
        <>
          <Slider.Root
            className="slider dream-frames"
            min={1}
            max={Math.max(2, last.index)}
            value={[shown.index]}
            onValueChange={([index]) => index !== undefined && look(index === last.index ? null : index)}
          >
            <Slider.Track className="slider-track">
              <Slider.Range className="slider-range" />
            </Slider.Track>
            <Slider.Thumb className="slider-thumb" aria-label="Frame" />
          </Slider.Root>
          <output
            className="dream-place"
            data-step={last.index}
            title={`Octave ${shown.octave} of ${shown.octaves}, step ${shown.step} of ${steps}`}
          >
            <span className="dream-word">octave</span> {shown.octave}/{shown.octaves},{' '}
            <span className="dream-word">step</span> {shown.step}/{steps}
            {isDreaming && ` · ${(1 / secondsAStep(ascent)).toFixed(1)}/s`}
          </output>
        </>
      )}
    </div>
  );
}
