import { generate } from 'lean-qr';
import { toSvgPath } from 'lean-qr/extras/svg';
import { useMemo } from 'react';

/** Modules of white that a reader needs about a code (ISO/IEC 18004, 6.3.8). */
const QUIET = 4;

/** Words as a QR code, dark on white in both themes, since some readers know no other. */
export function QrCode({ words, label }: { words: string; label: string }) {
  const code = useMemo(() => generate(words), [words]);
  const side = code.size + 2 * QUIET;
  return (
    <svg className="qr-code" role="img" aria-label={label} viewBox={`${-QUIET} ${-QUIET} ${side} ${side}`}>
      <rect x={-QUIET} y={-QUIET} width={side} height={side} fill="#fff" />
      <path d={toSvgPath(code)} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}
