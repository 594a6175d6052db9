import { useStudio } from '../desk.ts';

/** Says where the browser may clear what was made, and what to do about it. */
export function MayForget() {
  const mayForget = useStudio((state) => state.mayForget);
  return mayForget ? (
    <p className="row-hint">
      This browser may clear what it keeps when room is short, or after some days without a visit. Export the
      ZIP to be safe.
    </p>
  ) : null;
}
