// The error codes of one operation, as four generators type them. The compiler is the test: it fails if a generator loses
// a code, or makes of the codes a plain string.
import type { GetVideoV3Errors } from "./generated/hey-api/index.js";
import type { GetVideoV3Query } from "./generated/kubb/index.js";
import type { operations } from "./generated/openapi-typescript.js";
import type * as orval from "./generated/orval/client.js";

type Responses = operations["getVideoV3"]["responses"];
type Code = Responses[Exclude<keyof Responses, 200>]["content"]["application/json"]["error"]["code"];

/** What a caller does about an error. A code without a case does not compile. */
export function advice(code: Code): string {
  switch (code) {
    case "invalid_parameter":
    case "content_policy_violation":
    case "unlimited_mode_disabled":
    case "resource_limit_reached":
    case "voice_unavailable":
    case "script_too_short":
    case "tts_text_invalid":
    case "download_failed":
    case "ephemeral_upload_disabled":
    case "hyperframes_project_invalid":
      return "correct the request";
    case "unauthorized":
      return "send a valid API key";
    case "insufficient_credit":
    case "trial_limit_exceeded":
    case "plan_upgrade_required":
      return "add credits or a plan";
    case "forbidden":
    case "resource_access_denied":
    case "ai_vendor_access_restricted":
    case "voice_not_usable":
      return "use what this account may use";
    case "video_not_found":
    case "avatar_not_found":
    case "voice_not_found":
    case "template_not_found":
    case "asset_not_found":
    case "webhook_not_found":
    case "resource_not_found":
    case "hyperframes_render_not_found":
      return "check the identifier";
    case "conflict":
    case "resource_not_ready":
    case "request_in_progress":
      return "ask again later";
    case "hyperframes_project_too_large":
      return "send a smaller project";
    case "rate_limit_exceeded":
    case "quota_exceeded":
      return "wait";
    case "video_delete_failed":
    case "internal_error":
      return "report it";
    case "gateway_timeout":
      return "send the request again";
    default: {
      const missing: never = code;
      return missing;
    }
  }
}

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

// The client of orval types no error of an operation, only the responses that the document shares among operations.
type OrvalBody =
  | orval.Error400Response | orval.Error401Response | orval.Error402Response | orval.Error403Response
  | orval.Error404Response | orval.Error409Response | orval.Error413Response | orval.Error429Response
  | orval.Error500Response | orval.Error504Response;

export const hasAllCodes: {
  heyApi: Same<GetVideoV3Errors[keyof GetVideoV3Errors]["error"]["code"], Code>;
  kubb: Same<GetVideoV3Query["Errors"]["error"]["code"], Code>;
  orval: Same<OrvalBody["error"]["code"], Code>;
} = { heyApi: true, kubb: true, orval: true };

// The other way round: a code that the table does not have is refused.
// @ts-expect-error no code of the table
advice("video_lost");
