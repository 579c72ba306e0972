import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createProject } from "./create-project.ts";

async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "headwater-init-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  return directory;
}

const manifestOf = async (directory: string) => JSON.parse(await readFile(join(directory, "package.json"), "utf8"));

test("a project is written with all its files, and named as its directory", async () => {
  const project = join(await temporaryDirectory(), "My Weather!");
  const files = await createProject(project);
  expect(files).toEqual([
    ".gitignore",
    "README.md",
    "data/readings.csv",
    "headwater.config.ts",
    "package.json",
    "tsconfig.json",
    "weather.test.ts",
    "weather.ts",
  ]);
  expect(await readFile(join(project, ".gitignore"), "utf8")).toContain(".headwater");
  expect((await manifestOf(project)).name).toBe("my-weather");
});

test("its versions are those of this Headwater, exactly: two copies of zod would not know each other's schemas", async () => {
  const project = await temporaryDirectory();
  await createProject(project);
  const { dependencies, devDependencies } = await manifestOf(project);
  const server = await manifestOf(join(import.meta.dirname, "../../.."));
  const workspace = await manifestOf(join(import.meta.dirname, "../../../../.."));
  expect(dependencies).toEqual({ "@headwater/core": server.version, headwater: server.version, zod: server.dependencies.zod });
  expect(devDependencies).toEqual({
    "@types/node": workspace.devDependencies["@types/node"],
    typescript: workspace.devDependencies.typescript,
  });
});

test("a directory that holds anything is left alone, and what it holds is said", async () => {
  const directory = await temporaryDirectory();
  await writeFile(join(directory, "README.md"), "mine");
  await expect(createProject(directory)).rejects.toMatchObject({ code: "DIRECTORY_NOT_EMPTY", message: expect.stringContaining('"README.md"') });
  expect(await readdir(directory)).toEqual(["README.md"]);
  expect(await readFile(join(directory, "README.md"), "utf8")).toBe("mine");
});

test("a repository without files counts as empty", async () => {
  const directory = await temporaryDirectory();
  await mkdir(join(directory, ".git"));
  expect(await createProject(directory)).toContain("package.json");
});

test("a place where no directory can be is an error that names it", async () => {
  const file = join(await temporaryDirectory(), "file");
  await writeFile(file, "");
  await expect(createProject(file)).rejects.toMatchObject({ code: "DIRECTORY_UNUSABLE", message: expect.stringContaining(file) });
  await expect(createProject(join(file, "below"))).rejects.toMatchObject({ code: "DIRECTORY_UNUSABLE" });
});
