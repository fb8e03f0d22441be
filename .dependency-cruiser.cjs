// Who may import whom. A layer's rule lists what it may reach; everything else is a violation.
// The imports are read from TypeScript, types included: a type that crosses a layer is a dependency too.

/** A package by name, whether installed, typed by @types, or missing. */
const npm = (...names) => `(^|node_modules/)(@types/)?(${names.join("|")})(/|$)`;
const src = (...folders) => `^src/(${folders.join("|")})/`;

/** The folder imports the named layers, its own files and the named packages, and nothing else at all. */
const pure = (folder, { layers = [], packages = [], builtins = [] }) => ({
  name: `${folder}-is-pure`,
  severity: "error",
  from: { path: src(folder) },
  to: {
    pathNot: [
      src(folder, ...layers),
      ...packages.map((name) => npm(name)),
      ...builtins.map((name) => `^(node:)?${name}$`),
    ],
  },
});

/** Of our own code the folder imports the named layers and its own files; packages have rules of their own. */
const layer = (folder, ...layers) => ({
  name: `${folder.replace("/", "-")}-layer`,
  severity: "error",
  from: { path: src(folder) },
  to: { path: "^src/", pathNot: src(folder, ...layers) },
});

/** Only these folders may import the packages. */
const only = (name, packages, ...folders) => ({
  name,
  severity: "error",
  from: { path: "^src/", pathNot: src(...folders) },
  to: { path: npm(...packages) },
});

module.exports = {
  forbidden: [
    pure("core", { packages: ["zod"] }),
    pure("ports", { layers: ["core"], builtins: ["stream"] }),
    {
      name: "ports-import-types-only",
      severity: "error",
      from: { path: src("ports") },
      to: { pathNot: src("ports"), dependencyTypesNot: ["type-only"] },
    },
    pure("report", { layers: ["core", "ports"], builtins: ["util"] }),
    layer("playbook", "ports", "core"),
    layer("steps", "playbook", "ports", "core"),
    layer("runner", "playbook", "ports", "core"),
    layer("engines", "steps", "playbook", "ports", "core"),
    layer("runtime", "ports", "core"),
    layer("compose", "ports", "core"),
    layer("store", "ports", "core"),
    {
      name: "no-engine-imports-another",
      severity: "error",
      from: { path: "^src/engines/([^/]+)/" },
      to: { path: "^src/engines/", pathNot: "^src/engines/$1/" },
    },
    {
      name: "nobody-imports-cli",
      severity: "error",
      from: { pathNot: [src("cli"), "^test/", "^scripts/"] },
      to: { path: src("cli") },
    },
    {
      name: "src-imports-src-only",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^(test|scripts|bin|dist)/" },
    },

    only("docker-modem-only-in-runtime-docker", ["dockerode", "docker-modem"], "runtime/docker"),
    only("execa-only-in-docker-and-compose", ["execa"], "runtime/docker", "compose"),
    only("pg-only-in-engines-postgres", ["pg", "pg-protocol"], "engines/postgres"),
    only("ioredis-only-in-engines-redis", ["ioredis"], "engines/redis"),
    only("terminal-libraries-only-in-cli", ["listr2", "inquirer", "@inquirer", "commander"], "cli"),
    only("yaml-only-in-playbook-and-compose", ["yaml"], "playbook", "compose"),

    { name: "no-child-process", severity: "error", from: {}, to: { path: "^(node:)?child_process$" } },
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    { name: "no-unresolvable-imports", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "no-unlisted-packages",
      severity: "error",
      from: {},
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown", "undetermined"], couldNotResolve: false },
    },
    {
      name: "src-imports-runtime-packages-only",
      severity: "error",
      from: { path: "^src/" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { conditionNames: ["import", "require", "node", "default", "types"] },
  },
};
