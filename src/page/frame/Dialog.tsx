import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useRef } from 'react';

interface DialogProps {
  title: string;
  open: boolean;
  onOpenChange(open: boolean): void;
  children: ReactNode;
  /** Wider, for a grid of cards. */
  wide?: boolean;
}

/**
 * A dialog over the page, which gives the focus back to where it was. The backdrop is a plain element: Radix's own writes a style sheet into the document, which
 * the page's policy forbids, to lock a scroll that this page does not have.
 */
export function Dialog({ title, open, onOpenChange, children, wide = false }: DialogProps) {
  const before = useRef<Element | null>(null);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <div className="backdrop" />
        <Radix.Content
          className={wide ? 'dialog dialog-wide' : 'dialog'}
          aria-describedby={undefined}
          onOpenAutoFocus={() => {
            before.current = document.activeElement;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault(); // Radix would give the focus to its own kind of trigger, which there is none of
            if (before.current instanceof HTMLElement) before.current.focus();
          }}
        >
          <header className="dialog-head">
            <Radix.Title>{title}</Radix.Title>
            {/* No tooltip: it would open with the focus, and take the first Escape for itself. */}
            <Radix.Close className="icon-button" aria-label="Close">
              <X aria-hidden />
            </Radix.Close>
          </header>
          <div className="dialog-body">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
