import { useStudio } from '../desk.ts';
import { SelectRow } from './SelectRow.tsx';

const places = [
  { value: 'everywhere', label: 'Everywhere' },
  { value: 'inside', label: 'Inside the cells' },
  { value: 'outside', label: 'Outside the cells' },
  { value: 'painted', label: 'Where I paint' },
] as const;

/** Where in the picture the dream may change it. */
export function DreamPlace() {
  const mask = useStudio((state) => state.recipe.dream.mask);
  const change = useStudio((state) => state.changeDream);
  return (
    <>
      <SelectRow
        label="Where"
        about="where"
        value={mask}
        choices={places}
        onChange={(next) => change(next === 'painted' ? { mask: next, enabled: true } : { mask: next })}
      />
      {mask === 'painted' && (
        <p className="row-hint">
          Paint in the Dream pane where the dream may change the picture; the rest stays as it is.
        </p>
      )}
    </>
  );
}
