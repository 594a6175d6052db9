import { Brush, Combine, Eraser, Hand, Pencil, Scissors, Trash2 } from 'lucide-react';
import { Slider, ToggleGroup } from 'radix-ui';
import type { ReactNode } from 'react';
import type { DrawnPane } from '../../state/recipe.ts';
import type { Tool } from '../../state/view.ts';
import { useStudio } from '../desk.ts';
import { IconButton } from '../frame/IconButton.tsx';
import { toolFor } from './use-pen.ts';

const view = { tool: 'view', name: 'View', icon: <Hand aria-hidden /> } as const;
const eraser = { tool: 'eraser', name: 'Eraser', icon: <Eraser aria-hidden /> } as const;

const kinds = {
  edges: {
    label: 'Edge surgeon',
    tools: [view, { tool: 'pen', name: 'Pen', icon: <Pencil aria-hidden /> }, eraser],
  },
  cells: {
    label: 'Cell tools',
    tools: [
      view,
      { tool: 'cut', name: 'Cut cells', icon: <Scissors aria-hidden /> },
      { tool: 'join', name: 'Join cells', icon: <Combine aria-hidden /> },
      { tool: 'draw', name: 'Draw a cell', icon: <Pencil aria-hidden /> },
      { tool: 'erase', name: 'Erase cells', icon: <Eraser aria-hidden /> },
    ],
  },
  dream: {
    label: 'Dream brush',
    tools: [view, { tool: 'pen', name: 'Brush', icon: <Brush aria-hidden /> }, eraser],
  },
} as const;

/** Pen and eraser for the Edges pane, what mends cells for the Cells pane, brush and eraser for the Dream pane. */
export function PenTools({ pane }: { pane: DrawnPane }) {
  const { label } = kinds[pane];
  const tools: readonly { tool: Tool; name: string; icon: ReactNode }[] = kinds[pane].tools;
  const inHand = useStudio((state) => toolFor(pane, state.tool));
  const tool = inHand ?? 'view';
  const take = useStudio((state) => state.takeTool);
  const size = useStudio((state) => inHand && state.penSize[pane][inHand]);
  const setSize = useStudio((state) => state.setPenSize);
  const selected = useStudio((state) => state.selected);
  const count = useStudio((state) => (selected ? (state.strokes[pane][selected]?.length ?? 0) : 0));
  const clear = useStudio((state) => state.clearStrokes);
  return (
    <div className={`tools tools-${pane}`} role="toolbar" aria-label={label}>
      <ToggleGroup.Root
        className="segments"
        type="single"
        aria-label="Tool"
        value={tool}
        onValueChange={(next) => take(tools.find((one) => one.tool === next)?.tool ?? 'view')}
      >
        {tools.map((one) => (
          <ToggleGroup.Item
            key={one.tool}
            value={one.tool}
            className="segment segment-icon"
            aria-label={one.name}
            title={one.name}
          >
            {one.icon}
          </ToggleGroup.Item>
        ))}
      </ToggleGroup.Root>
      {inHand && size !== null && (
        <>
          <Slider.Root
            className="slider pen-size"
            min={1}
            max={64}
            value={[size]}
            onValueChange={([next]) => next !== undefined && setSize(pane, inHand, next)}
          >
            <Slider.Track className="slider-track">
              <Slider.Range className="slider-range" />
            </Slider.Track>
            <Slider.Thumb
              className="slider-thumb"
              aria-label={pane === 'dream' ? 'Brush size' : pane === 'cells' ? 'Tool size' : 'Pen size'}
            />
          </Slider.Root>
          <output className="pen-size-number">{size} px</output>
        </>
      )}
      {selected !== null && count > 0 && (
        <IconButton label="Clear what was drawn" icon={<Trash2 />} onClick={() => clear(pane, selected)} />
      )}
    </div>
  );
}
