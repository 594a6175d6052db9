import { Download } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { lazy, useState } from 'react';
import { WhenOpened } from '../frame/WhenOpened.tsx';

const ExportEntries = lazy(() => import('./ExportEntries.tsx'));

/** What can be saved of what is on screen, each file with its recipe and the models' hashes inside. */
export function ExportMenu() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <DropdownMenu.Root modal={false} open={isOpen} onOpenChange={setIsOpen}>
      <DropdownMenu.Trigger className="button button-main">
        <Download aria-hidden />
        <span>Export</span>
      </DropdownMenu.Trigger>
      <WhenOpened open={isOpen}>
        <ExportEntries />
      </WhenOpened>
    </DropdownMenu.Root>
  );
}
