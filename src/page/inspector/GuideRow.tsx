import { X } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useRef } from 'react';
import type { Source } from '../../bridge/messages.ts';
import { useDesk, useStudio } from '../desk.ts';
import { IconButton } from '../frame/IconButton.tsx';
import { PixelCanvas } from '../frame/PixelCanvas.tsx';
import { useThumbnail } from '../use-picture.ts';
import { About } from './About.tsx';

function GuidePicture({ source }: { source: Source }) {
  return <PixelCanvas className="guide-picture" image={useThumbnail(source.id)} aria-hidden="true" />;
}

/** The picture that the dream goes towards: one of the tray's, or a file. */
export function GuideRow() {
  const { session } = useDesk();
  const guide = useStudio(({ guide, recipe }) => (recipe.dream.objective === 'guide' ? guide : null));
  const items = useStudio((state) => state.items);
  const choose = useStudio((state) => state.chooseGuide);
  const file = useRef<HTMLInputElement>(null);
  return (
    <>
      <div className="row choice-row">
        <span className="row-head">
          <span className="row-label">Guide</span>
          <About of="guide" name="Guide" />
        </span>
        <span className="row-note">{!guide && 'what to dream towards'}</span>
        <DropdownMenu.Root modal={false}>
          <DropdownMenu.Trigger className="button" aria-label={guide ? 'Change the guide' : 'Choose a guide'}>
            {guide ? 'Change' : 'Choose'}
          </DropdownMenu.Trigger>
          <DropdownMenu.Content
            className="menu guide-menu"
            align="end"
            sideOffset={6}
            collisionPadding={8}
            aria-label="Guide"
          >
            {items
              .filter(({ state }) => state === 'ready')
              .map(({ source }) => (
                <DropdownMenu.Item key={source.id} className="menu-item" onSelect={() => choose(source)}>
                  <GuidePicture source={source} />
                  <span className="guide-name">{source.name}</span>
                </DropdownMenu.Item>
              ))}
            <DropdownMenu.Item className="menu-item" onSelect={() => file.current?.click()}>
              From a file
            </DropdownMenu.Item>
          </DropdownMenu.Content>
        </DropdownMenu.Root>
      </div>
      {guide && (
        <div className="guide">
          <GuidePicture source={guide} />
          <span className="guide-name">{guide.name}</span>
          <IconButton label="Remove the guide" icon={<X />} onClick={() => choose(null)} />
        </div>
      )}
      <input
        ref={file}
        type="file"
        hidden
        aria-label="Guide file"
        onChange={({ target }) => {
          const [first] = target.files ?? [];
          if (first) void session.guideByFile(first);
          target.value = ''; // so that the same file can be chosen again
        }}
      />
    </>
  );
}
