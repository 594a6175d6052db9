import { Info } from 'lucide-react';
import { Popover } from 'radix-ui';
import { lazy, Suspense } from 'react';
import type { Explained } from './explanations.ts';

const Explanation = lazy(() => import('./Explanation.tsx'));

interface AboutProps {
  of: Explained;
  /** The control's name. */
  name: string;
}

/** The ⓘ at a control, which opens two sentences about it. */
export function About({ of, name }: AboutProps) {
  return (
    <Popover.Root>
      <Popover.Trigger className="about" aria-label={`What is ${name}?`}>
        <Info aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="menu explanation"
          side="left"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          aria-label={name}
        >
          <Suspense fallback={null}>
            <Explanation of={of} name={name} />
          </Suspense>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
