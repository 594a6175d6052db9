import type { ReactNode } from 'react';

interface FileButtonProps {
  /** What it says, and the accessible name of its file input. */
  label: string;
  icon?: ReactNode;
  /** As the attribute of a file input: ".zip". */
  accept?: string;
  multiple?: boolean;
  className?: string;
  onFiles(files: readonly File[]): void;
}

/** A button that asks for files. */
export function FileButton(props: FileButtonProps) {
  const { label, icon, accept, multiple = false, className = 'button', onFiles } = props;
  return (
    <label className={className}>
      {icon}
      {label}
      <input
        type="file"
        className="visually-hidden"
        accept={accept}
        multiple={multiple}
        // A button opens on Enter too; browsers open this only on Space.
        onKeyDown={({ key, currentTarget }) => key === 'Enter' && currentTarget.click()}
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          target.value = ''; // so that the same file can be chosen again
        }}
      />
    </label>
  );
}
