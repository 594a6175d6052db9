import { useEffect } from 'react';
import { useDesk, useStudio } from '../desk.ts';

/** While the page is presented it fills the screen where the browser allows; leaving the full screen ends the presentation. */
export function useFullScreen(): void {
  const { studio } = useDesk();
  const isPresenting = useStudio((state) => state.isPresenting);
  useEffect(() => {
    if (!isPresenting) return;
    document.documentElement.requestFullscreen?.().catch(() => {}); // refused: the page is presented in its window
    const left = () => !document.fullscreenElement && studio.getState().present(false);
    document.addEventListener('fullscreenchange', left);
    return () => {
      document.removeEventListener('fullscreenchange', left);
      if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    };
  }, [studio, isPresenting]);
}
