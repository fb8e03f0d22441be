import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

const exits = {
  selector: "MemberExpression[object.name='process'][property.name=/^(exit|abort|reallyExit)$/]",
  message: "Only src/cli/main.ts ends the process: throw, or return an exit code.",
};
const shells = {
  selector:
    ":matches(Property[key.name='shell'][value.value=true], CallExpression[callee.name=/^execa/] Property[key.name='shell'])",
  message: "No shell: what is read from outside is never taken as shell text. Pass an argument list.",
};
const defaultExports = {
  selector: "ExportDefaultDeclaration, ExportSpecifier[exported.name='default']",
  message: "Export by name: the name is what a reader searches for.",
};
const restrictedImports = [
  ...["child_process", "node:child_process"].map((name) => ({
    name,
    message: "Use execa with an argument list.",
  })),
  ...["process", "node:process"].map((name) => ({
    name,
    importNames: ["exit", "abort"],
    message: exits.message,
  })),
];

export default defineConfig(
  globalIgnores(["dist/", "coverage/", ".cache/"]),
  {
    linterOptions: { reportUnusedDisableDirectives: "error", reportUnusedInlineConfigs: "error" },
    rules: {
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "no-eval": "error",
      "no-new-func": "error",
      "no-implied-eval": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "no-restricted-syntax": ["error", exits, shells, defaultExports],
      "no-restricted-imports": ["error", { paths: restrictedImports }],
    },
  },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "max-lines": ["error", { max: 300, skipBlankLines: false, skipComments: false }],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
      "max-params": ["error", 4],
      "no-console": "error",

      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/consistent-type-exports": "error",
      "@typescript-eslint/no-import-type-side-effects": "error",
      "@typescript-eslint/no-shadow": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true, allowDefaultCaseForExhaustiveSwitch: false },
      ],

      // A number in a message is what the message is for.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // An async function without await implements a port whose other adapter awaits.
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", ignoreRestSiblings: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ["src/cli/main.ts"],
    rules: { "no-restricted-syntax": ["error", shells, defaultExports] },
  },
  {
    files: ["scripts/**/*.ts"],
    rules: { "no-console": "off" },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      "max-lines-per-function": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
  {
    files: ["*.config.ts", "*.config.js"],
    rules: { "no-restricted-syntax": ["error", exits, shells] },
  },
  {
    files: ["bin/*.js"],
    languageOptions: { sourceType: "commonjs" },
    rules: { "no-var": "off", "object-shorthand": "off" },
  },
);
