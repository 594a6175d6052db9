import { TriangleAlert, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { kindWords } from '../../engine/models/picture-kinds.ts';
import type { TrayItem } from '../../state/tray.ts';
import { useStudio } from '../desk.ts';
import { IconButton } from '../frame/IconButton.tsx';
import { PixelCanvas } from '../frame/PixelCanvas.tsx';
import { useThumbnail } from '../use-picture.ts';

const words = { waiting: 'reading', ready: '', error: 'cannot be read' };

/** What there is to say of a file below its name. */
function factsOf({ state, facts }: TrayItem): string {
  if (!facts) return words[state];
  const depth = facts.bitDepth > 8 ? `, ${facts.bitDepth} bit` : '';
  return `${facts.width} × ${facts.height}${depth}`;
}

/** A picture of the tray. */
export function TrayPicture({ item }: { item: TrayItem }) {
  const { id, name } = item.source;
  const thumbnail = useThumbnail(id);
  const isGenerated = useStudio((state) => state.generated.includes(id));
  const isSelected = useStudio((state) => state.selected === id);
  const select = useStudio((state) => state.selectPicture);
  const remove = useStudio((state) => state.removePicture);
  const row = useRef<HTMLLIElement>(null);

  useEffect(() => {
    if (isSelected) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isSelected]);

  const drop = () => {
    // The focus would fall off the page with the button that has it.
    const neighbour = row.current?.nextElementSibling ?? row.current?.previousElementSibling;
    neighbour?.querySelector('button')?.focus();
    remove(id); // its thumbnail stays: undo puts it back
  };

  return (
    <li ref={row} className="tray-item" aria-label={name} data-state={item.state}>
      <button
        type="button"
        className="tray-select"
        aria-current={isSelected || undefined}
        title={item.sentence ?? item.facts?.warning ?? (item.origin ? `${name}. ${item.origin}` : name)}
        onClick={() => select(id)}
        onKeyDown={({ key }) => key === 'Delete' && drop()}
      >
        <span className="tray-thumbnail">
          {thumbnail && <PixelCanvas image={thumbnail} aria-hidden="true" />}
          {item.state === 'error' && <TriangleAlert aria-hidden />}
        </span>
        <span className="tray-name">{name}</span>
        <span className="tray-facts">{isGenerated ? `${factsOf(item)}, generated` : factsOf(item)}</span>
        {item.facts && <span className="tray-facts">{kindWords[item.facts.kind]}</span>}
      </button>
      <IconButton className="tray-remove" label={`Remove ${name}`} icon={<X />} onClick={drop} />
    </li>
  );
}
