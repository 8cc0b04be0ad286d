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

// The Convention on Cluster Munitions, in a folder of its own until drop().
export function register() {
	const folder = mkdtempSync(join(tmpdir(), 'paraph-browser-'));
	const db = join(folder, 'ccm.db');
	const paraph = (...words) => {
		const done = spawnSync(process.env.PARAPH, ['--db', db, ...words], { encoding: 'utf8' });
		if (done.status !== 0)
			throw new Error(done.stderr);
		return done.stdout;
	};
	paraph('init', '--pack', 'ccm');
	return { folder, db, paraph, drop: () => rmSync(folder, { recursive: true }) };
}

// It, served on a free port until stop().
export async function serve(kept, env = {}, ...words) {
	const server = spawn(process.env.PARAPH, ['--db', kept.db, 'serve', '--listen', '127.0.0.1:0', ...words],
		{ stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
	const base = await new Promise((resolve, reject) => {
		server.stdout.on('data', data => resolve(/http:\/\/[\d.]+:\d+/.exec(String(data))[0]));
		server.on('exit', () => reject(new Error('the server did not start')));
	});
	return {
		base,
		stop: () => new Promise(resolve => {
			server.removeAllListeners('exit');
			server.on('exit', status => {
				kept.drop();
				resolve(status);
			});
			server.kill('SIGTERM');
		}),
	};
}

// ---- people with accounts: oathtool makes their codes ----

export const PASSWORD = 'some words that nobody would put together';

export function totp(secret, seconds = 0) {
	const at = new Date(Date.now() + 1000 * seconds).toISOString().replace('T', ' ').slice(0, 19) + ' UTC';
	return spawnSync('oathtool', ['--totp', '--base32', secret, '--now', at], { encoding: 'utf8' }).stdout.trim();
}

// The path of a link that opens an account.
export const invited = (kept, mail, role, ...words) =>
	new URL(kept.paraph('account', 'invite', mail, '--role', role, ...words).trim()).pathname;

// Opens the account behind a link, in this page; its generator's secret and recovery codes.
export async function opened(page, address) {
	await page.goto(address);
	const secret = await page.locator('.secret').innerText();
	await page.fill('#password', PASSWORD);
	await page.fill('#again', PASSWORD);
	await page.fill('#code', totp(secret));
	await page.click('main .btn');
	return { secret, codes: await page.locator('.codes code').allInnerTexts() };
}

export function launch() {
	mkdirSync(shots, { recursive: true });
	return chromium.launch({
		executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
		args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
			'--disable-component-update', '--disable-sync'],
	});
}
