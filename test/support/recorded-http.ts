import { readFileSync } from 'node:fs';

/** One exchange with a real kube-apiserver 1.36.3, under test/fixtures/http. */
export interface Recording {
	readonly request: {
		readonly method: string;
		readonly path: string;
		readonly user: string;
		readonly headers: Readonly<Record<string, string>>;
		readonly body?: string;
	};
	readonly response: {
		readonly status: number;
		readonly headers: Readonly<Record<string, string>>;
		readonly body?: string;
		readonly chunks?: readonly { readonly atMs: number; readonly data: string }[];
		/** Of a stream: who ended it and how, and when. */
		readonly endedBy?: string;
		readonly endedAtMs?: number;
	};
}

export const recording = (name: string): Recording =>
	JSON.parse(readFileSync(new URL(`../fixtures/http/${name}.http.json`, import.meta.url), 'utf8')) as Recording;

export const bodyOf = ({ response }: Recording): string => response.body ?? (response.chunks ?? []).map((chunk) => chunk.data).join('');
