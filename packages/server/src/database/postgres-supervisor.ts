/**
 * A process of its own that holds the project's Postgres: starts it, restarts it after a crash, stops it with its last user.
 * It is detached from the terminal, so that Ctrl-C reaches the users first and Postgres last. Imports nothing but Node, to start fast.
 */
import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { readPassword } from "./postgres-password.ts";
import { becomesReady, runningPostmaster, spawnPostmaster, stopPostmaster } from "./postmaster.ts";
import { readState, takeSeat, writeState } from "./supervisor-state.ts";
import { exitCodes, firstUserMs, type SupervisorTask } from "./supervisor-task.ts";

const task = JSON.parse(process.argv[2] ?? "") as SupervisorTask;
const { dataDirectory, stateFile } = task;
/** How long an owner of a running Postgres has to show itself before that Postgres counts as left alone. */
const orphanMs = 2_000;
const restartMs = 250;
const restarts = 120;

const id = randomUUID();
const users = new Set<Socket>();
let postmaster: ChildProcess | undefined;
let ready = false;
let starting: Promise<boolean> | undefined;
let stopping: Promise<void> | undefined;

const server = createServer({ allowHalfOpen: true }, (socket) => {
  if (stopping !== undefined) return void socket.destroy();
  users.add(socket);
  socket.write(`${id}\n`);
  if (ready) socket.write("ready\n");
  // Whoever leaves last gets its answer, the end of the connection, when Postgres has stopped.
  const leave = (): void => void left(socket).then(() => socket.end());
  socket.resume().on("end", leave).on("error", leave).on("close", leave);
});

async function left(socket: Socket): Promise<void> {
  users.delete(socket);
  if (users.size === 0) await stop();
}

function stop(): Promise<void> {
  stopping ??= stopAll();
  return stopping;
}

async function stopAll(): Promise<void> {
  server.close();
  await starting;
  if (postmaster?.pid !== undefined) await stopPostmaster(postmaster.pid);
  // Nothing keeps this process then but the answers to those who left.
  for (const user of users) user.destroy();
}

/** Another supervisor is no error: the data directory has one holder, and Postgres itself sees to that. */
async function clearTheWay(): Promise<void> {
  const patient = Date.now() + orphanMs;
  for (;;) {
    const pid = await runningPostmaster(dataDirectory);
    if (pid === null) return;
    const other = await readState(stateFile);
    const seat = other === null ? null : await takeSeat(other);
    if (seat !== null) process.exit(exitCodes.taken);
    if (Date.now() > patient) await stopPostmaster(pid);
    await sleep(restartMs);
  }
}

/** `false` where Postgres ended before it held the data directory. */
async function start(port: number): Promise<boolean> {
  const child = await spawnPostmaster({ ...task, port });
  if (child === null) return false;
  postmaster = child;
  child.once("exit", () => {
    ready = false;
    void restart(port);
  });
  return true;
}

/** `false` where Postgres ended before it was ready. */
async function announce(child: ChildProcess): Promise<boolean> {
  ready = await becomesReady(child, dataDirectory);
  if (ready) for (const user of users) user.write("ready\n");
  return ready;
}

/** After a crash the processes of the old one need a moment to go. */
async function restart(port: number): Promise<void> {
  for (let tries = 0; tries < restarts && stopping === undefined; tries += 1) {
    await sleep(restartMs);
    if (stopping !== undefined) return;
    starting = start(port);
    if ((await starting) && postmaster !== undefined) return void announce(postmaster);
  }
  if (stopping === undefined) process.exit(exitCodes.failed);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}

/** The port of last time where it is free, so that connection strings stay true over a restart. */
async function choosePort(wanted: number | undefined): Promise<number> {
  if (wanted === undefined) return freePort();
  const probe = createServer().listen(wanted, "127.0.0.1");
  const free = await Promise.race([once(probe, "listening").then(() => true), once(probe, "error").then(() => false)]);
  if (!free) return freePort();
  probe.close();
  await once(probe, "close");
  return wanted;
}

async function main(): Promise<void> {
  process.title = "headwater-postgres";
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop());
  await clearTheWay();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = await choosePort((await readState(stateFile))?.port);
  starting = start(port);
  const started = await starting;
  if (!started || postmaster === undefined) process.exit((await runningPostmaster(dataDirectory)) === null ? exitCodes.failed : exitCodes.taken);
  const { port: control } = server.address() as AddressInfo;
  const url = `postgres://headwater:${await readPassword(dataDirectory)}@127.0.0.1:${port}/postgres?sslmode=disable`;
  await writeState(stateFile, { id, pid: process.pid, control, port, dataDirectory, url });
  setTimeout(() => void (users.size === 0 && stop()), firstUserMs).unref();
  if (!(await announce(postmaster)) && stopping === undefined) process.exit(exitCodes.failed);
}

await main();
