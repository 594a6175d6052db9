import { Info } from 'lucide-react';
import { Popover } from 'radix-ui';
import { lazy, Suspense } from 'react';
import type { Explained } from './explanations.ts';

const Explanation = lazy(() => import('./Explanation.tsx'));

/** Where there is no room for it beside the inspector, which then lies below the picture. */
const NARROW = '(max-width: 859px)';

interface AboutProps {
  of: Explained;
  /** The control's name. */
  name: string;
}

/** The ⓘ at a control, which opens two sentences and two pictures about it. */
export function About(props: AboutProps) {
  return (
    <Popover.Root>
      <Popover.Trigger className="about" aria-label={`What is ${props.name}?`}>
        <Info aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Opened {...props} />
      </Popover.Portal>
    </Popover.Root>
  );
}

/** A part of its own, so that it looks at the width of the page when it is opened. */
function Opened({ of, name }: AboutProps) {
  return (
    <Popover.Content
      className="menu explanation"
      side={matchMedia(NARROW).matches ? 'top' : 'left'}
      align="start"
      sideOffset={6}
      collisionPadding={8}
      aria-label={name}
    >
      <Suspense fallback={null}>
        <Explanation of={of} name={name} />
      </Suspense>
    </Popover.Content>
  );
}
