"use strict";

// The one way in which the dashboard talks to an API. It reads every answer to
// its end, as an application would, and forgives every failure.
async function call({ method, url, headers, body, upload, abortAfter }) {
  const options = { method, headers, body };
  if (upload) options.body = uploadForm(upload);
  if (abortAfter) options.signal = AbortSignal.timeout(abortAfter);
  try {
    const response = await fetch(url, options);
    await response.text();
    return response.status;
  } catch (failure) {
    return String(failure);
  }
}

// The preview shows the chosen file before it is uploaded.
function uploadForm(name) {
  const picture = '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="9"><rect width="16" height="9"/></svg>';
  const file = new File([picture], name, { type: "image/svg+xml" });
  document.getElementById("preview").src = URL.createObjectURL(file);
  const form = new FormData();
  form.append("file", file);
  return form;
}

addEventListener("load", () => navigator.sendBeacon("https://stats.example.org/v1/collect", "view=dashboard"));
