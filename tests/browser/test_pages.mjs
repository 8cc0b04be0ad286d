// The pages in Chromium: accessibility by axe-core, widths, keyboard, the day that is kept, print; and pictures of
// them in $SHOTS.
import { join } from 'node:path';
import { finish, launch, register, serve, shots, test } from './browser.mjs';
import { beyond, looked, overheard, tabbed, WIDTHS } from './looks.mjs';

const LANGUAGES = { en: '', ar: '/ar', fr: '/fr' };
const DAY = '2011-09-01';
// Name, address, how the address goes on, status.
const KINDS = [
	['home', '/', '', 200],
	['states', '/states', '', 200],
	['state', '/states/LAO', '', 200],
	['state-past', '/states/LAO', '?on=' + DAY, 200],
	['state-withdrawn', '/states/LTU', '', 200],
	['tiles', '/states/tiles', '', 200],
	['map', '/states/map', '', 200],
	['search', '/search', '?q=lao', 200],
	['brief', '/states/AGO/brief', '', 200],
	['obligations', '/obligations', '?stands=met', 200],
	['meetings', '/meetings', '', 200],
	['meeting', '/meetings/12MSP', '', 200],
	['votes', '/votes', '?cast=no', 200],
	['data', '/data', '', 200],
	['rules', '/rules', '', 200],
	['wrong-filter', '/states', '?standing=partie', 400],
	['figures', '/facts', '', 200],
	['figure', '/facts/parties.in_force', '?on=2025-11-21', 200],
	['figure-bounded', '/facts/clearance.completed', '', 200],
	['figure-unknown', '/facts/reports.initial.outstanding', '', 200],
	['nowhere', '/nowhere', '', 404],
	['wrong-day', '/', '?on=tomorrow', 400],
];
const AT_ALL_WIDTHS = ['home', 'state', 'figure']; // axe takes half a second a page

async function look(context, base, tag, prefix, [name, path, query, status]) {
	const page = await context.newPage();
	const said = overheard(page, base);
	const reply = await page.goto(base + prefix + path + query);
	test(`${tag} ${name}: ${status}`, reply.status() === status, reply.status());
	const all = AT_ALL_WIDTHS.includes(name);
	await looked(page, `${tag} ${name}`, { picture: { name: `${name}.${tag}`, widths: [WIDTHS[0], WIDTHS[2]] },
		axe: width => tag === 'fr' ? width === WIDTHS[0] && all : width !== 768 || all });
	test(`${tag} ${name}: nothing is refused, missing or from elsewhere`, !said.length, said.join('\n'));
	await page.close();
}

// ---- the keyboard ----

async function keyboard(context, base, tag, prefix) {
	const page = await context.newPage();
	await page.setViewportSize({ width: 1280, height: 800 });
	await page.goto(base + prefix + '/states/LAO');
	await tabbed(page, tag, 15);
	await page.goto(base + prefix + '/states/LAO');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await page.keyboard.press('Tab');
	test(`${tag}: behind the skip link the content begins`, await page.evaluate(() =>
		location.hash === '#main' && !!document.activeElement.closest('main')), await page.evaluate(() =>
		document.activeElement.outerHTML.slice(0, 200)));
	await page.focus('.dateline summary');
	await page.keyboard.press('Enter');
	test(`${tag}: Enter opens the date`, await page.isVisible('#on'));
	await page.close();
}

// ---- the day, without JavaScript ----

const shown = page => page.locator('.dateline summary time').getAttribute('datetime');

async function day(context, base, tag, prefix) {
	const page = await context.newPage();
	await page.setViewportSize({ width: 1280, height: 800 });
	await page.goto(base + prefix + '/');
	test(`${tag}: no script is needed: the page has its text`, (await page.locator('main').innerText()).length > 1000);
	const deposited = await page.locator('.figs .val').first().innerText();
	await page.click('.dateline summary');
	await page.fill('#on', DAY);
	await page.click('.dateline .btn');
	test(`${tag}: the form changes the day`, new URL(page.url()).searchParams.get('on') === DAY && await shown(page) === DAY,
		page.url());
	const then = await page.locator('.figs .val').first().innerText();
	test(`${tag}: ${DAY} shows that day's figures`, +then === 61 && +deposited > 100, `${deposited} ${then}`);
	const later = await page.evaluate(on => [...document.querySelectorAll('main .list')][0].querySelectorAll('li>time').length &&
		[...[...document.querySelectorAll('main .list')][0].querySelectorAll('li>time')].map(t => t.dateTime).filter(d => d > on), DAY);
	test(`${tag}: and no action done later`, Array.isArray(later) && !later.length, later);
	for (const [what, to] of [['nav.main li:nth-child(2) a', '/states'], ['td a, th a', '/states/'], ['nav.main li:nth-child(6) a', '/facts'],
		['th a', '/facts/'], ['nav.main li:nth-child(1) a', '/'], ['.tiles a', '/states/'], ['.crumbs li:nth-child(2) a', '/states'],
		['.mast .name', '/']]) {
		await page.locator(what).first().click();
		const url = new URL(page.url());
		test(`${tag}: the day is kept by ${what}`, url.pathname.startsWith(prefix + to) && url.searchParams.get('on') === DAY &&
			await shown(page) === DAY, page.url());
	}
	const other = tag === 'ar' ? 'en' : 'ar';
	await page.click(`.langs a[lang=${other}]`);
	test(`${tag}: and into another language`, await page.getAttribute('html', 'lang') === other && await shown(page) === DAY, page.url());
	test(`${tag}: which runs its own way`, await page.getAttribute('html', 'dir') === (other === 'ar' ? 'rtl' : 'ltr'));
	await page.click(`.langs a[lang=${tag}]`);
	await page.click('.quick-back a');
	test(`${tag}: back to today`, !new URL(page.url()).search && !await page.locator('.past').count(), page.url());
	await page.click('.dateline summary');
	await page.fill('#on', 'tomorrow');
	await page.press('#on', 'Enter');
	test(`${tag}: a wrong day is said at its field, and kept`, await page.inputValue('#on') === 'tomorrow' &&
		await page.isVisible('#on-wrong') && await page.getAttribute('#on', 'aria-invalid') === 'true');
	await page.fill('#on', '2020-03-19');
	await page.press('#on', 'Enter');
	test(`${tag}: and mended there`, await shown(page) === '2020-03-19', page.url());
	await page.close();
}

// ---- print ----

async function print(context, base, tag, prefix) {
	const page = await context.newPage();
	await page.setViewportSize({ width: 690, height: 1000 }); // A4 within its margins
	await page.emulateMedia({ media: 'print' });
	for (const [name, path] of [['home', '/'], ['state', '/states/LAO'], ['figure', '/facts/parties.in_force']]) {
		await page.goto(base + prefix + path);
		const gone = await page.evaluate(() => ['nav.main', '.skip', '.langs', '.dateline form', '.to-menu', 'footer nav', '.why']
			.filter(s => [...document.querySelectorAll(s)].some(e => e.checkVisibility())));
		test(`${tag} ${name} printed: what only a screen needs is gone`, !gone.length, gone.join(' '));
		test(`${tag} ${name} printed: day and address stay`, await page.isVisible('.only-print') &&
			await page.isVisible('.dateline time') && /\?on=\d/.test(await page.innerText('.only-print')));
		test(`${tag} ${name} printed: nothing beyond the paper`, !await page.evaluate(beyond), await page.evaluate(beyond));
		await page.pdf({ path: join(shots, `${name}.${tag}.pdf`), preferCSSPageSize: true, printBackground: false });
	}
	await page.close();
}

const kept = register();
// A letter of an invented house: its code leads to a page.
kept.paraph('house', 'add', join(process.env.ROOT, 'tests/letters/invented/ngo'));
const code = /[2-9A-Z]{5}-[2-9A-Z]{5}/.exec(kept.paraph('letter', 'issue', 'join', '--on', '2020-03-19', '--lang', 'en', '--paper',
	'--audience', 'signatories', '--format', 'csv'))[0];
const server = await serve(kept);
KINDS.push(['verify', '/verify', '', 200], ['letter', '/verify/' + code, '', 200],
	['letter-unknown', '/verify/ABCDE-FGHJK', '', 404]);
const browser = await launch();
try {
	const scripted = await browser.newContext();
	const plain = await browser.newContext({ javaScriptEnabled: false });
	await Promise.all(Object.entries(LANGUAGES).map(async ([tag, prefix]) => {
		for (const kind of KINDS)
			await look(scripted, server.base, tag, prefix, kind);
		await day(plain, server.base, tag, prefix);
	}));
	for (const tag of ['en', 'ar']) {
		await keyboard(scripted, server.base, tag, LANGUAGES[tag]);
		await print(scripted, server.base, tag, LANGUAGES[tag]);
	}
} finally {
	await browser.close();
	test('the server ends well', await server.stop() === 0);
}
finish();
