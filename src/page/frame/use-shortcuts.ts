import { useEffect } from 'react';
import { shownStages } from '../../engine/stages/shown.ts';
import { zoomAtOne } from '../../state/true-pixels/counted.ts';
import { fitted } from '../../state/view.ts';
import { useDesk } from '../desk.ts';

const TYPES = 'input:not([type="file"]), textarea, select';

/** The keys that work anywhere on the page, apart from where text is typed. */
export function useShortcuts(onHelp: () => void): void {
  const { studio, session, live } = useDesk();
  useEffect(() => {
    const keys: Readonly<Record<string, () => void>> = {
      '[': () => studio.getState().stepPicture(-1),
      ']': () => studio.getState().stepPicture(1),
      '0': () => studio.getState().setLook(fitted),
      '1': () => zoomTo(() => zoomAtOne(studio.getState(), devicePixelRatio)),
      '+': () => zoomTo((zoom) => Math.min(64 / studio.getState().fitScale, zoom * 1.25)),
      '-': () => zoomTo((zoom) => Math.max(1, zoom / 1.25)),
      '?': onHelp,
      c: () => studio.getState().toggleCompare(),
      o: () => studio.getState().holdOriginal(true),
      v: () => studio.getState().takeTool('view'),
      p: () => studio.getState().takeTool('pen'),
      e: () => studio.getState().takeTool('eraser'),
      d: session.pauseDream,
      '.': session.stepDream,
      f: () => studio.getState().present(!studio.getState().isPresenting),
      Escape: () => {
        if (studio.getState().isPresenting) studio.getState().present(false);
        else if (studio.getState().live !== null) live.stop();
        else session.cancel();
      },
      ArrowRight: () => stepStage(1),
      ArrowLeft: () => stepStage(-1),
    };
    const zoomTo = (zoomOf: (zoom: number) => number) => {
      const { look, setLook } = studio.getState();
      setLook({ ...look, zoom: zoomOf(look.zoom) });
    };
    /** While presenting, the arrows go through the stages. */
    const stepStage = (by: 1 | -1) => {
      const { isPresenting, chosen, chooseStage } = studio.getState();
      const next = shownStages[shownStages.indexOf(chosen) + by];
      if (isPresenting && next) chooseStage(next);
    };
    const history = (event: KeyboardEvent) => {
      const { undo, redo } = studio.temporal.getState();
      const key = event.key.toLowerCase();
      if (key === 'z') (event.shiftKey ? redo : undo)();
      else if (key === 'y') redo();
      else return;
      event.preventDefault();
    };

    const listening = new AbortController();
    const { signal } = listening;
    addEventListener(
      'keydown',
      (event) => {
        const target = event.target instanceof Element ? event.target : null;
        if (target?.closest('[role="dialog"], [role="menu"]')) return;
        // An Escape that closed a tooltip was still meant for the job.
        if (event.defaultPrevented && event.key !== 'Escape') return;
        if (event.ctrlKey || event.metaKey) {
          if (!target?.matches('[data-typing]')) history(event);
        } else if (!event.altKey && !target?.matches(TYPES))
          keys[event.key.length === 1 ? event.key.toLowerCase() : event.key]?.();
      },
      { signal },
    );
    const letGo = () => studio.getState().holdOriginal(false);
    addEventListener('keyup', (event) => event.key.toLowerCase() === 'o' && letGo(), { signal });
    addEventListener('blur', letGo, { signal });
    return () => listening.abort();
  }, [studio, session, live, onHelp]);
}
