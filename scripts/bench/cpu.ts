import { readdirSync, readFileSync } from 'node:fs';

/** Processor time used so far, in milliseconds: this process, and each child by its program's name (Linux only). */
export interface CpuUse {
  readonly ownMs: number;
  readonly childrenMs: Readonly<Record<string, number>>;
}

/** Clock ticks per second of Linux's process table, which no supported platform of Node has changed. */
const ticksPerSecond = 100;

export function cpuUse(): CpuUse {
  const { user, system } = process.cpuUsage();
  return { ownMs: (user + system) / 1000, childrenMs: childrenCpu() };
}

/** What was used between two readings. */
export function cpuBetween(before: CpuUse, after: CpuUse): CpuUse {
  const childrenMs = Object.fromEntries(
    Object.entries(after.childrenMs).map(([name, ms]) => [name, ms - (before.childrenMs[name] ?? 0)]),
  );
  return { ownMs: after.ownMs - before.ownMs, childrenMs };
}

function childrenCpu(): Record<string, number> {
  if (process.platform !== 'linux') return {};
  const own = new Map<string, number>();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const read = readStat(pid);
    if (read?.parent === process.pid) own.set(read.name, (own.get(read.name) ?? 0) + read.cpuMs);
  }
  return Object.fromEntries(own);
}

/** null: it has ended meanwhile. */
function readStat(pid: string): { readonly name: string; readonly parent: number; readonly cpuMs: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    // After the name: state, parent, …; user and system time are the fields 14 and 15 of the whole line.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { name, parent: Number(fields[1]), cpuMs: (ticks * 1000) / ticksPerSecond };
  } catch {
    return null;
  }
}
