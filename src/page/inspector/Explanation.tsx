import { ExplainedPair } from './ExplainedPair.tsx';
import { type Explained, explanations } from './explanations.ts';
import './explanation.css';

/** What a control does. */
export default function Explanation({ of, name }: { of: Explained; name: string }) {
  return (
    <>
      <h3>{name}</h3>
      <p>{explanations[of]}</p>
      <ExplainedPair of={of} />
    </>
  );
}
