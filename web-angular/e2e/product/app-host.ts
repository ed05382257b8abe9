import {spawn, type ChildProcess} from 'node:child_process';
import {closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const artifacts = fileURLToPath(new URL('../../artifacts/', import.meta.url));

let serial = 0;

/** The whole product in one process, on free ports, with a seeded simulator. */
export class AppHost {
  private readonly name = `app-host-${process.pid}-${++serial}`;
  private readonly addressFile = join(artifacts, `${this.name}.json`);
  private readonly logFile = join(artifacts, `${this.name}.log`);
  private process: ChildProcess | undefined;

  /** Resolves with the address of the page once everything listens. `settings` are environment variables of the host. */
  async start(eventsPerSecond: number, settings: Readonly<Record<string, string>> = {}): Promise<string> {
    mkdirSync(artifacts, {recursive: true});
    rmSync(this.addressFile, {force: true});
    const log = openSync(this.logFile, 'w');
    const started = spawn(
      'dotnet',
      [
        newestBuild(),
        `--rate=${eventsPerSecond}`,
        '--seed=7',
        '--port-offset=free',
        '--history=0',
        `--address-file=${this.addressFile}`,
      ],
      {cwd: repository, env: {...process.env, ...settings}, stdio: ['ignore', log, log]},
    );
    closeSync(log);
    this.process = started;
    const deadline = Date.now() + 60_000;
    while (!existsSync(this.addressFile) || readFileSync(this.addressFile, 'utf8').trim() === '') {
      if (started.exitCode !== null || Date.now() > deadline) {
        const why = started.exitCode !== null ? `ended with ${started.exitCode}` : 'did not listen within 60 s';
        throw new Error(`The AppHost ${why}. Its output:\n${readFileSync(this.logFile, 'utf8').slice(-4_000)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return (JSON.parse(readFileSync(this.addressFile, 'utf8')) as {page: string}).page;
  }

  async stop(): Promise<void> {
    const running = this.process;
    this.process = undefined;
    if (running && running.exitCode === null) {
      const ended = new Promise((resolve) => running.once('exit', resolve));
      running.kill('SIGTERM');
      const impatience = setTimeout(() => running.kill('SIGKILL'), 15_000);
      await ended;
      clearTimeout(impatience);
    }
    rmSync(this.addressFile, {force: true});
  }
}

function newestBuild(): string {
  const builds = ['Release', 'Debug']
    .map((name) => join(repository, 'services/Telemetry.AppHost/bin', name, 'net10.0/Telemetry.AppHost.dll'))
    .filter((file) => existsSync(file))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  if (builds.length === 0) {
    throw new Error('The AppHost is not built. Run "dotnet cake --target=Build", or name a running page by PAGE_URL.');
  }
  return builds[0]!;
}
