/** The binary of an installed Firefox; undefined where there is none. */
export function firefox(): string | undefined;

/** WebKitGTK's browser, its driver and a screen to run it on; undefined where one of them is missing. */
export function webkit(): { miniBrowser: string; driver: string; xvfb: string } | undefined;

/** Paths of programs that read what Eosin writes. */
export function readers(): {
  readonly exiftool: string | undefined;
  readonly pdftotext: string | undefined;
  readonly pdftocairo: string | undefined;
  readonly rsvg: string | undefined;
};

/** Whether Snakemake, and SLURM with what it needs, are installed. */
export function clusterEngines(): { snakemake: boolean; slurm: boolean };

/** Installs them where they are missing and that may be done. */
export function provideClusterEngines(say: (line: string) => void): void;
