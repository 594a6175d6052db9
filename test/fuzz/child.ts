import { fuzz } from './fuzz.ts';
import { seeds } from './seeds.ts';

/** One file must not cost more. */
const maxGrowthBytes = 1e9;

/** Reads the files from a number on, one after the other, and tells the parent before and after each. */
export async function run(seed: number, from: number, to: number): Promise<void> {
  const all = await seeds();
  const tell = (message: object) => new Promise((resolve) => process.send?.(message, resolve));
  for (let number = from; number < to; number++) {
    await tell({ begun: number });
    const resident = process.memoryUsage().rss;
    const before = process.resourceUsage().maxRSS;
    const { name, fault } = await fuzz(all, seed, number);
    // The high-water mark never falls: it says something of this file only where this file raised it.
    const peak = process.resourceUsage().maxRSS;
    const growth = peak > before ? peak * 1024 - resident : 0;
    const heavy = growth > maxGrowthBytes ? `took ${Math.round(growth / 1e6)} MB` : null;
    await tell({ ended: number, name, fault: fault ?? heavy, growth });
  }
}
