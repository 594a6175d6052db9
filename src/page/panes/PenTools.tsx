import { Brush, Eraser, Hand, Pencil, Trash2 } from 'lucide-react';
import { Slider, ToggleGroup } from 'radix-ui';
import type { DrawnPane } from '../../state/recipe.ts';
import { useStudio } from '../desk.ts';
import { IconButton } from '../frame/IconButton.tsx';

const view = { tool: 'view', name: 'View', icon: <Hand aria-hidden /> } as const;
const eraser = { tool: 'eraser', name: 'Eraser', icon: <Eraser aria-hidden /> } as const;

const kinds = {
  edges: {
    label: 'Edge surgeon',
    tools: [view, { tool: 'pen', name: 'Pen', icon: <Pencil aria-hidden /> }, eraser],
  },
  dream: {
    label: 'Dream brush',
    tools: [view, { tool: 'pen', name: 'Brush', icon: <Brush aria-hidden /> }, eraser],
  },
} as const;

/** Pen and eraser for the Edges pane, brush and eraser for the Dream pane. */
export function PenTools({ pane }: { pane: DrawnPane }) {
  const { label, tools } = kinds[pane];
  const tool = useStudio((state) => state.tool);
  const take = useStudio((state) => state.takeTool);
  const size = useStudio((state) => (state.tool === 'view' ? null : state.penSize[pane][state.tool]));
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
      {tool !== 'view' && size !== null && (
        <>
          <Slider.Root
            className="slider pen-size"
            min={1}
            max={64}
            value={[size]}
            onValueChange={([next]) => next !== undefined && setSize(pane, tool, next)}
          >
            <Slider.Track className="slider-track">
              <Slider.Range className="slider-range" />
            </Slider.Track>
            <Slider.Thumb
              className="slider-thumb"
              aria-label={pane === 'dream' ? 'Brush size' : 'Pen size'}
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
