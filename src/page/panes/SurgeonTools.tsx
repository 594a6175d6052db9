import { Eraser, Hand, Pencil, Trash2 } from 'lucide-react';
import { Slider, ToggleGroup } from 'radix-ui';
import { useStudio } from '../desk.ts';
import { IconButton } from '../frame/IconButton.tsx';

const tools = [
  { tool: 'view', name: 'View', icon: <Hand aria-hidden /> },
  { tool: 'pen', name: 'Pen', icon: <Pencil aria-hidden /> },
  { tool: 'eraser', name: 'Eraser', icon: <Eraser aria-hidden /> },
] as const;

/** Pen and eraser for the Edges pane. */
export function SurgeonTools() {
  const tool = useStudio((state) => state.tool);
  const take = useStudio((state) => state.takeTool);
  const size = useStudio((state) => state.penSize[state.tool === 'eraser' ? 'eraser' : 'pen']);
  const setSize = useStudio((state) => state.setPenSize);
  const selected = useStudio((state) => state.selected);
  const count = useStudio((state) => (selected ? (state.strokes[selected]?.length ?? 0) : 0));
  const clear = useStudio((state) => state.clearStrokes);
  return (
    <div className="tools" role="toolbar" aria-label="Edge surgeon">
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
      {tool !== 'view' && (
        <>
          <Slider.Root
            className="slider pen-size"
            min={1}
            max={64}
            value={[size]}
            onValueChange={([next]) => next !== undefined && setSize(next)}
          >
            <Slider.Track className="slider-track">
              <Slider.Range className="slider-range" />
            </Slider.Track>
            <Slider.Thumb className="slider-thumb" aria-label="Pen size" />
          </Slider.Root>
          <output className="pen-size-number">{size} px</output>
        </>
      )}
      {selected !== null && count > 0 && (
        <IconButton label="Clear what was drawn" icon={<Trash2 />} onClick={() => clear(selected)} />
      )}
    </div>
  );
}
