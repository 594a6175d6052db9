import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { cpus, hostname, totalmem, userInfo } from 'node:os';
import { join } from 'node:path';
import { type Ran, ran, until } from './eosin.ts';

/** A SLURM of one node, this machine. */
export interface Slurm {
  /** Runs one of its commands, as `sbatch`. */
  command(cwd: string, name: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ran>;
  /** Ends all that was started. */
  stop(): Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject()));
    });
  });

/** Debian keeps daemons where a user's path may not look. */
const PATH = `${process.env.PATH}:/usr/sbin:/sbin`;

/**
 * Starts munge, the controller and the node's daemon in the foreground, with all they write in one folder.
 *
 * @throws Error with what they said where the node does not become idle.
 */
export async function startSlurm(folder: string): Promise<Slurm> {
  for (const name of ['', 'state', 'spool']) mkdirSync(join(folder, name), { recursive: true, mode: 0o755 });
  const at = (name: string) => join(folder, name);
  writeFileSync(at('munge.key'), randomBytes(128), { mode: 0o400 });
  const [host, user] = [hostname().split('.')[0] ?? '', userInfo().username];
  const lines = {
    ClusterName: 'eosin',
    SlurmctldHost: `${host}(127.0.0.1)`,
    SlurmUser: user,
    SlurmdUser: user,
    SlurmctldPort: await freePort(),
    SlurmdPort: await freePort(),
    AuthType: 'auth/munge',
    AuthInfo: `socket=${at('munge.socket')}`,
    StateSaveLocation: at('state'),
    SlurmdSpoolDir: at('spool'),
    SlurmctldPidFile: at('slurmctld.pid'),
    SlurmdPidFile: at('slurmd.pid'),
    ProctrackType: 'proctrack/pgid', // a container has no control groups of its own
    TaskPlugin: 'task/none',
    JobAcctGatherType: 'jobacct_gather/none',
    SelectType: 'select/cons_tres',
    SelectTypeParameters: 'CR_Core',
    MpiDefault: 'none',
    ReturnToService: 2,
    KillWait: 2,
  };
  const node = `NodeName=${host} NodeAddr=127.0.0.1 CPUs=${cpus().length} RealMemory=${Math.floor((0.9 * totalmem()) / 2 ** 20)} State=UNKNOWN`;
  const text = Object.entries(lines).map(([name, value]) => `${name}=${value}`);
  writeFileSync(
    at('slurm.conf'),
    [...text, node, `PartitionName=all Nodes=${host} Default=YES State=UP`, ''].join('\n'),
  );
  // Named, since a daemon that looks for itself fails where both kinds are mounted; none of the plugins above asks for it.
  writeFileSync(at('cgroup.conf'), `CgroupPlugin=cgroup/v1\nCgroupMountpoint=${at('cgroup')}\n`);

  const env = { ...process.env, PATH, SLURM_CONF: at('slurm.conf') };
  const daemons: ChildProcess[] = [];
  const logs: string[] = [];
  const daemon = (program: string, args: readonly string[]) => {
    const child = spawn(program, [...args], { env, stdio: 'ignore' });
    child.on('error', ({ message }) => logs.push(message));
    daemons.unshift(child);
  };
  const command = (cwd: string, name: string, args: readonly string[], more: NodeJS.ProcessEnv = {}) =>
    ran(name, args, { cwd, env: { ...env, ...more } });
  const stop = async () => {
    await command(folder, 'scancel', ['--quiet', `--user=${user}`]);
    for (const child of daemons) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
      child.kill('SIGTERM');
      await gone;
      clearTimeout(force);
    }
  };
  const munge = [
    'key-file=munge.key',
    'socket=munge.socket',
    'pid-file=munge.pid',
    'log-file=munge.log',
    'seed-file=munge.seed',
  ];
  daemon('munged', [
    '--foreground',
    '--force',
    ...munge.map((one) => `--${one.replace('=', `=${folder}/`)}`),
  ]);
  try {
    await until(
      'munge answers',
      async () => (await command(folder, 'munge', ['-n', `--socket=${at('munge.socket')}`])).status === 0,
      20,
    );
    daemon('slurmctld', ['-D', '-f', at('slurm.conf'), '-L', at('slurmctld.log')]);
    daemon('slurmd', ['-D', '-f', at('slurm.conf'), '-L', at('slurmd.log'), '-N', host]);
    await until(
      'the node is idle',
      async () => (await command(folder, 'sinfo', ['-h', '-o', '%t'])).out.trim() === 'idle',
      60,
    );
  } catch (error) {
    await stop();
    const said = ['munge.log', 'slurmctld.log', 'slurmd.log'].map((name) => {
      try {
        return readFileSync(at(name), 'utf8').split('\n').slice(-15).join('\n');
      } catch {
        return `no ${name}`;
      }
    });
    throw new Error([String(error), ...logs, ...said].join('\n'));
  }
  return { command, stop };
}
