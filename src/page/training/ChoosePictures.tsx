import { Plus } from 'lucide-react';
import type { Source } from '../../bridge/messages.ts';
import { OWN_PICTURES } from '../../engine/pairs/own-pictures.ts';
import { useDesk } from '../desk.ts';
import { FileButton } from '../frame/FileButton.tsx';
import { PixelCanvas } from '../frame/PixelCanvas.tsx';
import { SliderRow } from '../inspector/SliderRow.tsx';
import { useThumbnail } from '../use-picture.ts';
import type { Chosen } from './use-chosen.ts';

interface OwnPictureProps {
  source: Source;
  isChosen: boolean;
  onToggle(): void;
}

function OwnPicture({ source, isChosen, onToggle }: OwnPictureProps) {
  const thumbnail = useThumbnail(source.id);
  return (
    <li>
      <button
        type="button"
        className="train-picture"
        aria-pressed={isChosen}
        aria-label={source.name}
        title={source.name}
        onClick={onToggle}
      >
        <PixelCanvas image={thumbnail} aria-hidden="true" />
      </button>
    </li>
  );
}

const counted = (count: number, one: string) => (count === 1 ? `one ${one}` : `${count} ${one}s`);

/** What pairs are made of: pictures of the tray, files that come here, and dishes that Eosin draws. */
export function ChoosePictures({ chosen, disabled }: { chosen: Chosen; disabled: boolean }) {
  const { session } = useDesk();
  const { own, faults, pictures, isChosen, toggle, setDishes } = chosen;
  const { sources, dishes } = pictures;
  const parts = [
    ...(own.length > 0 ? [counted(sources.length, 'picture')] : []),
    ...(dishes > 0 || own.length === 0 ? [counted(dishes, 'dishe').replace('one dishe', 'one dish')] : []),
  ];
  return (
    <fieldset className="dialog-settings train-choose" disabled={disabled}>
      <div className="train-head">
        <h3>Coloured pictures</h3>
        <FileButton label="Add pictures" icon={<Plus aria-hidden />} multiple onFiles={session.addFiles} />
      </div>
      {own.length > 0 ? (
        <ul className="train-pictures" aria-label="Pictures to learn from">
          {own.map((source) => (
            <OwnPicture
              key={source.id}
              source={source}
              isChosen={isChosen(source.id)}
              onToggle={() => toggle(source.id)}
            />
          ))}
        </ul>
      ) : (
        <p className="train-empty">Drop coloured pictures here</p>
      )}
      {[...new Set(faults)].map((sentence) => (
        <p key={sentence} role="alert" className="row-hint">
          Left out: {sentence}
        </p>
      ))}
      <SliderRow
        label="Dishes"
        value={dishes}
        min={0}
        max={OWN_PICTURES.most}
        step={1}
        initial={0}
        disabled={disabled}
        onChange={setDishes}
      />
      <p className="row-hint">
        {parts.join(' and ')}. Dishes are drawn by Eosin, to try it without pictures. Nothing leaves this tab.
      </p>
    </fieldset>
  );
}
