// What is asked of every page at every width, whoever reads it: by axe-core, by a ruler, by the keyboard.
import { join } from 'node:path';
import { axe, shots, test } from './browser.mjs';

export const WIDTHS = [360, 768, 1280];
const TARGET = 24; // px, outside of running text

const axes = { runs: 0, ms: 0 };
process.on('exit', () => console.log(`# axe ran ${axes.runs} times, ${Math.round(axes.ms / 1000)} s of one page behind another`));

async function audit(page) {
	const from = performance.now();
	const found = await page.evaluate(async () => {
		const result = await window.axe.run(document, {
			runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
			resultTypes: ['violations'],
		});
		return result.violations.map(v => `${v.id}: ${v.help}\n` +
			v.nodes.slice(0, 4).map(n => `  ${n.target} ${n.html.slice(0, 200)}`).join('\n')).join('\n');
	});
	axes.runs++;
	axes.ms += performance.now() - from;
	return found;
}

// Elements that reach beyond the page.
export function beyond() {
	const width = document.documentElement.clientWidth;
	const wide = document.documentElement.scrollWidth;
	if (wide <= width)
		return '';
	return `${wide} > ${width}: ` + [...document.querySelectorAll('body *')].filter(e => {
		const box = e.getBoundingClientRect();
		return box.width && (box.right > width + 1 || box.left < -1) && !e.closest('.vh,.skip,.sprite');
	}).slice(0, 5).map(e => e.outerHTML.slice(0, 120)).join('\n');
}

// Links, buttons and fields that are too small for a finger, outside of running text.
function small(least) {
	return [...document.querySelectorAll('a,button,summary,input')].filter(e => {
		const box = e.getBoundingClientRect();
		return e.checkVisibility() && box.width > 1 && !e.matches('.skip') && !e.closest('p,.list li,figcaption,.map') &&
			(box.height < least - 0.5 || box.width < least - 0.5);
	}).map(e => {
		const box = e.getBoundingClientRect();
		return `${Math.round(box.width)}x${Math.round(box.height)} ${e.outerHTML.slice(0, 120)}`;
	}).slice(0, 6).join('\n');
}

// The page at each width. axe: whether it runs at one; picture: { name, widths }, null none.
export async function looked(page, what, { axe: at, picture = null }) {
	await page.evaluate(axe);
	for (const width of WIDTHS) {
		await page.setViewportSize({ width, height: 800 });
		const wide = await page.evaluate(beyond);
		test(`${what} at ${width}: no sideways scroll`, !wide, wide);
		const tiny = await page.evaluate(small, TARGET);
		test(`${what} at ${width}: targets of ${TARGET} px`, !tiny, tiny);
		if (at(width)) {
			const found = await audit(page);
			test(`${what} at ${width}: axe finds nothing`, !found, found);
		}
		if (picture?.widths.includes(width)) { // as tall as the page: what is put together from parts may be so badly
			const height = await page.evaluate(() => document.documentElement.scrollHeight);
			await page.setViewportSize({ width, height });
			await page.screenshot({ path: join(shots, `${picture.name}-${width}.png`) });
		}
	}
}

// What a page says on the console, fails to load, or loads from elsewhere.
export function overheard(page, base) {
	const said = [];
	page.on('console', m => m.type() === 'error' && !/status of 40\d/.test(m.text()) && said.push(m.text()));
	page.on('pageerror', e => said.push(String(e)));
	page.on('requestfailed', r => said.push(r.url()));
	page.on('request', r => r.url().startsWith(base) || said.push('elsewhere: ' + r.url()));
	return said;
}

// Tab from the head to the foot of the page that is open.
export async function tabbed(page, what, least) {
	const active = () => page.evaluate(() => {
		const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
		return { at: [...document.querySelectorAll('*')].indexOf(e), skip: e.matches('.skip'), html: e.outerHTML.slice(0, 90),
			seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && box.width > 1 &&
				box.right > 0 && box.left < innerWidth };
	});
	await page.keyboard.press('Tab');
	let now = await active();
	test(`${what}: the first stop is the skip link, and it is seen`, now.skip && now.seen, JSON.stringify(now));
	const order = [now];
	for (let i = 0; i < 60; i++) {
		await page.keyboard.press('Tab');
		now = await active();
		if (now.html.startsWith('<body')) // the last stop is behind us
			break;
		order.push(now);
	}
	test(`${what}: there are stops from the head to the foot`, order.length > least, order.length);
	test(`${what}: the focus goes as the page reads`, order.every((o, i) => !i || o.at > order[i - 1].at),
		order.map(o => `${o.at} ${o.html}`).join('\n'));
	test(`${what}: the focus is always seen`, order.every(o => o.seen), order.filter(o => !o.seen).map(o => o.html).join('\n'));
}
