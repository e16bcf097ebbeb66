import { defineConfig } from "@kubb/core";
import { pluginOas } from "@kubb/plugin-oas";
import { pluginTs } from "@kubb/plugin-ts";

export default defineConfig({
  input: { path: "../../../openapi.yaml" },
  output: { path: "generated/kubb", clean: true },
  plugins: [pluginOas({ generators: [], validate: false }), pluginTs({ enumType: "asConst" })],
});
