import { Popover } from 'radix-ui';
import { readLut } from '../../engine/formats/lut.ts';
import type { ChannelLook } from '../../engine/recipe.ts';
import { useStudio } from '../desk.ts';
import { FileButton } from '../frame/FileButton.tsx';

type Colour = ChannelLook['colour'];

/** Magenta, green and cyan can be told apart by colour-blind eyes. */
const palette: readonly { readonly name: string; readonly colour: [number, number, number] }[] = [
  { name: 'Magenta', colour: [255, 0, 255] },
  { name: 'Green', colour: [0, 255, 0] },
  { name: 'Cyan', colour: [0, 255, 255] },
  { name: 'Yellow', colour: [255, 255, 0] },
  { name: 'Red', colour: [255, 0, 0] },
  { name: 'Blue', colour: [0, 0, 255] },
  { name: 'White', colour: [255, 255, 255] },
];

/** Stops of the gradient that stands for a lookup table. */
const STOPS = 8;

const css = (rgb: readonly number[]) => `rgb(${rgb.join(' ')})`;

/** A colour, or a lookup table from dark to bright, as a background. */
function background(colour: Colour): string {
  if (typeof colour !== 'string') return css(colour);
  const bytes = atob(colour);
  const stops = Array.from({ length: STOPS + 1 }, (_, i) => {
    const at = 3 * Math.round((255 * i) / STOPS);
    return css([0, 1, 2].map((k) => bytes.charCodeAt(at + k)));
  });
  return `linear-gradient(to right, ${stops.join(', ')})`;
}

interface StainColourProps {
  /** The channel's. */
  name: string;
  colour: Colour;
  onChange(colour: Colour): void;
  onAlone(): void;
}

/** The colour of a channel, and the colours to choose from. */
export function StainColour({ name, colour, onChange, onAlone }: StainColourProps) {
  const alert = useStudio((state) => state.alert);
  const take = async (file: File | undefined) => {
    if (!file) return;
    try {
      onChange(btoa(String.fromCharCode(...readLut(new Uint8Array(await file.arrayBuffer())))));
    } catch (error) {
      alert(file.name, `${file.name} ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return (
    <Popover.Root>
      <Popover.Trigger
        className="stain-swatch"
        aria-label={`Colour of ${name}`}
        title={`Colour of ${name}`}
        style={{ background: background(colour) }}
      />
      <Popover.Portal>
        <Popover.Content
          className="menu stain-colours"
          side="bottom"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          aria-label={`Colour of ${name}`}
        >
          <div className="stain-palette">
            {palette.map((one) => (
              <button
                key={one.name}
                type="button"
                className="stain-swatch"
                aria-label={one.name}
                title={one.name}
                aria-pressed={String(colour) === String(one.colour)}
                style={{ background: css(one.colour) }}
                onClick={() => onChange(one.colour)}
              />
            ))}
          </div>
          <FileButton label="Fiji table (.lut)" accept=".lut,.txt" onFiles={([file]) => void take(file)} />
          <button type="button" className="button" onClick={onAlone}>
            Only {name}
          </button>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
