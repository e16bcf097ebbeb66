// Starts `apicontract mock` for a script, and has what it served checked.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const command = process.env.APICONTRACT ?? "../../dist/apicontract";

/**
 * Starts a mock on a free port. The first line that it prints is where it is.
 * @param {...string} options further options of `apicontract mock`
 */
export async function start(...options) {
  const folder = mkdtempSync(join(tmpdir(), "clients-"));
  const recording = join(folder, "served.har");
  const mock = spawn(command, ["mock", "--addr", "127.0.0.1:0", "--quiet", "--record", recording, ...options], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  process.once("exit", () => mock.kill()); // however the script ends
  const ended = once(mock, "exit");
  const never = ended.then(() => Promise.reject(new Error(`${command} mock did not start`)));
  const [url] = await Promise.race([once(createInterface(mock.stdout), "line"), never]);
  never.catch(() => {}); // it has started, and will end
  mock.stdout.destroy();
  mock.unref(); // a script whose test has failed does not wait for it

  return {
    url: String(url),
    /** Ends the mock and has `apicontract check` check its recording. */
    async check() {
      mock.ref();
      mock.kill();
      await ended;
      const { status, stdout } = spawnSync(command, ["check", recording], { encoding: "utf8" });
      rmSync(folder, { recursive: true });
      return { status, stdout };
    },
  };
}
