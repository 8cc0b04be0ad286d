// What the pages share with the tests of the browser: TAP, a register of its own, Chromium.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const tools = process.env.NODE_TOOLS; // the node_modules that scripts/setup makes
export const shots = process.env.SHOTS ?? join(tmpdir(), 'paraph-shots');
const { chromium } = await import(pathToFileURL(join(tools, 'playwright-core/index.mjs')));
export const axe = readFileSync(join(tools, 'axe-core/axe.min.js'), 'utf8');

let count = 0;
let failed = 0;

// One line of TAP; what went wrong follows as comments.
export function test(name, good, said = '') {
	count++;
	failed += good ? 0 : 1;
	console.log(`${good ? 'ok' : 'not ok'} ${count} - ${name}`);
	if (!good)
		console.log(String(said).split('\n').slice(0, 30).map(line => '#   ' + line.slice(0, 400)).join('\n'));
}

export function finish() {
	console.log(`1..${count}`);
	process.exitCode = failed ? 1 : 0;
}

// The Convention on Cluster Munitions, served on a free port until stop().
export async function serve() {
	const folder = mkdtempSync(join(tmpdir(), 'paraph-browser-'));
	const db = join(folder, 'ccm.db');
	const paraph = (...words) => {
		const done = spawnSync(process.env.PARAPH, ['--db', db, ...words], { encoding: 'utf8' });
		if (done.status !== 0)
			throw new Error(done.stderr);
		return done.stdout;
	};
	paraph('init', '--pack', 'ccm');
	// A letter of an invented house: its code leads to a page.
	paraph('house', 'add', join(process.env.ROOT, 'tests/letters/invented/ngo'));
	const code = /[2-9A-Z]{5}-[2-9A-Z]{5}/.exec(paraph('letter', 'issue', 'join', '--on', '2020-03-19', '--lang', 'en', '--paper',
		'--audience', 'signatories', '--format', 'csv'))[0];
	const server = spawn(process.env.PARAPH, ['--db', db, 'serve', '--listen', '127.0.0.1:0'],
		{ stdio: ['ignore', 'pipe', 'inherit'] });
	const base = await new Promise((resolve, reject) => {
		server.stdout.on('data', data => resolve(/http:\/\/[\d.]+:\d+/.exec(String(data))[0]));
		server.on('exit', () => reject(new Error('the server did not start')));
	});
	return {
		base,
		code,
		stop: () => new Promise(resolve => {
			server.removeAllListeners('exit');
			server.on('exit', status => {
				rmSync(folder, { recursive: true });
				resolve(status);
			});
			server.kill('SIGTERM');
		}),
	};
}

export function launch() {
	mkdirSync(shots, { recursive: true });
	return chromium.launch({
		executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
		args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
			'--disable-component-update', '--disable-sync'],
	});
}
