import type { KeyboardEvent, PointerEvent } from 'react';
import { type PaneName, panes, type ShownStage } from '../../engine/stages/shown.ts';
import { useStudio } from '../desk.ts';
import { useShownPanes } from './use-shown-panes.ts';

const nameOf = (stage: ShownStage) => panes.find((one) => one.stage === stage)?.name ?? '';

/** What stands on either side of the wipe; the left one can be any pane but the large one. */
export function PairEnds({ name }: { name: PaneName }) {
  const partner = useStudio((state) => state.partner);
  const choose = useStudio((state) => state.compareWith);
  const others = useShownPanes().filter((one) => one.name !== name);
  return (
    <>
      <select
        className="select pair-end pair-left"
        aria-label="Compare with"
        value={partner}
        onChange={({ target }) => {
          const other = others[target.selectedIndex];
          if (other) choose(other.stage);
        }}
        onPointerDown={(event) => event.stopPropagation()}
        onDoubleClick={(event) => event.stopPropagation()}
      >
        {others.map((one) => (
          <option key={one.stage} value={one.stage}>
            {one.name}
          </option>
        ))}
      </select>
      <span className="pair-end pair-right">{name}</span>
    </>
  );
}

/** The divider of the large pane while two are compared: the partner left of it, the pane itself right. */
export function Wipe({ name, width }: { name: PaneName; width: number }) {
  const partner = nameOf(useStudio((state) => state.partner));
  const share = useStudio((state) => state.wipe);
  const setWipe = useStudio((state) => state.setWipe);
  const steps: Record<string, number> = {
    ArrowLeft: share - 0.02,
    ArrowDown: share - 0.02,
    ArrowRight: share + 0.02,
    ArrowUp: share + 0.02,
    PageDown: share - 0.1,
    PageUp: share + 0.1,
    Home: 0,
    End: 1,
  };
  const press = (event: KeyboardEvent) => {
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    setWipe(next);
  };
  const drag = (event: PointerEvent<HTMLElement>) => {
    event.stopPropagation();
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (box) setWipe((event.clientX - box.left) / box.width);
  };
  return (
    <div
      className="wipe"
      role="slider"
      tabIndex={0}
      aria-label={`${partner} or ${name.toLowerCase()}`}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
      aria-valuetext={`${Math.round(share * 100)} % ${partner.toLowerCase()}`}
      style={{ left: share * width }}
      onKeyDown={press}
      onPointerDown={drag}
      onPointerMove={drag}
      onDoubleClick={(event) => {
        event.stopPropagation();
        setWipe(0.5);
      }}
    >
      <span className="wipe-grip" />
    </div>
  );
}
