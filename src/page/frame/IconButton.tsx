import { Tooltip } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';

interface IconButtonProps extends ComponentProps<'button'> {
  /** The accessible name, and what the tooltip says. */
  label: string;
  /** The key that does the same, for the tooltip. */
  shortcut?: string;
  icon: ReactNode;
}

/** A button that shows only an icon; its name comes up as a tooltip by mouse and by keyboard. */
export function IconButton({ label, shortcut, icon, className = '', ...button }: IconButtonProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>
        <button type="button" aria-label={label} className={`icon-button ${className}`} {...button}>
          {icon}
        </button>
      </Tooltip.Trigger>
      {/* In place and not in a portal, so that it stays inside a landmark. */}
      <Tooltip.Content className="tooltip" sideOffset={6} collisionPadding={8}>
        {label}
        {shortcut && <kbd>{shortcut}</kbd>}
      </Tooltip.Content>
    </Tooltip.Root>
  );
}
