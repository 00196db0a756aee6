import { choice, chosen, type Ending, iso, type LineFacts, type LogStyle, levelOf, seq, spaced } from './log-style.ts';

type Write = (facts: LineFacts) => string;

const paths = ['/api/v1/carts', '/api/v1/items', '/api/v1/orders', '/healthz', '/api/v1/prices', '/api/v1/users'] as const;
const methods = ['GET', 'GET', 'GET', 'POST', 'PUT', 'DELETE'] as const;
/** People and places write in every script, and logs hold what they wrote. */
const names = ['Ada Lovelace', '山田太郎', 'Zoë Müller', '김민수', 'Łukasz Żak', 'د. ليلى', 'Nguyễn Thị Hoa', '王小明 🛒'] as const;
const searches = ['running shoes', '靴 27cm', 'Kaffeemühle', '무선 이어폰', '手机壳', 'כיסא עץ', 'café crème ☕', 'lámpara 💡'] as const;

const many = (length: number, at: number, block: number): number[] => Array.from({ length }, (_, index) => (index === at ? block : 1));

const json = (facts: LineFacts, level: string, message: string, more: Readonly<Record<string, string | number>> = {}): string =>
	JSON.stringify({ time: iso(facts.at), level, logger: facts.app, msg: message, ...more, seq: facts.seq });

const jsonLine: Write = (facts) => {
	const level = levelOf(facts);
	const path = choice(facts, 1, paths);
	const method = choice(facts, 2, methods);
	const durationMs = level === 'warn' ? 900 + chosen(facts, 3, 3000) : 1 + chosen(facts, 3, 140);
	const trace = `${facts.salt.toString(16).padStart(8, '0')}${chosen(facts, 4, 0x7fffffff).toString(16).padStart(8, '0')}`;
	switch (level) {
		case 'error':
			return json(facts, level, `${method} ${path} failed`, {
				status: 502,
				durationMs,
				error: 'dial tcp 10.96.14.7:5432: connect: connection refused',
				trace,
			});
		case 'warn':
			return json(facts, level, 'slow request', { method, path, status: 200, durationMs, trace });
		case 'debug':
			return json(facts, level, 'cache hit', { key: `user:${chosen(facts, 5, 90_000)}`, name: choice(facts, 6, names), trace });
		default:
			return json(facts, level, `${method} ${path}`, { status: method === 'POST' ? 201 : 200, durationMs, trace });
	}
};

/** Of a Go program. */
const goEnds: Readonly<Record<Ending, readonly Write[]>> = {
	oom: [
		(facts) => json(facts, 'warn', 'heap is near its limit', { heapMiB: 187, limitMiB: 192 }),
		(facts) => `fatal error: runtime: out of memory: cannot allocate 67108864-byte block (196083712 in use) ${seq(facts)}`,
		(facts) => `goroutine 1 [running]: ${seq(facts)}`,
		(facts) => `main.(*Cache).grow(0xc0000b2000, 0x4000000) ${seq(facts)}`,
		(facts) => `\t/src/${facts.app}/cache.go:214 +0x1d4 ${seq(facts)}`,
	],
	error: [
		(facts) => json(facts, 'error', 'cannot load configuration', { file: '/etc/app/config.yaml', error: 'missing key "database.url"' }),
		(facts) => `panic: missing key "database.url" ${seq(facts)}`,
		(facts) => `goroutine 1 [running]: ${seq(facts)}`,
		(facts) => `main.mustLoad({0x7ffd2, 0x14}) ${seq(facts)}`,
		(facts) => `\t/src/${facts.app}/main.go:57 +0x2f1 ${seq(facts)}`,
	],
	stop: [
		(facts) => json(facts, 'info', 'received SIGTERM, draining connections', { open: chosen(facts, 1, 12) }),
		(facts) => json(facts, 'info', 'stopped'),
	],
	done: [(facts) => json(facts, 'info', 'finished', { items: 1200 + chosen(facts, 1, 4000) })],
};

export const jsonStyle: LogStyle = {
	rate: 1,
	blocks: [1],
	start: [
		(facts) => json(facts, 'info', `starting ${facts.app}`, { pod: facts.pod }),
		(facts) => json(facts, 'info', 'configuration loaded', { file: '/etc/app/config.yaml' }),
		(facts) => json(facts, 'info', 'connected to database', { host: `postgres.${facts.namespace}.svc`, pool: 16 }),
		(facts) => json(facts, 'info', 'listening', { address: '[::]:8080' }),
	],
	line: jsonLine,
	end: (ending) => goEnds[ending],
};

const java = (facts: LineFacts, level: string, logger: string, message: string): string =>
	`${spaced(facts.at)} ${level.padStart(5)} 1 --- [nio-8080-exec-${1 + chosen(facts, 7, 9)}] ${logger.padEnd(38)} : ${message} ${seq(facts)}`;

const javaTrace: readonly Write[] = [
	(facts) => java(facts, 'ERROR', 'c.e.catalog.web.ErrorHandler', `Cannot answer ${choice(facts, 1, paths)}/${chosen(facts, 2, 9000)}`),
	(facts) => `java.lang.IllegalStateException: no price for item ${chosen(facts, 2, 9000)} ${seq(facts)}`,
	(facts) => `\tat com.example.catalog.PriceService.priceOf(PriceService.java:88) ${seq(facts)}`,
	(facts) => `\tat com.example.catalog.ItemController.get(ItemController.java:41) ${seq(facts)}`,
	(facts) => `\tat org.springframework.web.servlet.DispatcherServlet.doDispatch(DispatcherServlet.java:1089) ${seq(facts)}`,
	(facts) =>
		`Caused by: java.sql.SQLTransientConnectionException: pool-1 - Connection is not available, request timed out after 30000ms ${seq(facts)}`,
	(facts) => `\t... 34 more ${seq(facts)}`,
];

const javaLine: Write = (facts) => {
	const level = levelOf(facts);
	if (level === 'warn') return java(facts, 'WARN', 'com.zaxxer.hikari.pool.PoolBase', 'pool-1 - Failed to validate connection');
	if (level === 'debug')
		return java(facts, 'DEBUG', 'c.e.catalog.search.Query', `query "${choice(facts, 3, searches)}" took ${chosen(facts, 4, 90)} ms`);
	return java(
		facts,
		'INFO',
		'c.e.catalog.ItemController',
		`served ${choice(facts, 1, paths)}/${chosen(facts, 2, 9000)} in ${chosen(facts, 4, 60)} ms`,
	);
};

const javaEnds: Readonly<Record<Ending, readonly Write[]>> = {
	oom: [
		(facts) => java(facts, 'WARN', 'c.e.catalog.Memory', 'heap 251 MiB of 256 MiB after a full collection'),
		(facts) => `java.lang.OutOfMemoryError: Java heap space ${seq(facts)}`,
		(facts) => `\tat java.base/java.util.Arrays.copyOf(Arrays.java:3537) ${seq(facts)}`,
		(facts) => `\tat com.example.catalog.Index.grow(Index.java:203) ${seq(facts)}`,
	],
	error: [
		(facts) => java(facts, 'ERROR', 'o.s.boot.SpringApplication', 'Application run failed'),
		(facts) => `java.net.UnknownHostException: postgres.${facts.namespace}.svc: Name or service not known ${seq(facts)}`,
		(facts) => `\tat java.base/java.net.InetAddress.getAllByName(InetAddress.java:1386) ${seq(facts)}`,
	],
	stop: [(facts) => java(facts, 'INFO', 'o.s.b.w.e.tomcat.GracefulShutdown', 'Commencing graceful shutdown')],
	done: [(facts) => java(facts, 'INFO', 'o.s.b.a.b.JobLauncher', 'Job completed with status COMPLETED')],
};

export const javaStyle: LogStyle = {
	rate: 0.5,
	blocks: many(60, 41, javaTrace.length),
	start: [
		(facts) => ` :: Spring Boot ::  (v4.0.0) ${seq(facts)}`,
		(facts) => java(facts, 'INFO', 'c.e.catalog.Application', `Starting Application on ${facts.pod}`),
		(facts) => java(facts, 'INFO', 'o.s.b.w.embedded.tomcat.TomcatWebServer', 'Tomcat started on port 8080 (http)'),
	],
	line: (facts) => (facts.blockLength > 1 ? (javaTrace[facts.within] ?? javaLine)(facts) : javaLine(facts)),
	end: (ending) => javaEnds[ending],
};

const colour = { debug: '\u001b[36m', info: '\u001b[32m', warn: '\u001b[33m', error: '\u001b[1;31m' } as const;
const tag = { debug: 'DBG', info: 'INF', warn: 'WRN', error: 'ERR' } as const;
const dim = '\u001b[2m';
const plain = '\u001b[0m';

const painted = (facts: LineFacts, level: keyof typeof colour, message: string): string =>
	`${dim}${iso(facts.at).slice(11, 23)}${plain} ${colour[level]}${tag[level]}${plain} ${message} ${dim}${seq(facts)}${plain}`;

const pythonTrace: readonly Write[] = [
	(facts) => painted(facts, 'error', `task ${chosen(facts, 1, 90_000)} failed, it is tried again`),
	(facts) => `Traceback (most recent call last): ${seq(facts)}`,
	(facts) => `  File "/app/worker.py", line 118, in run ${seq(facts)}`,
	(facts) => `    mail.send(to=user.address, subject="${choice(facts, 2, searches)}") ${seq(facts)}`,
	(facts) => `ConnectionResetError: [Errno 104] Connection reset by peer ${seq(facts)}`,
];

const consoleLine: Write = (facts) => {
	if (facts.blockLength > 1) return (pythonTrace[facts.within] ?? consoleLine)(facts);
	const level = levelOf(facts);
	const task = chosen(facts, 1, 90_000);
	if (level === 'error') return painted(facts, level, `task ${task} given up after 5 tries`);
	if (level === 'warn') return painted(facts, level, `queue "mail" is \u001b[33m${200 + chosen(facts, 2, 800)}${plain} behind`);
	if (level === 'debug') return painted(facts, level, `lease renewed for task ${task}`);
	return painted(facts, level, `task ${task} done for ${choice(facts, 3, names)} in ${chosen(facts, 4, 900)} ms`);
};

const pythonEnds: Readonly<Record<Ending, readonly Write[]>> = {
	oom: [
		(facts) => painted(facts, 'warn', 'resident set 187 MiB, the limit is 192 MiB'),
		(facts) => `MemoryError: cannot allocate 64 MiB ${seq(facts)}`,
	],
	error: [
		(facts) => painted(facts, 'error', 'cannot go on'),
		(facts) => `Traceback (most recent call last): ${seq(facts)}`,
		(facts) => `  File "/app/main.py", line 31, in <module> ${seq(facts)}`,
		(facts) => `KeyError: 'SUPPLIER_PRICES_URL' ${seq(facts)}`,
	],
	stop: [(facts) => painted(facts, 'info', 'warm shutdown: tasks in hand are finished first')],
	done: [(facts) => painted(facts, 'info', `${120 + chosen(facts, 1, 900)} records written, all is well`)],
};

/** Coloured, as a program writes that believes to be on a terminal. */
export const consoleStyle: LogStyle = {
	rate: 2,
	blocks: many(45, 30, pythonTrace.length),
	start: [
		(facts) => painted(facts, 'info', `${facts.app} is up, 4 workers`),
		(facts) => painted(facts, 'debug', 'connected to amqp://queue:5672'),
	],
	line: consoleLine,
	end: (ending) => pythonEnds[ending],
};
