import {
	choice,
	chosen,
	commonLogTime,
	dayFirst,
	type Ending,
	iso,
	klogTime,
	type LineFacts,
	type LogStyle,
	levelOf,
	seq,
	spaced,
} from './log-style.ts';

type Write = (facts: LineFacts) => string;
type Ends = Readonly<Record<Ending, readonly Write[]>>;

const logfmt = (facts: LineFacts, level: string, message: string, more = ''): string =>
	`ts=${iso(facts.at)} level=${level} component=${facts.app} msg=${/[ "=]/.test(message) ? JSON.stringify(message) : message}${more} ${seq(facts)}`;

const logfmtLine: Write = (facts) => {
	const level = levelOf(facts);
	if (level === 'error')
		return logfmt(facts, level, 'Error sending samples', ` err="context deadline exceeded" count=${chosen(facts, 1, 500)}`);
	if (level === 'warn')
		return logfmt(
			facts,
			level,
			'Scrape took longer than its interval',
			` target=10.244.${chosen(facts, 1, 6)}.${chosen(facts, 2, 250)}:9100`,
		);
	if (level === 'debug')
		return logfmt(facts, level, 'Scrape done', ` samples=${chosen(facts, 1, 4000)} duration=${chosen(facts, 2, 900)}ms`);
	return logfmt(
		facts,
		level,
		choice(facts, 3, ['Head GC completed', 'Compaction done', 'WAL checkpoint complete', 'Batch exported']),
		` duration=${chosen(facts, 2, 900)}ms`,
	);
};

const logfmtEnds: Ends = {
	oom: [
		(facts) => logfmt(facts, 'warn', 'Memory limit reached', ' heap=187MiB'),
		(facts) => `fatal error: runtime: out of memory ${seq(facts)}`,
	],
	error: [(facts) => logfmt(facts, 'error', 'Loading configuration failed', ' err="yaml: line 14: did not find expected key"')],
	stop: [(facts) => logfmt(facts, 'info', 'Received an OS signal, exiting gracefully', ' signal=terminated')],
	done: [(facts) => logfmt(facts, 'info', 'Bye')],
};

export const logfmtStyle: LogStyle = {
	rate: 0.5,
	blocks: [1],
	start: [
		(facts) => logfmt(facts, 'info', `Starting ${facts.app}`),
		(facts) => logfmt(facts, 'info', 'Server is ready to receive web requests'),
	],
	line: logfmtLine,
	end: (ending) => logfmtEnds[ending],
};

const klog = (facts: LineFacts, level: 'I' | 'W' | 'E' | 'F', place: string, message: string): string =>
	`${level}${klogTime(facts.at)}       1 ${place}] ${message} ${seq(facts)}`;

const klogWords: Readonly<Record<string, readonly [place: string, message: string]>> = {
	'kube-proxy': ['proxier.go:828', '"Syncing rules"'],
	'kube-apiserver': ['httplog.go:134', '"HTTP" verb="LIST" URI="/api/v1/pods" resp=200'],
	'kube-scheduler': ['schedule_one.go:314', '"Successfully bound pod to node"'],
	'kube-controller-manager': ['replica_set.go:679', '"Finished syncing" kind="ReplicaSet"'],
	'metrics-server': ['scraper.go:140', '"Scraping nodes"'],
	etcd: ['kvstore.go:421', '"finished scheduled compaction"'],
	coredns: ['hosts.go:112', '"Reloaded zones"'],
	cni: ['endpoint.go:231', '"Regenerated endpoint"'],
};

const klogLine: Write = (facts) => {
	const level = levelOf(facts);
	if (level === 'error')
		return klog(facts, 'E', 'reflector.go:205', '"Failed to watch" err="the server was unable to return a response in the time allotted"');
	if (level === 'warn')
		return klog(facts, 'W', 'warnings.go:70', 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice');
	const [place, message] = klogWords[facts.app] ?? ['leaderelection.go:288', '"Successfully renewed lease"'];
	return klog(facts, 'I', place, `${message} count=${20 + chosen(facts, 1, 90)} duration="${chosen(facts, 2, 900)}ms"`);
};

const klogEnds: Ends = {
	oom: [(facts) => `fatal error: runtime: out of memory ${seq(facts)}`],
	error: [
		(facts) => klog(facts, 'F', 'server.go:214', 'unable to load configuration: stat /etc/kubernetes/config: no such file or directory'),
	],
	stop: [(facts) => klog(facts, 'I', 'server.go:331', '"Shutting down" signal="terminated"')],
	done: [(facts) => klog(facts, 'I', 'main.go:80', '"Done"')],
};

export const klogStyle: LogStyle = {
	rate: 0.2,
	blocks: [1],
	start: [(facts) => klog(facts, 'I', 'server.go:652', `"Version info" version="v1.36.3" component="${facts.app}"`)],
	line: klogLine,
	end: (ending) => klogEnds[ending],
};

const agents = ['Mozilla/5.0 (X11; Linux x86_64)', 'curl/8.17.0', 'okhttp/5.3.0', 'kube-probe/1.36'] as const;
const targets = ['/', '/cart', '/search?q=%E9%9D%B4', '/static/app.js', '/api/orders', '/favicon.ico'] as const;

const accessLine: Write = (facts) => {
	const level = levelOf(facts);
	const status = level === 'error' ? 503 : level === 'warn' ? 404 : 200;
	const client = `10.244.${chosen(facts, 1, 6)}.${chosen(facts, 2, 250)}`;
	return `${client} - - [${commonLogTime(facts.at)}] "GET ${choice(facts, 3, targets)} HTTP/1.1" ${status} ${chosen(facts, 4, 30_000)} "-" "${choice(facts, 5, agents)}" ${seq(facts)}`;
};

const notice = (facts: LineFacts, level: string, message: string): string =>
	`${spaced(facts.at).slice(0, 19).replaceAll('-', '/')} [${level}] 1#1: ${message} ${seq(facts)}`;

const accessEnds: Ends = {
	oom: [(facts) => notice(facts, 'alert', 'worker process 29 exited on signal 9')],
	error: [(facts) => notice(facts, 'emerg', 'host not found in upstream "cart" in /etc/nginx/conf.d/default.conf:12')],
	stop: [(facts) => notice(facts, 'notice', 'signal 3 (SIGQUIT) received, shutting down')],
	done: [(facts) => notice(facts, 'notice', 'exit')],
};

export const accessStyle: LogStyle = {
	rate: 3,
	blocks: [1],
	start: [
		(facts) => notice(facts, 'notice', 'using the "epoll" event method'),
		(facts) => notice(facts, 'notice', 'start worker processes'),
	],
	line: accessLine,
	end: (ending) => accessEnds[ending],
};

const postgres = (facts: LineFacts, level: string, message: string): string =>
	`${spaced(facts.at)} UTC [${40 + chosen(facts, 8, 60)}] ${level}:  ${message} ${seq(facts)}`;

const postgresLine: Write = (facts) => {
	const level = levelOf(facts);
	if (level === 'error') return postgres(facts, 'ERROR', 'deadlock detected');
	if (level === 'warn')
		return postgres(
			facts,
			'LOG',
			`duration: ${1000 + chosen(facts, 1, 9000)}.${chosen(facts, 2, 999)} ms  statement: UPDATE ledger SET balance = $1 WHERE account = $2`,
		);
	return postgres(
		facts,
		'LOG',
		`checkpoint complete: wrote ${chosen(facts, 1, 900)} buffers (${chosen(facts, 2, 9)}.${chosen(facts, 3, 9)}%)`,
	);
};

const postgresEnds: Ends = {
	oom: [(facts) => postgres(facts, 'FATAL', 'out of memory')],
	error: [(facts) => postgres(facts, 'FATAL', 'data directory "/var/lib/postgresql/data" has invalid permissions')],
	stop: [
		(facts) => postgres(facts, 'LOG', 'received fast shutdown request'),
		(facts) => postgres(facts, 'LOG', 'database system is shut down'),
	],
	done: [(facts) => postgres(facts, 'LOG', 'database system is shut down')],
};

export const postgresStyle: LogStyle = {
	rate: 0.3,
	blocks: [1],
	start: [
		(facts) => postgres(facts, 'LOG', 'starting PostgreSQL 18.1'),
		(facts) => postgres(facts, 'LOG', 'database system is ready to accept connections'),
	],
	line: postgresLine,
	end: (ending) => postgresEnds[ending],
};

const valkey = (facts: LineFacts, mark: string, message: string): string => `1:M ${dayFirst(facts.at)} ${mark} ${message} ${seq(facts)}`;

const valkeyEnds: Ends = {
	oom: [(facts) => valkey(facts, '#', 'Out Of Memory allocating 16777240 bytes!')],
	error: [(facts) => valkey(facts, '#', "Can't open the log file: No such file or directory")],
	stop: [
		(facts) => valkey(facts, '*', 'User requested shutdown...'),
		(facts) => valkey(facts, '#', 'Valkey is now ready to exit, bye bye...'),
	],
	done: [(facts) => valkey(facts, '#', 'bye bye...')],
};

export const valkeyStyle: LogStyle = {
	rate: 0.2,
	blocks: [1],
	start: [(facts) => valkey(facts, '*', 'Server initialized'), (facts) => valkey(facts, '*', 'Ready to accept connections tcp')],
	line: (facts) =>
		levelOf(facts) === 'warn'
			? valkey(facts, '#', 'Client closed for overcoming of output buffer limits')
			: valkey(facts, '*', `${chosen(facts, 1, 10_000)} changes in 60 seconds. Saving...`),
	end: (ending) => valkeyEnds[ending],
};

const kafka = (facts: LineFacts, level: string, message: string, place: string): string =>
	`[${spaced(facts.at, ',')}] ${level} ${message} (${place}) ${seq(facts)}`;

const kafkaTrace: readonly Write[] = [
	(facts) =>
		kafka(
			facts,
			'ERROR',
			`[ReplicaFetcher id=0-2] Error in response for fetch of orders-${chosen(facts, 1, 12)}`,
			'kafka.server.ReplicaFetcherThread',
		),
	(facts) => `java.io.IOException: Connection to kafka-1:9092 (id: 1 rack: null) failed ${seq(facts)}`,
	(facts) => `\tat org.apache.kafka.clients.NetworkClientUtils.awaitReady(NetworkClientUtils.java:71) ${seq(facts)}`,
];

const kafkaLine: Write = (facts) => {
	if (facts.blockLength > 1) return (kafkaTrace[facts.within] ?? kafkaLine)(facts);
	return levelOf(facts) === 'warn'
		? kafka(facts, 'WARN', `[Partition orders-${chosen(facts, 1, 12)}] ISR shrinks to 0,2`, 'kafka.cluster.Partition')
		: kafka(
				facts,
				'INFO',
				`[Log partition=orders-${chosen(facts, 1, 12)}] Rolled new log segment at offset ${chosen(facts, 2, 9_000_000)}`,
				'kafka.log.UnifiedLog',
			);
};

const kafkaEnds: Ends = {
	oom: [(facts) => `java.lang.OutOfMemoryError: Direct buffer memory ${seq(facts)}`],
	error: [(facts) => kafka(facts, 'FATAL', 'Exiting Kafka: no readable meta.properties', 'kafka.Kafka$')],
	stop: [
		(facts) => kafka(facts, 'INFO', 'Terminating process due to signal SIGTERM', 'org.apache.kafka.common.utils.LoggingSignalHandler'),
	],
	done: [(facts) => kafka(facts, 'INFO', 'shut down completed', 'kafka.server.KafkaServer')],
};

export const kafkaStyle: LogStyle = {
	rate: 0.4,
	blocks: [...Array.from({ length: 34 }, () => 1), kafkaTrace.length, 1, 1],
	start: [(facts) => kafka(facts, 'INFO', 'Kafka version: 4.1.0', 'org.apache.kafka.common.utils.AppInfoParser')],
	line: kafkaLine,
	end: (ending) => kafkaEnds[ending],
};
