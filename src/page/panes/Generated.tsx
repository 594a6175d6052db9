import type { Manifest } from '../../engine/models/manifest.ts';
import { departures } from '../../state/departures.ts';
import { useStudio } from '../desk.ts';

/** Says of what a pane shows that a model made it up, and whether it had to work outside of what it was trained with. */
export function Generated({ painter }: { painter: Manifest }) {
  const hasDeparted = useStudio(({ recipe }) =>
    Object.values(departures(recipe, painter)).some((stage) => Object.keys(stage).length > 0),
  );
  return (
    <p className="generated">
      <b>Generated</b> by {painter.title}
      {hasDeparted && <span className="generated-departs">off its trained settings</span>}
    </p>
  );
}
