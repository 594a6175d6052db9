import { Columns2, Grid2x2, Maximize, PanelRight, X } from 'lucide-react';
import { RadioGroup, Tabs } from 'radix-ui';
import { panes } from '../../engine/stages/shown.ts';
import type { Layout } from '../../state/view.ts';
import { useStudio } from '../desk.ts';
import { IconButton } from './IconButton.tsx';
import './stage-strip.css';

const layouts: readonly { layout: Layout; name: string; title: string; icon: React.ReactNode }[] = [
  { layout: 'large', name: 'One large', title: 'The chosen stage large', icon: <PanelRight aria-hidden /> },
  {
    layout: 'pair',
    name: 'Compare two',
    title: 'Two stages with a wipe (C)',
    icon: <Columns2 aria-hidden />,
  },
  { layout: 'grid', name: 'All alike', title: 'All stages alike', icon: <Grid2x2 aria-hidden /> },
];

const canFillScreen = 'requestFullscreen' in document.documentElement;

/** Fills the screen with the page, or gives it back; a browser may refuse, and says so itself. */
const fillScreen = () =>
  void (
    document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()
  ).catch(() => {});

/** The stages in the picture's order, and how their panes are laid out. */
export function StageStrip() {
  const layout = useStudio((state) => state.layout);
  const setLayout = useStudio((state) => state.setLayout);
  const isPresenting = useStudio((state) => state.isPresenting);
  const present = useStudio((state) => state.present);
  return (
    <nav className="stage-strip" aria-label="Stages and layout">
      <Tabs.List className="stages" aria-label="Stages">
        {panes.map(({ stage, name }) => (
          <Tabs.Trigger key={stage} className="stage-tab" value={stage}>
            {name}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <span className="spring" />
      <RadioGroup.Root
        className="segments"
        aria-label="Layout"
        orientation="horizontal"
        value={layout}
        onValueChange={(next) => {
          const one = layouts.find((each) => each.layout === next);
          if (one) setLayout(one.layout);
        }}
      >
        {layouts.map((one) => (
          <RadioGroup.Item
            key={one.layout}
            className="segment segment-icon"
            value={one.layout}
            aria-label={one.name}
            title={one.title}
          >
            {one.icon}
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
      {canFillScreen && !isPresenting && (
        <IconButton className="full-screen" label="Full screen" icon={<Maximize />} onClick={fillScreen} />
      )}
      {isPresenting && (
        <IconButton
          label="End the presentation"
          shortcut="Escape"
          icon={<X />}
          onClick={() => present(false)}
        />
      )}
    </nav>
  );
}
