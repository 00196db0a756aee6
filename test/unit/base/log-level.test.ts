import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { levelOf, lineLevel } from '../../../src/base/log-level.ts';
import { hostileText } from '../../support/hostile-text.ts';

/** Lines as these programs write them, with their usual settings. */
const lines: readonly (readonly [string, ReturnType<typeof lineLevel>, string])[] = [
	['klog', 'info', 'I1122 03:04:05.678901       1 controller.go:116] "Starting" worker="a"'],
	['klog', 'warning', 'W1122 03:04:05.678901       1 reflector.go:324] watch failed'],
	['klog', 'error', 'E1122 03:04:05.678901       1 leaderelection.go:330] error retrieving resource lock'],
	['klog', 'error', 'F1122 03:04:05.678901       1 main.go:42] cannot bind'],
	['logfmt', 'warning', 'ts=2026-11-22T01:00:00Z caller=head.go:1 level=warn msg="slow"'],
	['logfmt', 'error', 'time="2026-11-22T01:00:00Z" level=error msg="context deadline exceeded"'],
	['logfmt of Grafana', 'error', 'logger=context t=2026-11-22T01:00:00Z lvl=eror msg="Request error"'],
	['logrus on a terminal', 'error', 'ERRO[0004] cannot open the socket'],
	['logrus on a terminal', 'debug', 'DEBU[2026-11-22T01:00:00Z] resolving'],
	['zap', 'info', '{"level":"info","ts":1763773200.1,"caller":"a.go:1","msg":"started"}'],
	['zap on a console', 'error', '2026-11-22T01:00:00.000Z\tERROR\tcontroller/a.go:12\tReconciler error'],
	['zap', 'error', '{"level":"dpanic","msg":"impossible"}'],
	['pino', 'warning', '{"level":40,"time":1763773200000,"pid":1,"msg":"retrying"}'],
	['pino', 'error', '{"level":60,"time":1763773200000,"pid":1,"msg":"giving up"}'],
	['pino', 'debug', '{"level":10,"time":1763773200000,"pid":1,"msg":"in"}'],
	['Google Cloud', 'error', '{"severity":"ERROR","message":"out of quota"}'],
	['ECS', 'warning', '{"@timestamp":"2026-11-22T01:00:00Z","log.level": "warn","message":"slow"}'],
	['log4j', 'error', '2026-11-22 01:00:00,123 [main] ERROR com.shop.Cart - could not check out'],
	['logback', 'warning', '01:00:00.123 [http-nio-8080-exec-1] WARN  o.s.web.Handler - No mapping'],
	['Spring Boot', 'info', '2026-11-22T01:00:00.123Z  INFO 1 --- [main] com.shop.Cart : Started'],
	['Python', 'error', 'ERROR:root:no such file'],
	['Python', 'warning', '2026-11-22 01:00:00,123 - shop.cart - WARNING - retrying'],
	['gunicorn', 'info', '[2026-11-22 01:00:00 +0000] [7] [INFO] Listening at: http://0.0.0.0:8000'],
	['nginx', 'error', '2026/11/22 01:00:00 [error] 31#31: *1 open() "/x" failed'],
	['nginx', 'warning', '2026/11/22 01:00:00 [warn] 1#1: conflicting server name'],
	['nginx', 'error', '2026/11/22 01:00:00 [emerg] 1#1: bind() failed'],
	['Apache', 'error', '[Sun Nov 22 01:00:00.123456 2026] [core:error] [pid 7] AH00037: link not allowed'],
	['Envoy', 'warning', '[2026-11-22 01:00:00.123][1][warning][main] [source/server.cc:1] overloaded'],
	['CoreDNS', 'error', '[ERROR] plugin/errors: 2 example.org. A: read udp: i/o timeout'],
	['Rust tracing', 'warning', '2026-11-22T01:00:00.123456Z  WARN shop::cart: slow'],
	['env_logger', 'error', '[2026-11-22T01:00:00Z ERROR shop::cart] cannot connect'],
	['Rails', 'error', 'E, [2026-11-22T01:00:00.123 #1] ERROR -- : no route'],
	['.NET', 'error', 'fail: Microsoft.AspNetCore.Server.Kestrel[13]'],
	['.NET', 'debug', 'dbug: Shop.Cart[0]'],
	['Serilog', 'info', '[01:00:00 INF] Hosting started'],
	['PostgreSQL', 'error', '2026-11-22 01:00:00.123 UTC [31] ERROR:  relation "x" does not exist'],
	['PostgreSQL', 'error', '2026-11-22 01:00:00.123 UTC [31] FATAL:  the database system is starting up'],
	['MySQL', 'warning', '2026-11-22T01:00:00.123456Z 0 [Warning] [MY-010068] [Server] CA certificate is self signed.'],
	['Node', 'error', 'Error: connect ECONNREFUSED 127.0.0.1:5432'],
	['Go tests', 'error', '--- FAIL: TestCart (0.00s)'],
	['an access line', undefined, '10.0.0.1 - - [22/Nov/2026:01:00:00 +0000] "GET /error?level=high HTTP/1.1" 500 13 "-" "curl/8"'],
	['a stack trace', undefined, '\tat com.shop.Cart.checkOut(Cart.java:42)'],
	['a sentence', undefined, 'no error was found, and nothing to warn of'],
	['a sentence', undefined, 'the water level: high'],
	['an empty line', undefined, ''],
];

describe('the level of a line', () => {
	test.each(lines)('of %s is %s: %s', (_, level, line) => {
		expect(lineLevel(line)).toBe(level);
	});

	test('is asked of any text without an exception, and of a long one quickly', () => {
		fc.assert(
			fc.property(hostileText(), (text) => {
				expect([undefined, 'error', 'warning', 'info', 'debug']).toContain(lineLevel(text));
			}),
		);
		const long = [' '.repeat(1_000_000), 'level'.repeat(200_000), 'level= '.repeat(100_000), 'a '.repeat(500_000)];
		for (const text of long) expect(lineLevel(text)).toBeUndefined();
	});
});

describe('a level in a field', () => {
	test.each([
		[20, 'debug'],
		[30, 'info'],
		[50, 'error'],
		[0, undefined],
		[200, undefined],
		['NOTICE', 'info'],
		['Fatal', 'error'],
		['high', undefined],
		[null, undefined],
		[{ level: 'error' }, undefined],
		['constructor', undefined],
	])('%j is %s', (value, level) => {
		expect(levelOf(value)).toBe(level);
	});
});
