import { Component, type ReactNode, Suspense, useRef } from 'react';
import { useDesk } from '../desk.ts';

/** React has no other way than a class to keep a part that cannot be loaded from taking the page along. */
class Boundary extends Component<{ onFault(): void; children: ReactNode }> {
  override readonly state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override componentDidCatch() {
    this.props.onFault();
  }

  override render() {
    return this.state.isBroken ? null : this.props.children;
  }
}

/** The place of a lazy part, which is loaded when it is first opened and then stays, so that it keeps what was set. */
export function WhenOpened({ open, children }: { open: boolean; children: ReactNode }) {
  const { studio } = useDesk();
  const wasOpened = useRef(false);
  wasOpened.current ||= open;
  if (!wasOpened.current) return null;
  const fault = () =>
    studio
      .getState()
      .alert('part', 'This part of the page could not be loaded. Reload the page when you are online.');
  return (
    <Boundary onFault={fault}>
      <Suspense fallback={null}>{children}</Suspense>
    </Boundary>
  );
}
