import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseConfig, readConfigFile } from '../../../src/config/config-file.ts';
import { parseDuration } from '../../../src/config/duration.ts';
import { pathsOf } from '../../../src/config/paths.ts';
import { settingsFromEnv } from '../../../src/config/settings.ts';

const directory = mkdtempSync(join(tmpdir(), 'kyacht-config-'));
afterAll(() => rmSync(directory, { recursive: true }));

describe('the config file', () => {
	it('sets what it names, and nothing else', () => {
		expect(parseConfig('metricsInterval: 10s\nwatchdog: 30\ncompress: on # always\n', 'c.yaml')).toEqual({
			metricsIntervalMs: 10_000,
			watchdogMs: 30_000,
			compress: 'on',
		});
		expect(parseConfig('', 'c.yaml')).toEqual({});
		expect(parseConfig('# nothing\n', 'c.yaml')).toEqual({});
	});

	it.each([
		['metricInterval: 5s', 'c.yaml:1: there is no config key "metricInterval"; did you mean metricsInterval?'],
		['\n\nzzz: 5s', 'c.yaml:3: there is no config key "zzz"; the keys are metricsInterval, '],
		['compress: on\nmetricsInterval: soon', 'c.yaml:2: metricsInterval: "soon" is no duration'],
		['theme: blue', 'c.yaml:1: theme: "blue" is none of auto, dark, light'],
		['logLevel: loud', 'c.yaml:1: logLevel: "loud" is none of off, error, info, debug'],
		['metricsInterval: [5s]', 'c.yaml:1: metricsInterval has no plain value'],
		['metricsInterval:', 'c.yaml:1: metricsInterval has no plain value'],
		['a: b: c', 'c.yaml:1: the config file is not YAML'],
		['- a', 'c.yaml:1: the config file is no mapping'],
		['compress: on\ncompress: off', 'c.yaml:2: the config file is not YAML'],
	])('names file, line and the next step for %j', (text, words) => {
		expect(() => parseConfig(text, 'c.yaml')).toThrow(words);
		expect(() => parseConfig(text, 'c.yaml')).toThrow(expect.objectContaining({ exitCode: 2 }));
	});

	it('may be missing', () => {
		expect(readConfigFile(join(directory, 'no', 'such.yaml'))).toEqual({});
	});

	it('is named when it is a directory', () => {
		expect(() => readConfigFile(directory)).toThrow(`${directory}: the config file cannot be read (EISDIR)`);
	});

	it('is read from the disk', () => {
		const path = join(directory, 'config.yaml');
		writeFileSync(path, 'pollInterval: 1m\n');
		expect(readConfigFile(path)).toEqual({ pollIntervalMs: 60_000 });
	});
});

describe('the environment', () => {
	it('sets the same things, an empty variable none', () => {
		expect(settingsFromEnv({ KYACHT_METRICS_INTERVAL: '7s', KYACHT_COMPRESS: '', OTHER: 'x' })).toEqual({ metricsIntervalMs: 7_000 });
	});

	it('is named when it is wrong', () => {
		expect(() => settingsFromEnv({ KYACHT_WATCHDOG: 'x' })).toThrow('KYACHT_WATCHDOG: "x" is no duration');
	});
});

describe('durations', () => {
	it.each([
		['5s', 5_000],
		['1m30s', 90_000],
		['500ms', 500],
		['1.5h', 5_400_000],
		['2', 2_000],
		['0', 0],
	])('%s is %d ms', (text, ms) => {
		expect(parseDuration(text, '--x')).toBe(ms);
	});

	it.each(['', 's', '5 apples', '5s!', '-5s', '1e3s', '5d'])('%j is none', (text) => {
		expect(() => parseDuration(text, '--x')).toThrow('--x: ');
	});
});

describe('the paths', () => {
	it('follow the XDG variables, and ignore empty and relative ones', () => {
		expect(pathsOf({ HOME: '/h', XDG_CONFIG_HOME: '/c', XDG_STATE_HOME: 'relative' })).toEqual({
			config: '/c/kyacht/config.yaml',
			state: '/h/.local/state/kyacht',
			log: '/h/.local/state/kyacht/kyacht.log',
		});
		expect(pathsOf({ HOME: '/h', XDG_CONFIG_HOME: '' }).config).toBe('/h/.config/kyacht/config.yaml');
	});
});
