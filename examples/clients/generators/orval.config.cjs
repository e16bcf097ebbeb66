module.exports = {
  heygen: {
    input: "../../../openapi.yaml",
    output: { target: "generated/orval/client.ts", client: "axios-functions" },
  },
};
