// The pages behind doors in Chromium, for each role: which there are says `paraph serve --routes`, so that a new one is
// looked at without anybody writing it down here; what an address leaves open is taken from the links that the pages
// have. Then a main path of each role by the keyboard alone, and without scripts. Houses and persons are invented.
import { join } from 'node:path';
import { finish, invited, launch, opened, PASSWORD, register, serve, test, totp } from './browser.mjs';
import { looked, overheard, tabbed, WIDTHS } from './looks.mjs';

const root = process.env.ROOT;
const HOUSE = ['--house', 'roe'];
// Name, address, invitations, words of docs/web.md: what its routes demand.
const ROLES = [
	{ name: 'administrator', mail: 'a@example.org', as: [['administrator']], admin: true },
	{ name: 'secretary', mail: 's@example.org', as: [['drafter', ...HOUSE], ['sender', ...HOUSE]], house: ['drafter', 'sender'] },
	{ name: 'signatory', mail: 'c@example.org', as: [['signatory', ...HOUSE]], house: ['signatory'] },
	{ name: 'observer', mail: 'o@example.org', as: [['observer', ...HOUSE]], house: ['observer'] },
	{ name: 'focal point', mail: 'f@example.org', as: [['focal-point', '--state', 'AGO', ...HOUSE]], state: true },
];
// Not looked at: what only sends on.
const OTHERS = 4; // of one pattern, whose links are looked at
const LINKS_TRIED = 60; // of a role's pages
const ELSEWHERE = /^\/account\/(start|oidc|link|invitation)|^\/verify/;

function routes() {
	const [, ...lines] = kept.paraph('serve', '--routes').trim().split('\n');
	return lines.map(line => line.split(',')).map(([pattern, methods, door, right, role]) => ({ pattern, methods, door, right, role }))
		.filter(r => r.door === 'yes' && /GET/.test(r.methods) && !ELSEWHERE.test(r.pattern));
}

const may = (role, r) => ({
	'signed-in': true,
	house: role.house && (!r.role || r.role.split(' ').some(word => role.house.includes(word))),
	state: role.state,
	admin: role.admin,
})[r.right] ?? false;

// ---- every page ----

const seen = new Map(); // pattern: kinds of elements that were looked at with it
const shape = page => page.evaluate(() => [...new Set([...document.querySelectorAll('body *')].map(e => `${e.localName}.${e.className}`))]);
const links = page => page.evaluate(() => [...document.querySelectorAll('main a[href^="/"]')].map(a => a.getAttribute('href')
	.split(/[?#]/)[0]));
const file = pattern => pattern.slice(1).replaceAll('/', '-').replaceAll(':', 'one');

// Whole for the first role; for another at one width, where something else stands there.
async function show(page, role, pattern, path) {
	const said = overheard(page, server.base);
	const first = !seen.has(pattern);
	seen.set(pattern, seen.get(pattern) ?? new Set());
	for (const [tag, prefix] of first ? [['en', ''], ['ar', '/ar']] : [['en', '']]) {
		const what = `${role.name}, ${tag} ${path}`;
		const reply = await page.goto(server.base + prefix + path);
		test(`${what}: 200`, reply.status() === 200, reply.status());
		test(`${what}: its way`, await page.getAttribute('html', 'dir') === (tag === 'ar' ? 'rtl' : 'ltr'));
		const kinds = await shape(page);
		const fresh = kinds.some(kind => !seen.get(pattern).has(kind));
		kinds.forEach(kind => seen.get(pattern).add(kind));
		if (first || fresh)
			await looked(page, what, { axe: width => first || width === WIDTHS[0],
				picture: first ? { name: `door-${file(pattern)}.${tag}`, widths: [tag === 'ar' ? WIDTHS[0] : WIDTHS[2]] } : null });
	}
	test(`${role.name}, ${path}: nothing is refused, missing or from elsewhere`, !said.length, said.join('\n'));
	page.removeAllListeners();
	return links(page);
}

// The routes of a role: those without open places first, whose pages have links to the others.
async function every(role, context, table) {
	const page = await context.newPage();
	const found = new Set();
	const missing = [];
	const mine = table.filter(r => may(role, r)).sort((a, b) => a.pattern.includes(':') - b.pattern.includes(':'));
	const whole = new Set(table.filter(r => !r.pattern.includes(':')).map(r => r.pattern));
	for (const { pattern } of mine) {
		const fits = new RegExp(`^(/ar)?(${pattern.replaceAll(':', '[^/]+')})$`);
		const paths = pattern.includes(':') ? [...found].map(link => fits.exec(link)?.[2]).filter(p => p && !whole.has(p)) : [pattern];
		let path, head;
		for (path of paths.slice(0, 3)) { // a link that leads nowhere is told below
			head = await context.request.get(server.base + path);
			if (head.status() !== 404)
				break;
		}
		if (!head) {
			missing.push(pattern);
			continue;
		}
		for (const one of paths.slice(0, OTHERS)) // what else of its kind leads to: a draft has other links than a letter
			for (const [, link] of (await (await context.request.get(server.base + one)).text()).matchAll(/<a[^>]* href="(\/(?!(?:ar|es|fr|ru|zh)\b)[^"?#]*)/g))
				found.add(link);
		if (/text\/html/.test(head.headers()['content-type']))
			(await show(page, role, pattern, path)).forEach(link => found.add(link));
		else
			test(`${role.name}, ${path}: 200, ${head.headers()['content-type']}`, head.status() === 200, head.status());
	}
	const dead = [];
	for (const link of [...found].slice(0, LINKS_TRIED)) {
		const status = (await context.request.get(server.base + link)).status();
		if (status !== 200)
			dead.push(`${link}: ${status}`);
	}
	test(`${role.name}: every link leads to a page that is open`, !dead.length, dead.join('\n'));
	console.log(`# ${role.name}: ${mine.length - missing.length} pages${missing.length ? '; no link led to ' + missing.join(' ') : ''}`);
	await page.close();
}

// ---- who reads may not write ----

async function onlyReads(context) {
	const page = await context.newPage();
	for (const path of ['/desk', '/desk/contacts', '/desk/audiences']) {
		await page.goto(server.base + path);
		const forms = await page.locator('main form[method=post]').count();
		test(`observer, ${path}: no form that would be refused`, !forms, forms);
	}
	await page.close();
}

// ---- the keyboard ----

const typed = async (page, text) => {
	await page.keyboard.press('Tab');
	await page.keyboard.type(text);
};

// Tab to what is named, and press Enter there.
async function enter(page, name) {
	for (let i = 0; i < 80; i++) {
		await page.keyboard.press('Tab');
		if (await page.evaluate(wanted => document.activeElement.textContent.trim() === wanted, name))
			return page.keyboard.press('Enter');
	}
	throw new Error(`no stop is called ${name}`);
}

async function byKeyboard(context, role, code) {
	const page = await context.newPage();
	await page.setViewportSize({ width: 1280, height: 800 });
	await page.goto(server.base + '/account/sign-in');
	await page.focus('.skip');
	await page.keyboard.press('Enter');
	await typed(page, role.mail);
	await typed(page, PASSWORD);
	await typed(page, code);
	await Promise.all([page.waitForURL(url => url.pathname !== '/account/sign-in'), page.keyboard.press('Enter')]);
	test(`${role.name}: signs in by the keyboard`, await page.locator('header').getByText('Sign out').count() === 1, page.url());
	await tabbed(page, role.name, 5);
	const menu = await page.locator('nav.main a').allInnerTexts();
	for (const name of menu.slice(1, 3)) {
		await page.goto(page.url());
		await Promise.all([page.waitForNavigation(), enter(page, name)]);
		test(`${role.name}: and opens ${name} so`, await page.locator('nav.main [aria-current]').count() === 1 || name === 'Public site',
			page.url());
	}
	await page.goto(server.base + '/account');
	await Promise.all([page.waitForNavigation(), enter(page, 'Sign out')]);
	test(`${role.name}: and out`, (await page.goto(server.base + '/account')).url().includes('/account/sign-in'), page.url());
	await page.close();
}

// ---- without scripts ----

async function administers(page) {
	await page.goto(server.base + '/accounts');
	await page.fill('#mail', 'new@example.org');
	await page.fill('#role', 'administrator');
	await page.locator('main form.narrow .btn').press('Enter');
	await page.locator('.secret').waitFor();
	test('administrator, without scripts: invites', await page.locator('.secret').isVisible(), page.url());
}

async function isAsked(page) {
	await page.goto(server.base + '/office');
	test('focal point, without scripts: what is due', (await page.innerText('main')).length > 300);
	await page.goto(server.base + '/office/ask');
	await page.locator('main input:not([type=hidden])').first().fill('Invented');
	await page.locator('main textarea').first().fill('An invented question');
	await page.locator('main form .btn').first().press('Enter');
	await page.waitForLoadState();
	test('focal point, without scripts: asks the support unit', new URL(page.url()).pathname !== '/office/ask' ||
		await page.locator('main').getByText(/sent|received|house/i).count() > 0, await page.innerText('main'));
}

async function atTheDesk(page) {
	await page.goto(server.base + '/desk/contacts/new');
	for (const [name, value] of [['office', 'mission'], ['state', 'Sweden'], ['place', 'Geneva'], ['email', 'swe@example.org'],
		['write', 'en'], ['holder', 'Invented Ek'], ['purpose', 'letters on the Convention']]) {
		const field = page.locator(`main [name=${name}]`).first();
		await (await field.evaluate(e => e.tagName) === 'SELECT' ? field.selectOption(value) : field.fill(value));
	}
	await page.locator('main form[method=post] .btn').first().press('Enter');
	await page.waitForURL(url => !url.pathname.endsWith('/new'));
	test('secretary, without scripts: enters a contact', /\/desk\/contacts\/[^/]+$/.test(page.url()) &&
		/Invented Ek/.test(await page.innerText('main')), page.url());
}

const plainly = { administrator: administers, secretary: atTheDesk, 'focal point': isAsked };

// ---- all of it ----

async function whole(role, table) {
	const link = role.as.map(words => invited(kept, role.mail, ...words)).at(-1);
	const context = await browser.newContext();
	const page = await context.newPage();
	const { codes } = await opened(page, server.base + link);
	await page.close();
	await every(role, context, table);
	if (role.name === 'observer')
		await onlyReads(context);
	if (plainly[role.name]) {
		const plain = await browser.newContext({ javaScriptEnabled: false, storageState: await context.storageState() });
		await plainly[role.name](await plain.newPage());
		await plain.close();
	}
	await context.close();
	const other = await browser.newContext();
	await byKeyboard(other, role, codes[0]);
	await other.close();
}

const kept = register();
kept.paraph('house', 'add', join(root, 'tests/letters/invented/ngo'));
kept.paraph('contact', 'import', join(root, 'tests/houses/invented/contacts.csv'), '--yes');
kept.paraph('contact', 'add', '--set', 'office=mission', '--set', 'state=AGO', '--set', 'holder=Invented Holder', '--set',
	'email=ago@example.org', '--set', 'purpose=letters');
kept.paraph('letter', 'issue', 'join', '--on', '2020-03-19', '--lang', 'en', '--paper', '--audience', 'signatories');
kept.paraph('letter', 'draft', 'join', '--lang', 'en', '--audience', 'signatories');
const server = await serve(kept);
const browser = await launch();
try {
	const table = routes();
	test('there are doors', table.length > 10, table.length);
	const one = name => whole(ROLES.find(role => role.name === name), table);
	await Promise.all([
		one('administrator').then(() => one('focal point')),
		one('secretary').then(() => one('signatory')).then(() => one('observer')),
	]);
} finally {
	await browser.close();
	test('the server ends well', await server.stop() === 0);
}
finish();
