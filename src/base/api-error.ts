/**
 * Everything that can go wrong between kyacht and an API server, as one union.
 * `message` is the server's or the system's own words (never a token, never a stack); `sentence` in
 * api-error-sentences.ts turns an ApiError into what a person reads.
 */
export type ApiError =
	| { readonly kind: 'expired'; readonly message: string; readonly continueToken?: string }
	| {
			readonly kind: 'forbidden';
			readonly message: string;
			readonly verb?: string;
			readonly resource?: string;
			readonly scope?: string;
			/** Whom the request was made as, where that is somebody else than who is logged in. */
			readonly as?: string;
	  }
	| {
			readonly kind: 'unauthorized';
			readonly message: string;
			/** What to run to log in again, when it is known. */
			readonly command?: string;
			/** What to do where no command mends it, as the end of a sentence. */
			readonly next?: string;
			/** There was nothing to show to the server, so it was not asked: the fault is in the message. */
			readonly isUnasked?: true;
	  }
	| { readonly kind: 'not-found'; readonly message: string }
	| { readonly kind: 'throttled'; readonly message: string; readonly retryAfterMs: number }
	/** The server is asked for a version that it has not reached (504 ResourceVersionTooLarge). */
	| { readonly kind: 'too-new'; readonly message: string; readonly retryAfterMs: number }
	| { readonly kind: 'unsupported'; readonly message: string; readonly status: number }
	/** 400 or 422: the request itself is at fault (a bad selector, a bad continue token). */
	| { readonly kind: 'bad-request'; readonly message: string; readonly status: number }
	| { readonly kind: 'server'; readonly message: string; readonly status: number; readonly retryAfterMs?: number }
	/** No HTTP answer: refused, reset, DNS, TLS. `code` is Node's (ECONNREFUSED, CERT_HAS_EXPIRED…), ESOCKETTIMEDOUT where a limit of ours passed. */
	| { readonly kind: 'network'; readonly message: string; readonly code: string }
	/** An answer that is not the API's: HTML, broken JSON, a cut stream. */
	| { readonly kind: 'protocol'; readonly message: string }
	| { readonly kind: 'aborted'; readonly message: string };

export type ApiErrorKind = ApiError['kind'];

/** The one exception that the kube layer throws. */
export class ApiFailure extends Error {
	readonly error: ApiError;
	constructor(error: ApiError) {
		super(error.message);
		this.name = 'ApiFailure';
		this.error = error;
	}
}
