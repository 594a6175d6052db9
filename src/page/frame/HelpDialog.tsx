import { Tabs } from 'radix-ui';
import { useState } from 'react';
import { Dialog } from './Dialog.tsx';
import { Keys } from './Keys.tsx';
import { Tour } from './Tour.tsx';
import './help.css';

/** A short tour, and what the keyboard and the mouse do. It opens where it was left. */
export default function HelpDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange(open: boolean): void;
}) {
  const [tab, setTab] = useState('tour');
  return (
    <Dialog title="Help" open={open} onOpenChange={onOpenChange}>
      <Tabs.Root className="help-tabs" value={tab} onValueChange={setTab}>
        <Tabs.List className="help-list" aria-label="Help">
          <Tabs.Trigger className="help-tab" value="tour">
            Tour
          </Tabs.Trigger>
          <Tabs.Trigger className="help-tab" value="keys">
            Keys
          </Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content value="tour">
          <Tour onEnd={() => setTab('keys')} />
        </Tabs.Content>
        <Tabs.Content className="help-keys" value="keys">
          <Keys />
        </Tabs.Content>
      </Tabs.Root>
    </Dialog>
  );
}
