import { useMemo } from 'react';
import type { FigureLooks } from '../../engine/figure/plan.ts';
import type { Recipe } from '../../engine/recipe.ts';
import { wishOf } from '../../state/rendering.ts';
import { useDesk, useStudio } from '../desk.ts';
import { FigureDialog } from './FigureDialog.tsx';

interface FigureOfTrayProps {
  open: boolean;
  onOpenChange(open: boolean): void;
}

const usual = ({ cells }: Recipe): FigureLooks['columns'] => [
  'input',
  'edges',
  ...(cells.enabled ? (['cells'] as const) : []),
  'colour',
  'dream',
];

/** A figure of pictures of the tray, with the settings as they stand: at first of the chosen one. */
export default function FigureOfTray({ open, onOpenChange }: FigureOfTrayProps) {
  const { studio } = useDesk();
  const items = useStudio((state) => state.items);
  const selected = useStudio((state) => state.selected);
  const recipe = useStudio((state) => state.recipe);
  // biome-ignore lint/correctness/useExhaustiveDependencies: while the dialog is open, nothing else changes what is asked for
  const pictures = useMemo(() => {
    if (!open) return [];
    const state = studio.getState();
    const ready = items.filter((item) => item.state === 'ready');
    return ready.flatMap(({ source }) => wishOf({ ...state, selected: source.id }) ?? []);
  }, [open, items, recipe, studio]);
  return (
    <FigureDialog
      open={open}
      onOpenChange={onOpenChange}
      pictures={pictures}
      initial={selected === null ? [] : [selected]}
      usual={usual}
    />
  );
}
