import { expect, test } from "vitest";
import { withoutSettings } from "../../../../src/engines/postgres/render-settings.ts";

test("a setting the source's user removed is commented out in the target's new file, and nothing else is", () => {
  const text =
    "# listen_addresses\nlisten_addresses = '*'\n  Port 5433 # x\nport_range = 1\nlog.x = 'port'\n";
  expect(withoutSettings(text, ["listen_addresses", "port"])).toBe(
    "# listen_addresses\n#listen_addresses = '*'\n#  Port 5433 # x\nport_range = 1\nlog.x = 'port'\n",
  );
});
